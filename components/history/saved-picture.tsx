import { type ReactElement, useEffect, useRef, useState } from 'react'
import { useObjectUrl } from '@/components/ui/object-url'
import { readPicture } from '@/lib/browser/storage/stored-pictures'

interface SavedPictureProps {
  pictureId: string
  alt: string
  /** The place keeps its size, whether the picture is there yet or not. */
  className: string
  /** What stands in the place of a picture that is no longer on the device. */
  fallback?: ReactElement
}

/** How near the window a picture is read from the device. */
const NEARNESS = '200px'

/** A picture kept on this device, read when it comes near the window and not before. */
export function SavedPicture({ pictureId, alt, className, fallback }: SavedPictureProps) {
  const place = useRef<HTMLSpanElement>(null)
  const [read, setRead] = useState<{ blob: Blob | null } | null>(null)
  const url = useObjectUrl(read?.blob ?? null)

  useEffect(() => {
    const element = place.current
    if (!element) return
    let isWanted = true
    const observer = new IntersectionObserver(
      async ([entry]) => {
        if (!entry?.isIntersecting) return
        observer.disconnect()
        const blob = await readPicture(pictureId)
        if (isWanted) setRead({ blob })
      },
      { rootMargin: NEARNESS },
    )
    observer.observe(element)
    return () => {
      isWanted = false
      observer.disconnect()
    }
  }, [pictureId])

  if (read && !read.blob) return fallback
  return url ? (
    <img src={url} alt={alt} className={className} />
  ) : (
    <span ref={place} className={`block bg-sunk ${className}`} />
  )
}
