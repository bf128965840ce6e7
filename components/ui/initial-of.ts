/** The first letter of a name, where somebody has no photo. */
export function initialOf(name: string, handle: string): string {
  const [first = ''] = name.trim() || handle
  return first.toUpperCase()
}
