import { useEffect, useState } from 'react'

/** How wide a picture is in its own pixels; null until it has come, or where it does not come. */
export function useNaturalWidth(url: string | null): number | null {
  const [widthPixels, setWidthPixels] = useState<number | null>(null)
  useEffect(() => {
    setWidthPixels(null)
    if (!url) return
    const image = new Image()
    image.onload = () => setWidthPixels(image.naturalWidth)
    image.src = url
    return () => {
      image.onload = null
    }
  }, [url])
  return widthPixels
}
