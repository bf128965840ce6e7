import type { PictureProblem } from '@/lib/chosen-picture'

/** How engines and codecs say that there was no memory left. */
const ABOUT_MEMORY = /memory|allocation|unreachable|array buffer|too large|exceeds the maximum/i

/** What an error thrown by a decoder, an encoder or the browser means for the picture that was being worked on. */
export function problemOfError(error: unknown): PictureProblem {
  const isOutOfMemory = error instanceof RangeError || ABOUT_MEMORY.test(String(error))
  return { rule: isOutOfMemory ? 'out_of_memory' : 'damaged' }
}
