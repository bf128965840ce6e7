import { useEffect, useState } from 'react'

/** The working copy under an address at which the page can show it, given back when it is no longer used. */
export function useCopyUrl<Copy extends { blob: Blob }>(copy: Copy | null): (Copy & { url: string }) | null {
  const [shown, setShown] = useState<(Copy & { url: string }) | null>(null)
  useEffect(() => {
    if (!copy) return
    const url = URL.createObjectURL(copy.blob)
    setShown({ ...copy, url })
    return () => {
      setShown(null)
      URL.revokeObjectURL(url)
    }
  }, [copy])
  return shown
}
