'use client'

/** A plain ground that is drawn, because the page's policy refuses style attributes in what the server renders. */
export function StillGround({ color }: { color: string }) {
  return (
    <svg aria-hidden="true" className="absolute inset-0 size-full">
      <rect width="100%" height="100%" fill={color} />
    </svg>
  )
}
