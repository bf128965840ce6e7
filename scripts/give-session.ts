import type { BrowserContext } from '@playwright/test'

/** Signs a browser in with the value of a Cookie header, as `signInOverHttp` gives it. */
export async function giveSession(context: BrowserContext, appOrigin: string, cookie: string): Promise<void> {
  const cookies = cookie.split('; ').map((pair) => {
    const [name = '', ...value] = pair.split('=')
    return { name, value: value.join('='), url: appOrigin }
  })
  await context.addCookies(cookies)
}
