import type { ReactNode } from 'react'

/**
 * For a drawing that the server renders: keeps it together on its way to the browser. Parts of a long page are sent when
 * they are ready, and React would hide a late part of an svg by a style attribute, which the page's policy refuses.
 * It is async so that React sends its content as a part of its own; so it is no use in a client component.
 */
export async function InOnePiece({ children }: { children: ReactNode }) {
  return children
}
