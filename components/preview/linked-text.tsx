import { displayWebsite, segmentText } from '@/lib/profile/text-entities'
import { tidyAddress } from '@/lib/profile/web-address'
import type { PreviewSubject } from './preview-pictures'

/** A text with addresses, mentions and tags as X draws them. */
export function LinkedText({ text }: { text: string }) {
  let start = 0
  return segmentText(text).map((segment) => {
    const key = start
    start += segment.text.length
    return segment.kind === 'plain' ? (
      <span key={key}>{segment.text}</span>
    ) : (
      <Drawn key={key}>{segment.text}</Drawn>
    )
  })
}

/**
 * A link as it is drawn on X. The colour is the person's, perhaps a pale one, and a part of the picture; so the text is
 * drawn in it, and stands there once more for those who hear the page.
 */
export function Drawn({ children }: { children: string }) {
  return (
    <span className="x-link">
      <span aria-hidden="true" data-text={children} className="before:content-[attr(data-text)]" />
      <span className="sr-only">{children}</span>
    </span>
  )
}

/** The website as the server shows it: X cuts it short. */
export function websiteOf({ draft, kind }: PreviewSubject): string {
  return kind.linksTexts ? displayWebsite(draft.website) : tidyAddress(draft.website)
}
