import { headers } from 'next/headers'

/** React makes a script element by way of this text; it is the only one that may become HTML. */
const EMPTY_SCRIPT = '<script></script>'

/**
 * What may become code, once the policy of the page demands Trusted Types: scripts of our own origin, by their
 * address. Whatever else a script hands to a place where it would run is refused by the browser.
 * Written as text, because it has to be there before the first script of a bundle asks.
 */
const DEFAULT_POLICY = `window.trustedTypes?.createPolicy('default', {
  createHTML: (html) => (html === ${JSON.stringify(EMPTY_SCRIPT).replaceAll('<', '\\u003c')} ? html : null),
  createScriptURL: (url) => (new URL(url, location.href).origin === location.origin ? url : null),
})`

/** The page's own Trusted Types policy. Stands in the head of every page. */
export async function TrustedScripts() {
  const nonce = (await headers()).get('x-nonce') ?? undefined
  // The browser hides a nonce from scripts, so React would find another than it was sent.
  return (
    <script nonce={nonce} suppressHydrationWarning>
      {DEFAULT_POLICY}
    </script>
  )
}
