import { readFileSync } from 'node:fs'
import type { BrowserContext, Page, Response } from '@playwright/test'
import { decode } from 'next-auth/jwt'
import { filesBelow, secretFinder, secretsOf } from './canary-search'
import { expect, OAUTH2_ORIGIN, test, untilEditorIsReady } from './fixtures'
import { BLUE, makePng } from './pictures'
import { publishChanges, untilPublished } from './publishing'
import { begin, consent } from './sign-in-over-http'

test.use({ signsInByHand: true })

// Refusals are walked through as well.
test.use({ expectedProblems: [/Failed to load resource/] })

type Seen = { place: string; text: string }

/** Everything of an origin that reaches a browser, and what the pages say to the console, from now on. */
function watch(context: BrowserContext, origin: string | undefined) {
  const seen: Seen[] = []
  const reading: Promise<unknown>[] = []
  const read = async (response: Response) => {
    const place = `${response.request().method()} ${new URL(response.url()).pathname}`
    const headers = [...(await response.headersArray()), ...(await response.request().headersArray())].map(
      ({ name, value }) => `${name}: ${value}`,
    )
    // A redirect has no body, and a page that was left takes its last ones along.
    const body = await response.text().catch(() => '')
    seen.push({ place, text: [response.url(), ...headers, body].join('\n') })
  }
  context.on('response', (response) => {
    if (origin && response.url().startsWith(origin)) reading.push(read(response).catch(() => undefined))
  })
  context.on('console', (message) => seen.push({ place: 'the console', text: message.text() }))
  return async () => {
    await Promise.all(reading)
    return seen
  }
}

async function everyPage(page: Page): Promise<Seen[]> {
  const shown: Seen[] = []
  for (const path of ['/', '/profile', '/history', '/looks', '/storage', '/nowhere']) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    shown.push({ place: `${path} as it stands`, text: `${page.url()}\n${await page.content()}` })
  }
  return shown
}

test('no token and no secret is in anything that reaches a browser, is kept by it, or is printed', async ({
  page,
  account,
  sandbox,
  signIn,
  baseURL,
}) => {
  const context = page.context()
  const whatWasSeen = watch(context, baseURL)
  const name = page.getByLabel('Name', { exact: true })
  await signIn(page, account.screen_name)

  await name.fill('Published by a canary')
  await page.getByLabel('Profile photo', { exact: true }).setInputFiles(makePng(400, 400, BLUE))
  await expect(page.getByText(/^(Prepared:|Fits as it is:)/).first()).toBeVisible()
  await publishChanges(page)
  await untilPublished(page)

  for (const fault of [
    { status: 500, body: 'Failed for token' },
    { status: 401, code: 89, message: 'Invalid or expired token.' },
    { status: 403, code: 453, message: 'Another access level is needed.' },
    { drop: 'before', times: 2 },
  ] as const) {
    const path = '/1.1/account/update_profile.json'
    await sandbox.setFault({ path, screen_name: account.screen_name, times: 1, ...fault })
    await name.fill(`Refused with ${JSON.stringify(fault)}`.slice(0, 40))
    await publishChanges(page)
    await expect(page.getByRole('region', { name: 'There is a problem' })).toBeVisible()
  }
  const shown = await everyPage(page)
  const stored = {
    place: 'what the browser keeps',
    text: JSON.stringify(await context.storageState({ indexedDB: true })),
  }
  for (const path of [
    '/api/auth/session',
    '/api/auth/providers',
    '/api/health',
    '/api/account/former_picture',
  ]) {
    await page.goto(path)
  }
  const verify = '/1.1/account/verify_credentials.json'
  await sandbox.setFault({ path: verify, screen_name: account.screen_name, status: 500, times: 1 })
  await page.goto('/profile')
  await expect(page.getByRole('link', { name: 'Try again' })).toBeVisible()

  const printed = {
    place: 'what the servers printed',
    text: readFileSync('test-results/servers.log', 'utf8'),
  }
  const files = filesBelow('.next/static').map(({ file, text }) => ({ place: file, text }))
  const all = [...(await whatWasSeen()), ...shown, stored, printed, ...files]
  const secrets = secretsOf([account])
  const find = secretFinder(secrets)
  expect(all.flatMap(({ place, text }) => find(text, place))).toEqual([])
  // It was looked at what there is to look at.
  const places = new Set(all.map(({ place }) => place))
  for (const place of [
    'GET /profile',
    'POST /api/account/update_profile',
    'GET /api/auth/callback/twitter',
  ]) {
    expect(places).toContain(place)
  }
  expect([...places].filter((place) => place.endsWith('.js')).length).toBeGreaterThan(10)
  expect(all.some(({ text }) => text.includes('Published by a canary'))).toBe(true)
})

test.describe('signed in by OAuth 2.0', () => {
  test.use({ baseURL: OAUTH2_ORIGIN })

  test('no bearer token, code, verifier or client secret is in anything that reaches a browser, is kept by it, or is printed', async ({
    page,
    account,
    sandbox,
    baseURL,
  }) => {
    const { screen_name } = account
    const context = page.context()
    const { consentPage } = await begin(context.request)
    const verifier = await verifierIn(await context.cookies())
    const callback = await consent(consentPage, screen_name)
    const whatWasSeen = watch(context, baseURL)
    await page.goto(callback)
    await untilEditorIsReady(page)
    await page.getByLabel('Name', { exact: true }).fill('Published by a canary')
    await publishChanges(page)
    await untilPublished(page)
    for (const fault of [
      { status: 500, body: 'Failed for token' },
      { status: 403, body: '{"title":"Forbidden","detail":"Forbidden"}' },
      { drop: 'before', times: 2 },
    ] as const) {
      await sandbox.setFault({ path: '/2/users/me', screen_name, times: 1, ...fault })
      await page.reload()
      await expect(page.getByText('your edits on this device are kept')).toBeVisible()
    }
    const shown = await everyPage(page)
    const stored = {
      place: 'what the browser keeps',
      text: JSON.stringify(await context.storageState({ indexedDB: true })),
    }
    for (const path of ['/api/auth/session', '/api/auth/providers', '/api/account/verify_credentials']) {
      await page.goto(path)
    }
    const printed = ['test-results/servers.log', 'test-results/traces.jsonl'].map((file) => ({
      place: file,
      text: readFileSync(file, 'utf8'),
    }))
    const all = [...(await whatWasSeen()), ...shown, stored, ...printed]
    const tokens = await sandbox.bearerTokensOf(screen_name)
    expect(tokens).toHaveLength(1)
    const secrets = secretsOf([account], [...tokens, verifier])
    const find = secretFinder(secrets)
    expect(all.flatMap(({ place, text }) => find(text, place))).toEqual([])
    // The way back carries the code, as OAuth wants, and is left at once.
    const code = new URL(callback).searchParams.get('code') ?? ''
    const elsewhere = all.filter(({ place }) => place !== 'GET /api/auth/callback/twitter')
    const findCode = secretFinder([code])
    expect(elsewhere.flatMap(({ place, text }) => findCode(text, place))).toEqual([])
    expect(all.some(({ text }) => text.includes('Published by a canary'))).toBe(true)
    expect(code.length).toBeGreaterThan(20)
  })
})

/** The PKCE verifier, out of the encrypted cookie in which next-auth keeps it. */
async function verifierIn(cookies: { name: string; value: string }[]): Promise<string> {
  const cookie = cookies.find(({ name }) => name.includes('sign-in-verifier.'))
  const secret = process.env.E2E_SESSION_SECRET ?? ''
  const opened = await decode({ token: cookie?.value ?? '', secret, salt: cookie?.name ?? '' })
  return String(opened?.value)
}

test('a secret is found in whatever shape it is given away', async ({ account }) => {
  const secrets = secretsOf([account])
  const { access_token_secret: secret } = account
  const find = secretFinder(secrets)
  for (const text of [
    `a line with ${secret} in it`,
    `?s=${encodeURIComponent(secret)}`,
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('hex'),
  ]) {
    expect(find(text, 'here')).toHaveLength(1)
  }
  expect(find('a line without', 'here')).toEqual([])
})
