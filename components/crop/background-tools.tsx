import { Sign } from '@/components/ui/icon'
import { seamsInWords } from './crop-messages'
import { SizeField } from './size-field'
import { TileView } from './tile-view'
import type { Crop } from './use-crop'
import { useSeams } from './use-seams'

interface BackgroundToolsProps {
  crop: Crop
  copy: { blob: Blob; url: string; widthPixels: number; heightPixels: number } | null
  isTiled: boolean
}

/** What only the background has: a shape of its own, and tiles that are to meet without a seam. */
export function BackgroundTools({ crop, copy, isTiled }: BackgroundToolsProps) {
  const { size, turned, resize, mirror, placement } = crop
  const isRepeated = isTiled || placement.isMirrored
  return (
    <>
      <div className="mt-5 grid gap-x-4 gap-y-3 min-[25rem]:grid-cols-2">
        <SizeField
          name="Width"
          valuePixels={size.widthPixels}
          mostPixels={turned.widthPixels}
          onChange={(widthPixels) => resize({ widthPixels })}
        />
        <SizeField
          name="Height"
          valuePixels={size.heightPixels}
          mostPixels={turned.heightPixels}
          onChange={(heightPixels) => resize({ heightPixels })}
        />
      </div>
      <div className="mt-5 border-t border-line pt-4">
        <label className="flex min-h-11 items-center gap-3">
          <span className="relative grid size-6 shrink-0 place-items-center">
            <input
              type="checkbox"
              checked={placement.isMirrored}
              onChange={({ currentTarget }) => mirror(currentTarget.checked)}
              aria-describedby="tile-hint"
              className="peer col-start-1 row-start-1 size-6 cursor-pointer appearance-none rounded-check border border-line-strong bg-surface checked:border-accent checked:bg-accent"
            />
            <Sign
              name="check"
              className="pointer-events-none invisible col-start-1 row-start-1 size-4 text-on-accent peer-checked:visible"
            />
          </span>
          <span className="font-strong">Make it tile</span>
        </label>
        <p id="tile-hint" className="text-hint text-ink-2 max-sm:text-hint-phone">
          Mirrors the picture to the right and down, so that tiles meet without a seam.
          <span>
            {placement.isMirrored && !isTiled && ' Switch “Tile background” on as well, or it is shown once.'}
          </span>
        </p>
        {isRepeated && <Seam crop={crop} copy={copy} />}
      </div>
    </>
  )
}

function Seam({ crop, copy }: Pick<BackgroundToolsProps, 'crop' | 'copy'>) {
  const seams = useSeams(copy?.blob, crop.placement)
  const words = crop.placement.isMirrored
    ? 'Mirrored: the tiles meet without a seam.'
    : seams && seamsInWords(seams)
  return (
    <figure className="mt-3">
      <TileView crop={crop} copy={copy} />
      <figcaption className="mt-2 min-h-15 text-hint max-sm:text-hint-phone">
        <span className="block text-ink-2">Tiles moved by half: in the middle is where they meet.</span>
        <span role="status">{words}</span>
      </figcaption>
    </figure>
  )
}
