import { useEffect, useId, useState } from 'react'
import { Checkbox } from '@/components/ui/checkbox'
import { seamsInWords } from '@/lib/messages/crop'
import {
  isSeamVisible,
  MIN_REGION_SIDE_PIXELS,
  type Placement,
  type Region,
  regionBeforeTurning,
  type Seams,
  type TileLines,
} from '@/lib/profile/crop-geometry'
import { PlacedPicture, type ShownCopy } from './crop-stage'
import { ToolButton } from './crop-tools'
import type { Crop } from './use-crop'

interface BackgroundToolsProps {
  crop: Crop
  copy: ShownCopy | null
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
        <Checkbox
          label="Make it tile"
          checked={placement.isMirrored}
          onChange={({ currentTarget }) => mirror(currentTarget.checked)}
          aria-describedby="tile-hint"
        />
        <p id="tile-hint" className="text-hint text-ink-2 max-sm:text-hint-phone">
          Mirrors the picture to the right and down, so that tiles meet without a seam.
          <span>
            {placement.isMirrored &&
              !isTiled &&
              ' Turn on “Tile background” too, or the picture is shown only once.'}
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
        <span className="block text-ink-2">Shifted by half a tile, so the seam is in the middle.</span>
        <span role="status">{words}</span>
      </figcaption>
    </figure>
  )
}

/** Four tiles, moved by half, so that the place where they meet lies in the middle. */
function TileView({ crop, copy }: Pick<BackgroundToolsProps, 'crop' | 'copy'>) {
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
          <PlacedPicture copy={copy} placement={placement} />
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

/** Pixels are read once the hand rests. */
const PAUSE_MILLISECONDS = 300

/** Where a seam will be seen when the region is repeated; null until it was looked at, or where it cannot be. */
function useSeams(blob: Blob | undefined, { region, quarterTurns }: Placement): Seams | null {
  const [seams, setSeams] = useState<Seams | null>(null)

  useEffect(() => {
    if (!blob) return
    let isWanted = true
    async function look(picture: Blob) {
      const lines = await readTileLines(picture, regionBeforeTurning(region, quarterTurns)).catch(() => null)
      if (!isWanted) return
      if (!lines) return setSeams(null)
      const acrossColumns = isSeamVisible(lines.columns)
      const acrossRows = isSeamVisible(lines.rows)
      const isSideways = quarterTurns % 2 === 1
      setSeams({
        leftToRight: isSideways ? acrossRows : acrossColumns,
        topToBottom: isSideways ? acrossColumns : acrossRows,
      })
    }
    const timer = setTimeout(look, PAUSE_MILLISECONDS, blob)
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
  }, [blob, region, quarterTurns])

  return seams
}

/** The rows and columns of a region that tell whether a seam will be seen. Null where no canvas can be read. */
async function readTileLines(
  file: Blob,
  region: Region,
): Promise<Record<'rows' | 'columns', TileLines> | null> {
  const picture = await createImageBitmap(file)
  const { start: left, length: width } = spanOf(region.left, region.width, picture.width)
  const { start: top, length: height } = spanOf(region.top, region.height, picture.height)
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d', { willReadFrequently: true })
  context?.drawImage(picture, left, top, width, height, 0, 0, width, height)
  picture.close()
  if (!context) return null
  const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer)
  const channelsOf = (line: Uint32Array) => new Uint8Array(line.buffer, line.byteOffset, line.byteLength)
  const row = (y: number) => channelsOf(pixels.subarray(y * width, (y + 1) * width))
  const column = (x: number) =>
    channelsOf(Uint32Array.from({ length: height }, (_, y) => pixels[y * width + x] ?? 0))
  return { rows: linesToCompare(height, row), columns: linesToCompare(width, column) }
}

function spanOf(start: number, length: number, pixels: number) {
  const from = Math.min(Math.round(start * pixels), pixels - 1)
  return { start: from, length: Math.min(Math.max(1, Math.round(length * pixels)), pixels - from) }
}

/** How many pairs of neighbouring lines are read from within a tile, beside its edges. */
const INNER_PAIRS = 12

/** Of `count` lines the edges, and pairs of neighbours spread over the tile. */
function linesToCompare(count: number, line: (at: number) => Uint8Array): TileLines {
  const steps = Math.min(INNER_PAIRS, count - 1)
  const inner = Array.from({ length: steps }, (_, step) => Math.floor((step * (count - 1)) / steps))
  return { first: line(0), last: line(count - 1), inner: inner.map((at) => [line(at), line(at + 1)]) }
}

/** What one press of − or + changes a side by. */
const PRESS_PIXELS = 10

interface SizeFieldProps {
  name: 'Width' | 'Height'
  valuePixels: number
  mostPixels: number
  onChange: (pixels: number) => void
}

/** One side of a free region as a number, with − and + beside it. */
function SizeField({ name, valuePixels, mostPixels, onChange }: SizeFieldProps) {
  const id = useId()
  const leastPixels = Math.min(MIN_REGION_SIDE_PIXELS, mostPixels)
  // While it is typed, a number may be too small or nothing at all.
  const [typed, setTyped] = useState<string | null>(null)

  function type(text: string) {
    setTyped(text)
    const pixels = Number(text)
    if (pixels >= leastPixels && pixels <= mostPixels) onChange(pixels)
  }

  return (
    <div className="min-w-0">
      <label htmlFor={id} className="text-button-small font-firm">
        <span>{name}</span>
        <span className="font-normal text-ink-2"> in pixels</span>
      </label>
      <div className="mt-1 flex gap-1">
        <ToolButton
          name={`${name}: ${PRESS_PIXELS} pixels less`}
          outline="minus"
          isAtEnd={valuePixels <= leastPixels}
          onPress={() => onChange(valuePixels - PRESS_PIXELS)}
        />
        <input
          id={id}
          type="number"
          inputMode="numeric"
          min={leastPixels}
          max={mostPixels}
          value={typed ?? valuePixels}
          onChange={({ currentTarget }) => type(currentTarget.value)}
          onBlur={({ currentTarget }) => {
            // A tool may have set it without a word.
            if (currentTarget.valueAsNumber !== valuePixels) type(currentTarget.value)
            setTyped(null)
          }}
          className="h-11 w-18 min-w-0 flex-1 appearance-none rounded-input border border-line-strong bg-surface px-2 text-center tabular-nums [appearance:textfield] max-sm:h-12 [&::-webkit-inner-spin-button]:appearance-none"
        />
        <ToolButton
          name={`${name}: ${PRESS_PIXELS} pixels more`}
          outline="plus"
          isAtEnd={valuePixels >= mostPixels}
          onPress={() => onChange(valuePixels + PRESS_PIXELS)}
        />
      </div>
    </div>
  )
}
