import { hexColor } from '@/lib/profile/link-color'

/** A colour as a small drawing of it and its six digits. Drawn and not styled, as the page's policy asks. */
export function ColorName({ color }: { color: string }) {
  const known = hexColor(color)
  if (known === null) return <span className="text-ink-2">not known</span>
  return (
    <bdi translate="no" className="whitespace-nowrap font-strong">
      <ColorDrawing color={known} className="me-1.5 inline-block size-4 align-[-0.15em]" />
      <span>{known}</span>
    </bdi>
  )
}

/** A round drawing of a colour, `#` and six digits, with an edge on grounds of its own colour. */
export function ColorDrawing({ color, className }: { color: string; className: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 20 20" className={className}>
      <circle cx="10" cy="10" r="9" fill={color} className="stroke-line-strong" strokeWidth="1" />
    </svg>
  )
}
