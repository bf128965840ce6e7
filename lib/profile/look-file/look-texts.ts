import { PICTURE_TYPE_NAMES, SLOTS, type Slot } from '../slots'
import type { LookContent } from './look-file'

/** Names of the picture files in a look's folder, without their endings. */
export const PICTURE_FILE_NAMES: Record<Slot, string> = {
  avatar: 'profile-photo',
  banner: 'header-image',
  background: 'background-image',
}

const SLOT_WORDS: Record<Slot, string> = {
  avatar: 'Profile photo',
  banner: 'Header image',
  background: 'Background image',
}

/** The ending of a picture file's name. */
export const ENDINGS = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/gif': 'gif' } as const

/**
 * A look as a page to copy from, where a profile has to be changed by hand: each text on lines of its own, and which
 * file goes where. Lines end with `\r\n`, so that every editor shows them.
 */
export function lookAsText(look: LookContent): string {
  const { name, bio, location, website, tileBackground, showBackground } = look.values
  const texts = { Name: name, Bio: bio, Location: location, Website: website }
  const lines = [look.name, '']
  for (const [label, text] of Object.entries(texts)) {
    lines.push(`${label}:`, ...(text === '' ? ['(empty)'] : text.split(/\r\n?|\n/)), '')
  }
  for (const slot of SLOTS) {
    const picture = look.pictures[slot]
    const where = picture
      ? `${PICTURE_FILE_NAMES[slot]}.${ENDINGS[picture.type]} (${PICTURE_TYPE_NAMES[picture.type]}, ${picture.widthPixels} × ${picture.heightPixels})`
      : 'none'
    lines.push(`${SLOT_WORDS[slot]}: ${where}`)
  }
  lines.push(`Tile background: ${onOrOff(tileBackground)}`, `Show background: ${onOrOff(showBackground)}`, '')
  return lines.join('\r\n')
}

const onOrOff = (isOn: boolean) => (isOn ? 'on' : 'off')
