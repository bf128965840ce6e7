import { isStartOfFrame, jpegSegments } from '@/lib/image-bytes/jpeg-segments'

/** How finely luma is sampled, behind depth, size, count and its name. Source: ITU T.81, B.2.2. */
const LUMA_SAMPLING_AT = 7
/** As finely as chroma: 4:4:4. */
const SAME_SAMPLING = 0x11

/** True for a JPEG in which each pixel has a colour of its own. */
export function keepsEachColor(jpeg: Uint8Array): boolean {
  const frame = [...jpegSegments(jpeg)].find(({ marker }) => isStartOfFrame(marker))
  return frame !== undefined && jpeg[frame.dataStart + LUMA_SAMPLING_AT] === SAME_SAMPLING
}
