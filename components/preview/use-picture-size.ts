import { useEffect, useState } from 'react'
import type { PixelSize } from '@/lib/profile/slots'

/** The size of a picture in its own pixels; null until it has come, or where it does not come. */
export function usePictureSize(url: string | null): PixelSize | null {
  const [size, setSize] = useState<PixelSize | null>(null)
  useEffect(() => {
    setSize(null)
    if (!url) return
    const image = new Image()
    image.onload = () => setSize({ widthPixels: image.naturalWidth, heightPixels: image.naturalHeight })
    image.src = url
    return () => {
      image.onload = null
    }
  }, [url])
  return size
}
