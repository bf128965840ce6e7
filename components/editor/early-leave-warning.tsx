/** Of a form that still waits for the page's code, every control that is no longer as the server rendered it. */
const SCRIPT = `addEventListener('beforeunload', (event) => {
  for (const control of document.querySelectorAll('form[data-waits-for-code] :is(input, textarea)')) {
    const isTouched = control.type === 'file' ? control.files.length > 0
      : control.type === 'checkbox' ? control.checked !== control.defaultChecked
      : control.value !== control.defaultValue
    if (isTouched) event.preventDefault()
  }
})`

/**
 * Lets the browser ask before the page is left while the page's code is still on its way; afterwards
 * `LeaveWarning` does. `nonce` is the request's, without which the page's policy runs no script.
 */
export function EarlyLeaveWarning({ nonce }: { nonce: string | undefined }) {
  // The browser hides the nonce from the page, so what it shows differs from what the server rendered.
  return (
    <script nonce={nonce} suppressHydrationWarning>
      {SCRIPT}
    </script>
  )
}
