import type { BrowserContext } from '@playwright/test'

/** Cookies by name, as a browser would keep them for one origin. */
type CookieJar = Map<string, string>

function keepCookies(jar: CookieJar, response: Response): void {
  for (const cookie of response.headers.getSetCookie()) {
    const [pair = '', ...attributes] = cookie.split(';')
    const [name = '', ...value] = pair.split('=')
    if (attributes.some((attribute) => /^\s*max-age=0\s*$/i.test(attribute))) jar.delete(name)
    else jar.set(name, value.join('='))
  }
}

function cookieHeader(jar: CookieJar): string {
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
}

function unescapeHtml(text: string): string {
  const characters: Record<string, string> = {
    '&amp;': '&',
    '&quot;': '"',
    '&#39;': "'",
    '&lt;': '<',
    '&gt;': '>',
  }
  return text.replace(/&(?:amp|quot|#39|lt|gt);/g, (entity) => characters[entity] ?? entity)
}

function attributesOf(tag: string): Record<string, string> {
  const pairs = [...tag.matchAll(/([\w-]+)="([^"]*)"/g)]
  return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, unescapeHtml(value)]))
}

/** Where the consent page's form goes and what it sends when this account is chosen and `Authorize app` is pressed. */
function consentOf(html: string, pageUrl: string, screenName: string): { url: URL; body: URLSearchParams } {
  const [form] = html.match(/<form\b[\s\S]*?<\/form>/) ?? []
  if (!form) throw new Error('The consent page has no form.')
  const body = new URLSearchParams()
  for (const [tag] of form.matchAll(/<input\b[^>]*>/g)) {
    const { type, name, value = '' } = attributesOf(tag)
    if (type === 'hidden' && name) body.set(name, value)
  }
  const [button] = form.match(/<button\b[^>]*>\s*Authorize app/) ?? []
  const { name, value = '' } = attributesOf(button ?? '')
  if (name) body.set(name, value)
  body.set('screen_name', screenName)
  return { url: new URL(attributesOf(form).action ?? pageUrl, pageUrl), body }
}

/**
 * Signs in to the app over HTTP as a person would with a browser, through the sandbox's consent page.
 *
 * Answers the value of a Cookie header that carries the session. Throws when a step is not answered as expected.
 */
export async function signInOverHttp(appOrigin: string, screenName: string): Promise<string> {
  const jar: CookieJar = new Map()
  const visit = async (url: string, init: RequestInit = {}) => {
    const headers = { origin: appOrigin, cookie: cookieHeader(jar) }
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    keepCookies(jar, response)
    return response
  }
  const { csrfToken } = (await (await visit(`${appOrigin}/api/auth/csrf`)).json()) as { csrfToken: string }
  const begin = new URLSearchParams({ csrfToken, callbackUrl: `${appOrigin}/profile`, json: 'true' })
  const begun = await visit(`${appOrigin}/api/auth/signin/twitter`, { method: 'POST', body: begin })
  const { url: consentUrl } = (await begun.json()) as { url: string }

  const consent = consentOf(await (await fetch(consentUrl)).text(), consentUrl, screenName)
  const granted = await fetch(consent.url, { method: 'POST', body: consent.body, redirect: 'manual' })
  const callback = granted.headers.get('location')
  if (!callback?.startsWith(appOrigin)) throw new Error(`The consent was answered with ${granted.status}.`)

  await visit(callback)
  if (![...jar.keys()].some((name) => name.endsWith('plumage.session-token'))) {
    throw new Error('The sign-in ended without a session.')
  }
  return cookieHeader(jar)
}

/** Signs a browser in with the value of a Cookie header, as `signInOverHttp` gives it. */
export async function giveSession(context: BrowserContext, appOrigin: string, cookie: string): Promise<void> {
  const cookies = cookie.split('; ').map((pair) => {
    const [name = '', ...value] = pair.split('=')
    return { name, value: value.join('='), url: appOrigin }
  })
  await context.addCookies(cookies)
}
