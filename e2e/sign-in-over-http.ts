import { type APIRequestContext, type APIResponse, request } from '@playwright/test'

/** A sign-in as a page begins it, without a page. Answers where the person is sent, and by which instance. */
export async function begin(
  context: APIRequestContext,
): Promise<{ consentPage: string; response: APIResponse }> {
  const { csrfToken } = await (await context.get('/api/auth/csrf')).json()
  const form = { csrfToken, callbackUrl: '/profile', json: 'true' }
  const response = await context.post('/api/auth/signin/twitter', { form })
  return { consentPage: (await response.json()).url, response }
}

/** Allows the app on the consent page of the sandbox; answers the address the person is sent back to. */
export async function consent(consentPage: string, screenName: string): Promise<string> {
  const html = await (await fetch(consentPage)).text()
  const form = new URLSearchParams({ screen_name: screenName })
  for (const [, input = ''] of html.matchAll(/<input([^>]*type="hidden"[^>]*)>/g)) {
    const name = /name="([^"]*)"/.exec(input)?.[1]
    if (name) form.set(name, /value="([^"]*)"/.exec(input)?.[1] ?? '')
  }
  const [, button = ''] = /<button([^>]*)>\s*Authorize app/.exec(html) ?? []
  const buttonName = /name="([^"]*)"/.exec(button)?.[1]
  if (buttonName) form.set(buttonName, /value="([^"]*)"/.exec(button)?.[1] ?? '')
  const action = /<form[^>]*action="([^"]*)"/.exec(html)?.[1] ?? consentPage
  const init = { method: 'POST', body: form, redirect: 'manual' } as const
  const response = await fetch(new URL(action, consentPage), init)
  return response.headers.get('location') ?? `no way back: ${response.status}`
}

/** Signs another account in beside those that are; answers where that leads. */
export async function addAccountTo(context: APIRequestContext, screenName: string): Promise<string> {
  const { csrfToken } = await (await context.get('/api/auth/csrf')).json()
  const form = { csrfToken, callbackUrl: '/profile', json: 'true', add: 'true' }
  const { url } = await (await context.post('/api/auth/signin/twitter', { form })).json()
  if (!String(url).startsWith('http')) return url
  const callback = await context.get(await consent(url, screenName), { maxRedirects: 0 })
  return callback.headers().location ?? ''
}

/** The handle of whoever is signed in; undefined for nobody. */
export async function handleOf(context: APIRequestContext): Promise<string | undefined> {
  return (await (await context.get('/api/auth/session')).json()).user?.handle
}

/**
 * Signs in `times` times, each time as a new browser, at an app whose instances take turns. Answers whom each sign-in
 * ended with, and whether any began on one instance and ended on another.
 */
export async function signInRepeatedly(
  times: number,
  baseURL: string,
  screenName: string,
): Promise<{ handles: (string | undefined)[]; hasCrossed: boolean }> {
  const handles: (string | undefined)[] = []
  let hasCrossed = false
  for (let count = 0; count < times; count += 1) {
    const context = await request.newContext({ baseURL })
    const { consentPage, response } = await begin(context)
    const callback = await context.get(await consent(consentPage, screenName), { maxRedirects: 0 })
    hasCrossed ||= callback.headers()['x-instance'] !== response.headers()['x-instance']
    handles.push(await handleOf(context))
    await context.dispose()
  }
  return { handles, hasCrossed }
}
