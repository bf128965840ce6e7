import { useState } from 'react'
import {
  centredRegion,
  type FramePoint,
  initialPlacement,
  maxZoom,
  movedRegion,
  type Placement,
  type Region,
  regionAspect,
  regionSize,
  resizedRegion,
  turnedPlacement,
  turnedSize,
  zoomedRegion,
  zoomOf,
} from '@/lib/profile/crop-geometry'
import type { PixelSize, Slot } from '@/lib/profile/slots'

/** Differences this small come from arithmetic, not from a hand. */
const TINY = 1e-6

/** A placement under way: what it shows, how far it may go, and everything that can be done to it. */
export function useCrop(slot: Slot, picture: PixelSize, last: Placement | null) {
  const [placement, setPlacement] = useState(() => last ?? initialPlacement(slot, picture))
  const { region, quarterTurns } = placement
  const turned = turnedSize(picture, quarterTurns)

  function show(change: (region: Region, turned: PixelSize) => Region) {
    setPlacement((now) => ({ ...now, region: change(now.region, turnedSize(picture, now.quarterTurns)) }))
  }

  function zoomFrom(next: (zoom: number) => number, anchor?: FramePoint) {
    show((now, size) => {
      const wanted = next(zoomOf(now, size))
      const strongest = maxZoom(slot, size, regionAspect(now, size))
      return zoomedRegion(now, size, Math.min(wanted, strongest), anchor)
    })
  }

  return {
    slot,
    placement,
    turned,
    size: regionSize(region, turned),
    aspect: regionAspect(region, turned),
    zoom: zoomOf(region, turned),
    strongestZoom: maxZoom(slot, turned, regionAspect(region, turned)),
    /** Where the picture can still be moved to. */
    canMove: {
      left: region.left + region.width < 1 - TINY,
      right: region.left > TINY,
      up: region.top + region.height < 1 - TINY,
      down: region.top > TINY,
    },
    /** Moves the picture under the frame, in fractions of the frame. */
    move: (right: number, down: number) => show((now) => movedRegion(now, right, down)),
    zoomTo: (zoom: number) => zoomFrom(() => zoom),
    zoomBy: (factor: number, anchor?: FramePoint) => zoomFrom((zoom) => zoom * factor, anchor),
    turn: (quarter: 1 | -1) => setPlacement((now) => turnedPlacement(slot, picture, now, quarter)),
    centre: () => show(centredRegion),
    /** As much of the picture as the slot's shape takes, turned as it is. */
    showMost() {
      setPlacement((now) => {
        const { region: most } = initialPlacement(slot, turnedSize(picture, now.quarterTurns))
        return { ...now, region: most }
      })
    },
    startAgain: () => setPlacement(initialPlacement(slot, picture)),
    resize: (size: Partial<PixelSize>) => show((now, whole) => resizedRegion(now, whole, size)),
    mirror: (isMirrored: boolean) => setPlacement((now) => ({ ...now, isMirrored })),
  }
}

export type Crop = ReturnType<typeof useCrop>
