'use client'

import { type ReactElement, useState } from 'react'

interface PictureProps {
  /** Null when there is none. */
  src: string | null
  alt: string
  className: string
  /** What stands in its place when there is none, or when it cannot be loaded. */
  fallback: ReactElement | null
}

/** A picture from somewhere else, which may be gone: then the place shows what it shows without one. */
export function Picture({ src, alt, className, fallback }: PictureProps) {
  const [failedSrc, setFailedSrc] = useState<string | null>(null)
  if (!src || src === failedSrc) return fallback
  return (
    <img
      src={src}
      alt={alt}
      className={className}
      onError={() => setFailedSrc(src)}
      // A picture that failed before this code ran has sent its event already.
      ref={(image) => {
        if (image?.complete && image.naturalWidth === 0) setFailedSrc(src)
      }}
    />
  )
}
