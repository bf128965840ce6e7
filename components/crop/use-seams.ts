import { useEffect, useState } from 'react'
import { regionBeforeTurning } from '@/lib/profile/crop-geometry'
import type { Placement } from '@/lib/profile/placement'
import { isSeamVisible, type Seams } from '@/lib/profile/tile-seam'
import { readTileLines } from './read-tile-lines'

/** Pixels are read once the hand rests. */
const PAUSE_MILLISECONDS = 300

/** Where a seam will be seen when the region is repeated; null until it was looked at, or where it cannot be. */
export function useSeams(blob: Blob | undefined, { region, quarterTurns }: Placement): Seams | null {
  const [picture, setPicture] = useState<ImageBitmap | null>(null)
  const [seams, setSeams] = useState<Seams | null>(null)

  useEffect(() => {
    if (!blob) return
    let isWanted = true
    let made: ImageBitmap | null = null
    createImageBitmap(blob).then(
      (bitmap) => {
        if (!isWanted) return bitmap.close()
        made = bitmap
        setPicture(bitmap)
      },
      () => setPicture(null),
    )
    return () => {
      isWanted = false
      made?.close()
    }
  }, [blob])

  useEffect(() => {
    if (!picture) return
    const timer = setTimeout(() => {
      const lines = readTileLines(picture, regionBeforeTurning(region, quarterTurns))
      if (!lines) return setSeams(null)
      const acrossColumns = isSeamVisible(lines.columns)
      const acrossRows = isSeamVisible(lines.rows)
      const isSideways = quarterTurns % 2 === 1
      setSeams({
        leftToRight: isSideways ? acrossRows : acrossColumns,
        topToBottom: isSideways ? acrossColumns : acrossRows,
      })
    }, PAUSE_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [picture, region, quarterTurns])

  return seams
}
