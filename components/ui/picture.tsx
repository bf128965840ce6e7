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
}

/** How X names the largest copy of a header image, and a smaller one, by pixels. Source: X API v1.1, profile banners. */
const LARGE_HEADER = '/1500x500'
const SMALL_HEADER = '/600x200'
// Smaller than it is drawn on a phone, on purpose: with two dots to a pixel the small copy is sharp enough there, and
// comes in a third of the time.
const HEADER_SIZES = '(min-width: 64rem) 450px, 75vw'

/** A picture from somewhere else, which may be gone: then the place shows what it shows without one. */
export function Picture({ src, alt, className, fallback, isFirst = false }: PictureProps) {
  const [failed, setFailed] = useState<string | null>(null)
  // A small screen takes the small copy. Where a server has none, the large one is asked for.
  const small = src?.endsWith(LARGE_HEADER) ? src.slice(0, -LARGE_HEADER.length) + SMALL_HEADER : null
  const hasSmall = small !== null && failed !== small && failed !== src
  if (!src || src === failed) return fallback
  const fail = () => setFailed(hasSmall ? small : src)
  return (
    <img
      // Before the address, which would otherwise be fetched too.
      {...(hasSmall && { srcSet: `${small} 600w, ${src} 1500w`, sizes: HEADER_SIZES })}
      {...(isFirst && { fetchPriority: 'high' as const })}
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
