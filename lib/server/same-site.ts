import 'server-only'
import { type Refusal, refusal } from '@/lib/refusal'
import { readEnv } from './env'

/**
 * Why a write is not ours to make, or null when it came from our own pages. A browser tells where a POST comes
 * from by `Origin`, an older one by `Sec-Fetch-Site`; whoever tells neither is refused.
 */
export function crossSiteRefusal(request: Request): Refusal | null {
  return isSameSite(request) ? null : refusal('cross_site', 'This request did not come from our own pages.')
}

/**
 * Whether a browser says that a POST came from elsewhere. For the steps of a sign-in, which carry a token of their
 * own: a program that tells nothing about itself is believed there.
 */
export function isFromElsewhere(request: Request): boolean {
  const isTold = request.headers.has('origin') || request.headers.has('sec-fetch-site')
  return isTold && !isSameSite(request)
}

function isSameSite(request: Request): boolean {
  const origin = request.headers.get('origin')
  if (origin === null) return request.headers.get('sec-fetch-site') === 'same-origin'
  if (origin === readEnv().appOrigin) return true
  return URL.canParse(origin) && ownHosts(request).includes(new URL(origin).host)
}

/**
 * The hosts under which this request reached us. A page elsewhere cannot set these headers for a visitor's
 * browser: one is the browser's own, the other would need a permission that we never give.
 */
function ownHosts(request: Request): (string | null)[] {
  return [request.headers.get('host'), request.headers.get('x-forwarded-host')]
}
