import 'server-only'

/** As `Allow` names them. */
export const PAGE_METHODS = 'GET, HEAD'

/** Why a page does not answer a method; null for those by which it is read. */
export function refuseMethod(method: string): { allow: string; message: string } | null {
  if (method === 'GET' || method === 'HEAD') return null
  return { allow: PAGE_METHODS, message: `A page is read with GET or HEAD, not ${method}.` }
}
