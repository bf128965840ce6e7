import { useId, useState } from 'react'
import { AnyIcon } from '@/components/ui/more-icons'
import { MIN_REGION_SIDE_PIXELS } from '@/lib/profile/crop-geometry'
import { ToolButton } from './crop-tools'

/** What one press of − or + changes a side by. */
const PRESS_PIXELS = 10

interface SizeFieldProps {
  name: 'Width' | 'Height'
  valuePixels: number
  mostPixels: number
  onChange: (pixels: number) => void
}

/** One side of a free region as a number, with − and + beside it. */
export function SizeField({ name, valuePixels, mostPixels, onChange }: SizeFieldProps) {
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
          isAtEnd={valuePixels <= leastPixels}
          onPress={() => onChange(valuePixels - PRESS_PIXELS)}
        >
          <AnyIcon name="minus" />
        </ToolButton>
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
          isAtEnd={valuePixels >= mostPixels}
          onPress={() => onChange(valuePixels + PRESS_PIXELS)}
        >
          <AnyIcon name="plus" />
        </ToolButton>
      </div>
    </div>
  )
}
