import type { ReactElement } from 'react'

/**
 * What may stand beside other things in an element: elements, and no bare text. A browser's own translation moves each
 * text into an element that React does not know; from then on React can neither remove that text nor put anything
 * before it, and what it writes into it is not seen. A text that is alone in its element React replaces as a whole.
 */
export type Elements = ReactElement | false | null | undefined | readonly Elements[]
