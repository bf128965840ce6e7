/** The longest name an entry of an archive may have, in UTF-16 units. */
const ENTRY_NAME_MAX_LENGTH = 200

/** Characters that no file system we know of minds, in any language. */
const UNSAFE_CHARACTERS = /[\p{C}\\:*?"<>|]/u

/**
 * True when an entry's name stays inside the folder it is unpacked into, on every system: relative, with `/` between
 * its parts, none of them `.` or `..` or empty, without control and direction-changing characters.
 */
export function isSafeEntryName(name: string): boolean {
  if (name.length === 0 || name.length > ENTRY_NAME_MAX_LENGTH || UNSAFE_CHARACTERS.test(name)) return false
  const parts = name.endsWith('/') ? name.slice(0, -1).split('/') : name.split('/')
  return parts.every((part) => part !== '' && part !== '.' && part !== '..')
}

/** Windows keeps these names for devices, whatever their ending. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/

/**
 * Folder names for looks, in their order: what is left of each name in plain letters and digits, and a number where two
 * would be the same.
 */
export function folderNames(lookNames: readonly string[]): string[] {
  const taken = new Set<string>()
  return lookNames.map((lookName) => {
    const plain = plainName(lookName)
    let folder = plain
    for (let number = 2; taken.has(folder); number++) folder = `${plain}-${number}`
    taken.add(folder)
    return folder
  })
}

/** A name in plain small letters, digits and dashes, for a file or a folder. */
export function plainName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '')
  return plain === '' || RESERVED.test(plain) ? `look${plain && `-${plain}`}` : plain
}
