import type { TextLimit } from '@/lib/server-kinds'

const bytesOf = (text: string) => new Blob([text]).size

/** Apart from counting, which the first load has. A text cut where the limit is reached: what fits, and the surplus, empty when all of it fits. */
export function splitAtLimit(text: string, { max, unit }: TextLimit): { fits: string; surplus: string } {
  const characters = [...text.normalize('NFC').trim()]
  let count = characters.length
  let surplus = (unit === 'characters' ? count : bytesOf(characters.join(''))) - max
  while (surplus > 0 && count > 0) {
    count--
    surplus -= unit === 'characters' ? 1 : bytesOf(characters[count] ?? '')
  }
  return { fits: characters.slice(0, count).join(''), surplus: characters.slice(count).join('') }
}
