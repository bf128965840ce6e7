import type { TestSandbox } from '../tests/sandbox-for-tests'

/** Someone with a browser: goes where an app sends them, keeps cookies, answers the consent page by its form. */
export interface Person {
  /** Presses `Authorize app` for an account and comes back to the app: the callback with what was added to it. */
  authorize(address: string, screenName: string): Promise<URL>
  /** The same for an app without a callback: the PIN that the page shows. */
  authorizeForPin(address: string, screenName: string): Promise<string>
  /** Presses `Cancel` and follows the way back to the app. */
  cancel(address: string, screenName: string): Promise<URL>
  /** Opens the address and is sent back to the app at once, without a page to answer. */
  passThrough(address: string): Promise<URL>
}

/** A person with an empty cookie jar. Addresses on X's hosts lead to the sandbox, as by an entry in the hosts file. */
export function newPerson(sandbox: Pick<TestSandbox, 'url'>): Person {
  const cookies = new Map<string, string>()

  const open = async (address: string, form?: URLSearchParams) => {
    const { pathname, search } = new URL(address, sandbox.url('/'))
    const answer = await fetch(sandbox.url(`${pathname}${search}`), {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
      body: form ?? null,
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]*)=([^;]*)/.exec(cookie) ?? []
      cookies.set(name, value)
    }
    return { status: answer.status, location: answer.headers.get('location'), markup: await answer.text() }
  }

  const press = async (address: string, screenName: string, button: string) => {
    const page = await open(address)
    const form = new URLSearchParams()
    for (const { type, name = '', value = '' } of tags(page.markup, 'input')) {
      if (type === 'hidden') form.set(name, value)
    }
    form.set('screen_name', screenName)
    const [before = ''] = page.markup.split(`>${button}</button>`)
    const pressed = tags(`${before}>`, 'button').at(-1)
    form.set(pressed?.name ?? '', pressed?.value ?? '')
    const [action] = tags(page.markup, 'form')
    return open(action?.action ?? address, form)
  }

  return {
    async authorize(address, screenName) {
      const { location } = await press(address, screenName, 'Authorize app')
      return new URL(location ?? '')
    },
    async authorizeForPin(address, screenName) {
      const { markup } = await press(address, screenName, 'Authorize app')
      return /\b\d{7}\b/.exec(markup.replaceAll(/<[^>]*>/g, ' '))?.[0] ?? ''
    },
    async cancel(address, screenName) {
      const { location, markup } = await press(address, screenName, 'Cancel')
      const link = tags(markup, 'a').find(({ href }) => href?.includes('denied='))
      return new URL(location ?? link?.href ?? '')
    },
    async passThrough(address) {
      const { location } = await open(address)
      return new URL(location ?? '')
    },
  }
}

/** The attributes of every tag of a name, character references undone as far as these pages have them. */
function tags(markup: string, name: string): Record<string, string>[] {
  return [...markup.matchAll(new RegExp(`<${name}\\b([^>]*)>`, 'g'))].map(([, attributes = '']) =>
    Object.fromEntries(
      [...attributes.matchAll(/([a-z-]+)="([^"]*)"/g)].map(([, attribute = '', value = '']) => [
        attribute,
        value.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
      ]),
    ),
  )
}
