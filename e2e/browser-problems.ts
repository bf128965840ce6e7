import type { BrowserContext, ConsoleMessage } from '@playwright/test'

/**
 * The browser notes every answer from 400 upwards as an error. From our own routes such an answer is a refusal that
 * the page handles; from anywhere else it is a broken page.
 */
function isHandledError(message: ConsoleMessage): boolean {
  const { url } = message.location()
  const isOurRoute = URL.canParse(url) && new URL(url).pathname.startsWith('/api/')
  return isOurRoute && message.text().startsWith('Failed to load resource')
}

/**
 * Collects what goes wrong in the pages of a context from now on: console errors, exceptions nobody caught, and breaches
 * of the Content Security Policy. The list grows while the pages live.
 */
export async function collectBrowserProblems(context: BrowserContext): Promise<string[]> {
  const problems: string[] = []
  context.on('console', (message) => {
    if (message.type() === 'error' && !isHandledError(message)) {
      problems.push(`console: ${message.text()} (${message.location().url})`)
    }
  })
  context.on('weberror', (webError) => problems.push(`exception: ${webError.error().stack}`))
  await context.exposeFunction('reportCspViolation', (violation: string) =>
    problems.push(`CSP: ${violation}`),
  )
  await context.addInitScript(() => {
    const report = Reflect.get(window, 'reportCspViolation') as (violation: string) => void
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, documentURI }) =>
      report(`${violatedDirective} blocked ${blockedURI} on ${documentURI}`),
    )
  })
  return problems
}
