'use client'

import { type ReactElement, useState } from 'react'

interface PictureProps {
  /** Null when there is none. */
  src: string | null
  alt: string
  className: string
  /** What stands in its place when there is none, or when it cannot be loaded. */
  fallback: ReactElement | null
  /** For the largest picture of the first screen, which is fetched before everything else. */
  isFirst?: boolean
  /** For a photo that a press opens at its full size: it is fetched when it is seen. */
  isOpenedLarge?: boolean
}

/** How X names the largest copy of a header image, and a smaller one, by pixels. Source: X API v1.1, profile banners. */
const LARGE_HEADER = '/1500x500'
const SMALL_HEADER = '/600x200'
// Smaller than it is drawn on a phone, on purpose: with two dots to a pixel the small copy is sharp enough there, and
// comes in a third of the time.
const HEADER_SIZES = '(min-width: 64rem) 450px, 75vw'

/**
 * A profile photo of X as it was uploaded, of any weight. Smaller copies have their sides, in pixels, before the ending.
 * Source: X API v1.1, profile images.
 */
const UPLOADED_PHOTO = /^(.+\/profile_images\/\d+\/[^/]+?)(\.\w+)$/

// As large as a profile draws it (134) and a little more, so that two dots to a pixel take the middle copy; a phone draws
// it smaller.
const PHOTO_SIZES = '(min-width: 40rem) 150px, 110px'
const LARGE_PHOTO_SIZES = '400px'

interface Copies {
  smallest: string
  srcSet: string
  sizes: string
}

/** The smaller copies that a server like X has of a picture; null for every other address. */
function smallerCopiesOf(src: string, photoSizes: string): Copies | null {
  if (src.endsWith(LARGE_HEADER)) {
    const smallest = src.slice(0, -LARGE_HEADER.length) + SMALL_HEADER
    return { smallest, srcSet: `${smallest} 600w, ${src} 1500w`, sizes: HEADER_SIZES }
  }
  const [, stem, ending] = UPLOADED_PHOTO.exec(src) ?? []
  if (!stem) return null
  const copy = (side: number) => `${stem}_${side}x${side}${ending}`
  const srcSet = `${copy(200)} 200w, ${copy(400)} 400w, ${src} 800w`
  return { smallest: copy(200), srcSet, sizes: photoSizes }
}

/** A picture from somewhere else, which may be gone: then the place shows what it shows without one. */
export function Picture({
  src,
  alt,
  className,
  fallback,
  isFirst = false,
  isOpenedLarge = false,
}: PictureProps) {
  const [failed, setFailed] = useState<string | null>(null)
  if (!src || src === failed) return fallback
  // A small screen takes a small copy. Where a server has none, the large one is asked for.
  const copies = smallerCopiesOf(src, isOpenedLarge ? LARGE_PHOTO_SIZES : PHOTO_SIZES)
  const hasCopies = copies !== null && failed !== copies.smallest
  const fail = () => setFailed(hasCopies ? copies.smallest : src)
  return (
    <img
      // Before the address, which would otherwise be fetched too.
      {...(hasCopies && { srcSet: copies.srcSet, sizes: copies.sizes })}
      {...(isFirst && { fetchPriority: 'high' as const })}
      {...(isOpenedLarge && { loading: 'lazy' as const })}
      src={src}
      alt={alt}
      className={className}
      onError={fail}
      // A picture that failed before this code ran has sent its event already.
      ref={(image) => {
        if (image?.complete && image.naturalWidth === 0) fail()
      }}
    />
  )
}
