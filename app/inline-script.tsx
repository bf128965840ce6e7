'use client'

import { useServerInsertedHTML } from 'next/navigation'
import { useState } from 'react'

/**
 * What may become code, once the policy of the page demands Trusted Types: scripts of our own origin, by their
 * address. Whatever else a script hands to a place where it would run is refused by the browser.
 */
const TRUSTED_TYPES_POLICY = `window.trustedTypes?.createPolicy('default', {
  createScriptURL: (url) => (new URL(url, location.href).origin === location.origin ? url : null),
})`

/**
 * Until React has taken over a form, lets the browser ask before the page is left with a control that is no longer as
 * the server rendered it; afterwards `UnloadGuard` does.
 */
const UNLOAD_GUARD = `addEventListener('beforeunload', (event) => {
  for (const control of document.querySelectorAll('form[data-waits-for-code] :is(input, textarea)')) {
    const isTouched = control.type === 'file' ? control.files.length > 0
      : control.type === 'checkbox' ? control.checked !== control.defaultChecked
      : control.value !== control.defaultValue
    if (isTouched) event.preventDefault()
  }
})`

/**
 * The script that stands in the head of every page and runs before any bundle. `nonce` is the request's.
 *
 * It is put into the HTML beside what React renders, never as an element of React's: after a hydration mismatch React
 * makes its elements anew in the browser, and there Trusted Types let no text become a script.
 */
export function InlineScript({ nonce }: { nonce: string | undefined }) {
  const [state] = useState({ isInserted: false })
  useServerInsertedHTML(() => {
    // Asked again for each part of a page that is streamed.
    if (typeof window !== 'undefined' || state.isInserted) return null
    state.isInserted = true
    return <script nonce={nonce}>{`${TRUSTED_TYPES_POLICY};${UNLOAD_GUARD}`}</script>
  })
  return null
}
