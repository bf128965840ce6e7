import { PlacedPicture } from './placed-picture'
import type { Crop } from './use-crop'

interface TileViewProps {
  crop: Crop
  /** Null while it is being made; its place is kept. */
  copy: { url: string; widthPixels: number; heightPixels: number } | null
}

/** Four tiles, moved by half, so that the place where they meet lies in the middle. */
export function TileView({ crop, copy }: TileViewProps) {
  const { placement, aspect } = crop
  return (
    <div
      className="relative mx-auto overflow-hidden rounded-chip bg-under-picture"
      style={{ width: `min(100%, ${HEIGHT_PIXELS * aspect}px)`, aspectRatio: aspect }}
    >
      {QUARTERS.map(({ right, down }) => (
        <div
          key={`${right} ${down}`}
          className="absolute size-full overflow-hidden"
          style={{
            left: `${right * 100 - 50}%`,
            top: `${down * 100 - 50}%`,
            transform: placement.isMirrored ? `scale(${1 - 2 * right}, ${1 - 2 * down})` : undefined,
          }}
        >
          {copy && <PlacedPicture url={copy.url} picture={copy} placement={placement} />}
        </div>
      ))}
    </div>
  )
}

const HEIGHT_PIXELS = 160

const QUARTERS = [
  { right: 0, down: 0 },
  { right: 1, down: 0 },
  { right: 0, down: 1 },
  { right: 1, down: 1 },
]
