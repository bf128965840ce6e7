import { type CSSProperties, useId } from 'react'
import { AnySign } from '@/components/ui/more-icons'
import { ToolButton } from './tool-button'
import type { Crop } from './use-crop'
import { ZOOM_STEP } from './use-stage-gestures'

const PERCENT = 100

/** Zoom: a slider with − and + beside it. 100 % shows as much of the picture as the slot's shape takes. */
export function ZoomControl({ crop }: { crop: Crop }) {
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
        <ToolButton name="Zoom out" isAtEnd={now <= PERCENT} onPress={() => zoomTo(zoom - ZOOM_STEP)}>
          <AnySign name="minus" />
        </ToolButton>
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
        <ToolButton name="Zoom in" isAtEnd={now >= most} onPress={() => zoomTo(zoom + ZOOM_STEP)}>
          <AnySign name="plus" />
        </ToolButton>
      </div>
    </div>
  )
}

/** React's styles do not know variables of our own. */
type SliderStyle = CSSProperties & Record<'--slider-filled', string>

function filledTo(fraction: number): SliderStyle {
  return { '--slider-filled': `${fraction * 100}%` }
}
