import type { ReactNode } from 'react'
import { ChangeMarker } from './change-markers'

interface FieldRowProps {
  /** Label, hint and mark of a change: the margin of the sheet. */
  margin: ReactNode
  isChanged: boolean
  children: ReactNode
}

/** One row of the sheet: the label's margin, and the control at its edge. On phones one above the other. */
export function FieldRow({ margin, isChanged, children }: FieldRowProps) {
  return (
    <div className="relative grid gap-x-7 gap-y-2 border-t border-line py-4.5 first:border-t-0 first:pt-0 sm:grid-cols-[min(11rem,36%)_minmax(0,1fr)]">
      {isChanged && <ChangeMarker />}
      <div className="grid grid-cols-[1fr_auto] content-start gap-x-3 sm:grid-cols-1">{margin}</div>
      <div className="min-w-0">{children}</div>
    </div>
  )
}
