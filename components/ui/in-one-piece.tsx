import type { ReactNode } from 'react'

/**
 * For what the server renders and must not be cut: keeps it together on its way to the browser. Parts of a long page are
 * sent when they are ready; a late part of an svg React would hide by a style attribute, which the page's policy refuses,
 * and for one of a noscript it would not find the place.
 * It is async so that React sends its content as a part of its own; so it is no use in a client component.
 */
export async function InOnePiece({ children }: { children: ReactNode }) {
  return children
}
