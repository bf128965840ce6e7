import { type CSSProperties, useId } from 'react'
import { classNames } from '@/components/ui/class-names'
import { SvgIcon } from '@/components/ui/icon'
import { ZOOM_STEP } from './crop-stage'
import type { Crop } from './use-crop'

/** What one press moves the picture by, in fractions of the frame. */
const PRESS = 0.05

/** Everything that can be done to the picture without dragging, in the order in which it is used. */
export function CropTools({ crop }: { crop: Crop }) {
  const { canMove, move, centre, turn, showMost, startAgain } = crop
  const arrow = (to: keyof typeof canMove, right: number, down: number, className?: string) => (
    <ToolButton
      name={`Move ${to}`}
      outline={to}
      isAtEnd={!canMove[to]}
      onPress={() => move(right, down)}
      className={className}
    />
  )
  return (
    <>
      <ZoomControl crop={crop} />
      <div className="mt-6 flex flex-wrap gap-x-7 gap-y-5">
        <fieldset>
          <legend className="mb-2 font-strong">Move</legend>
          <div className="grid w-max grid-cols-3 gap-1">
            {arrow('up', 0, -PRESS, 'col-start-2')}
            {arrow('left', -PRESS, 0, 'col-start-1')}
            <ToolButton name="Centre" outline="centre" onPress={centre} />
            {arrow('right', PRESS, 0)}
            {arrow('down', 0, PRESS, 'col-start-2')}
          </div>
        </fieldset>
        <fieldset className="min-w-min flex-1">
          <legend className="mb-2 font-strong">Rotate</legend>
          <div className="flex gap-1">
            <ToolButton name="Rotate left" outline="turn-left" onPress={() => turn(-1)} />
            <ToolButton name="Rotate right" outline="turn-right" onPress={() => turn(1)} />
          </div>
          <div className="-ms-2.5 mt-2 flex flex-col items-start">
            <QuietTool outline="whole" onPress={showMost}>
              Fit whole picture
            </QuietTool>
            <QuietTool outline="again" onPress={startAgain}>
              Start again
            </QuietTool>
          </div>
        </fieldset>
      </div>
    </>
  )
}

/** The drawings of the crop tools; they come with the dialog and are no part of the first load. */
const CROP_OUTLINES = {
  left: 'M16.5 10h-13M8 5.5 3.5 10 8 14.5',
  right: 'M3.5 10h13M12 5.5l4.5 4.5-4.5 4.5',
  up: 'M10 16.5v-13M5.5 8 10 3.5 14.5 8',
  down: 'M10 3.5v13M14.5 12 10 16.5 5.5 12',
  centre: 'M10 8.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6ZM10 2.8v3.4M10 13.8v3.4M2.8 10h3.4M13.8 10h3.4',
  'turn-left': 'M4.4 6.6A6.5 6.5 0 1 1 3.5 10M3.6 3v4h4',
  'turn-right': 'M15.6 6.6A6.5 6.5 0 1 0 16.5 10M16.4 3v4h-4',
  whole: 'M3.5 7V3.5H7M13 3.5h3.5V7M16.5 13v3.5H13M7 16.5H3.5V13',
  minus: 'M4 10h12',
  plus: 'M4 10h12M10 4v12',
  again: 'M7.5 4 3.8 7.7l3.7 3.7M4 7.7h8.3a4 4 0 0 1 0 8H9',
} as const
type CropOutline = keyof typeof CROP_OUTLINES

const PERCENT = 100

/** Zoom: a slider with − and + beside it. 100 % shows as much of the picture as the slot's shape takes. */
function ZoomControl({ crop }: { crop: Crop }) {
  const { zoom, strongestZoom, zoomTo } = crop
  const id = useId()
  const now = Math.round(zoom * PERCENT)
  const most = Math.max(PERCENT, Math.floor(strongestZoom * PERCENT))
  return (
    <div>
      <div className="flex items-baseline justify-between gap-4">
        <label htmlFor={id} className="font-strong">
          Zoom
        </label>
        <span aria-hidden="true" className="text-hint text-ink-2 tabular-nums max-sm:text-hint-phone">
          {`${now} %`}
        </span>
      </div>
      <div className="mt-2 flex items-center gap-3">
        <ToolButton
          name="Zoom out"
          outline="minus"
          isAtEnd={now <= PERCENT}
          onPress={() => zoomTo(zoom - ZOOM_STEP)}
        />
        <input
          id={id}
          type="range"
          min={PERCENT}
          max={most}
          value={now}
          aria-valuetext={`${now} percent`}
          onChange={({ currentTarget }) => zoomTo(currentTarget.valueAsNumber / PERCENT)}
          onBlur={({ currentTarget }) => {
            // A tool may have set it without a word.
            if (currentTarget.valueAsNumber !== now) zoomTo(currentTarget.valueAsNumber / PERCENT)
          }}
          className="slider min-w-0 flex-1"
          style={filledTo((now - PERCENT) / Math.max(1, most - PERCENT))}
        />
        <ToolButton
          name="Zoom in"
          outline="plus"
          isAtEnd={now >= most}
          onPress={() => zoomTo(zoom + ZOOM_STEP)}
        />
      </div>
    </div>
  )
}

/** React's styles do not know variables of our own. */
const filledTo = (fraction: number) => ({ '--slider-filled': `${fraction * 100}%` }) as CSSProperties

interface ToolButtonProps {
  /** What it does, as it is read out. */
  name: string
  outline: CropOutline
  onPress: () => void
  /** Nothing is left to do; the button keeps the focus and its place. */
  isAtEnd?: boolean
  className?: string | undefined
}

/** A square button with a drawing, for what is done again and again. */
export function ToolButton({ name, outline, onPress, isAtEnd = false, className }: ToolButtonProps) {
  return (
    <button
      type="button"
      aria-label={name}
      aria-disabled={isAtEnd || undefined}
      onClick={() => {
        if (!isAtEnd) onPress()
      }}
      className={classNames(
        'grid size-11 shrink-0 place-items-center rounded-input border bg-surface max-sm:size-12 max-[20rem]:size-9',
        isAtEnd
          ? 'border-line text-line-strong forced-colors:text-[GrayText]'
          : 'border-line-strong hover:border-ink',
        className,
      )}
    >
      <SvgIcon outline={CROP_OUTLINES[outline]} />
    </button>
  )
}

/** A quiet button with a drawing and words. */
function QuietTool({ outline, onPress, children }: Omit<ToolButtonProps, 'name'> & { children: string }) {
  return (
    <button
      type="button"
      onClick={onPress}
      className="flex min-h-11 items-center gap-2.5 rounded-input px-2.5 text-start text-button-small font-firm hover:bg-sunk"
    >
      <SvgIcon outline={CROP_OUTLINES[outline]} />
      <span>{children}</span>
    </button>
  )
}
