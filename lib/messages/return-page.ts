/** The pages of somebody signed in, and what a sign-in that leads back to one is for. */
const RETURN_PAGES = {
  '/profile': 'Sign in to edit your profile.',
  '/history': 'Sign in to see your history.',
  '/looks': 'Sign in to see your looks.',
  '/storage': 'Sign in to see what is saved on this device.',
} as const
export type ReturnPage = keyof typeof RETURN_PAGES

/** Where a sign-in leads when nothing else was asked for. */
export const FIRST_PAGE: ReturnPage = '/profile'

/** The page that somebody asked for before a sign-in; null for what is none of ours, so that no address leads elsewhere. */
export function returnPageOf(requested: unknown): ReturnPage | null {
  return typeof requested === 'string' && Object.hasOwn(RETURN_PAGES, requested)
    ? (requested as ReturnPage)
    : null
}

export const wordsForReturnPage = (page: ReturnPage): string => RETURN_PAGES[page]

/** The start page's address, from which a sign-in leads to `page`; `query` is what else stands in it. */
export function startPageFor(page: ReturnPage | null, query = ''): string {
  const parts = [query, page !== null && page !== FIRST_PAGE && `next=${page}`].filter(Boolean)
  return parts.length > 0 ? `/?${parts.join('&')}` : '/'
}
