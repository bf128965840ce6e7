import { type PixelSize, turnedSize } from '@/lib/profile/crop-geometry'
import type { Placement } from '@/lib/profile/placement'

interface PlacedPictureProps {
  url: string
  /** The upright picture's size; only its shape matters. */
  picture: PixelSize
  placement: Placement
}

/** A picture laid under the frame around it so that the region fills the frame; the rest reaches out of it. */
export function PlacedPicture({ url, picture, placement }: PlacedPictureProps) {
  const { region, quarterTurns } = placement
  const { widthPixels, heightPixels } = turnedSize(picture, quarterTurns)
  const isSideways = quarterTurns % 2 === 1
  return (
    <div
      className="absolute"
      style={{
        left: percent(-region.left / region.width),
        top: percent(-region.top / region.height),
        width: percent(1 / region.width),
        height: percent(1 / region.height),
      }}
    >
      <img
        src={url}
        alt=""
        draggable={false}
        className="absolute max-w-none"
        style={{
          left: '50%',
          top: '50%',
          // Before it is turned, the picture is as wide as its place is high.
          width: percent(isSideways ? heightPixels / widthPixels : 1),
          height: percent(isSideways ? widthPixels / heightPixels : 1),
          transform: `translate(-50%, -50%) rotate(${90 * quarterTurns}deg)`,
        }}
      />
    </div>
  )
}

const percent = (fraction: number) => `${fraction * 100}%`
