import type { Page } from '@playwright/test'
import { expect, test, untilEditorIsReady } from './fixtures'
import { BLUE, GREEN, makePng, type PictureFile, RED } from './pictures'
import { afterPauses, publishChanges, untilPublished } from './publishing'
import type { Fault, ReceivedRequest, Sandbox } from './sandbox'

// The browser itself notes every answer of 400 and above, and every lost connection, in its console.
test.use({ expectedProblems: [/Failed to load resource/] })

type PartName = 'avatar' | 'banner' | 'background' | 'text'

const NEW_BIO = 'What was typed before the fault'
const NEW_PLACE = 'Another part'

/** Each part with one change of it; text comes last, so that the pictures can have a text for company. */
const PARTS: Record<PartName, { label: string; call: string; shownBy: string; picture?: PictureFile }> = {
  avatar: {
    label: 'Profile photo',
    call: 'update_profile_image',
    shownBy: 'profile_image_url_https',
    picture: makePng(400, 400, RED, 'photo.png'),
  },
  banner: {
    label: 'Header image',
    call: 'update_profile_banner',
    shownBy: 'profile_banner_url',
    picture: makePng(1500, 500, GREEN, 'header.png'),
  },
  background: {
    label: 'Background image',
    call: 'update_profile_background_image',
    shownBy: 'profile_background_image_url_https',
    picture: makePng(64, 48, BLUE, 'ground.png'),
  },
  text: { label: 'Bio', call: 'update_profile', shownBy: 'description' },
}

const PART_NAMES = Object.keys(PARTS) as PartName[]

interface Case {
  what: string
  fault: Omit<Fault, 'path' | 'screen_name'>
  /** What the person reads: what is so, and what to do. */
  words: RegExp
  /** How often the call reaches the server. */
  calls: number
  /** True when the server would refuse the following parts the same way, so that they are not sent. */
  stops?: boolean
  /** True when nothing may be sent for a while. */
  pauses?: boolean
  /** Parts of which the same answer tells something else. */
  without?: PartName
}

const IN_A_QUARTER_OF_AN_HOUR = String(Math.floor(Date.now() / 1000) + 900)

const CASES: Case[] = [
  {
    what: 'answered with 503',
    fault: { status: 503, code: 130, message: 'Over capacity' },
    words: /isn’t responding right now\.\s*Your change didn’t get through, so nothing changed\. Try again/,
    calls: 1,
  },
  {
    what: 'cut before anything happened, and when our server tried again',
    fault: { drop: 'before', times: 2 },
    words: /isn’t responding right now\.\s*Your change didn’t get through, so nothing changed\. Try again/,
    calls: 2,
  },
  {
    what: 'answered with 401',
    fault: { status: 401, code: 89, message: 'Invalid or expired token.' },
    words: /ended your sign-in\.\s*Sign in again/,
    calls: 1,
    stops: true,
  },
  {
    what: 'answered with 429',
    fault: {
      status: 429,
      code: 88,
      message: 'Rate limit exceeded',
      headers: { 'x-rate-limit-reset': IN_A_QUARTER_OF_AN_HOUR },
    },
    words: /rate limit resets at .*\.\s*Publish again then/,
    calls: 1,
    stops: true,
    pauses: true,
  },
  {
    what: 'answered with a page of HTML',
    fault: { status: 200, body: '<!doctype html><title>Sign in to this network</title>' },
    words: /we can’t read\.\s*Your change didn’t get through, so nothing changed\. Try again/,
    calls: 1,
    // Of a header nothing is read but the status: X answers with an empty body.
    without: 'banner',
  },
]

const problem = (page: Page) => page.getByRole('region', { name: 'There is a problem' })
const notice = (page: Page) => page.getByRole('status').filter({ hasText: /^Published: / })
const changes = (page: Page) => page.getByRole('region', { name: 'Changes' })

/** Makes the one change of the part, and waits until it is kept on the device. */
async function edit(page: Page, part: PartName): Promise<void> {
  const { label, picture } = PARTS[part]
  const control = page.getByLabel(label, { exact: true })
  if (!picture) await control.fill(NEW_BIO)
  else {
    await control.setInputFiles(picture)
    await expect(page.locator(`#field-${part}-facts`)).toContainText(picture.name)
  }
}

/** The change is in the form, as it was made. */
async function expectEdit(page: Page, part: PartName): Promise<void> {
  const { label, picture } = PARTS[part]
  if (picture) await expect(page.locator(`#field-${part}-facts`)).toContainText(picture.name)
  else await expect(page.getByLabel(label, { exact: true })).toHaveValue(NEW_BIO)
}

/** A change of another part, before or after the one that meets the fault. */
async function editCompany(page: Page, part: PartName): Promise<'Location' | 'Tile background'> {
  if (part === 'text') {
    await page.getByRole('switch', { name: 'Tile background' }).click()
    return 'Tile background'
  }
  await page.getByLabel('Location', { exact: true }).fill(`${NEW_PLACE} beside ${part}`)
  return 'Location'
}

async function callsOf(sandbox: Sandbox, screenName: string, part: PartName): Promise<ReceivedRequest[]> {
  const path = `/1.1/account/${PARTS[part].call}.json`
  // The text that keeps a picture company goes to the same address; of texts only the bio is asked for.
  return (await sandbox.requestsOf(screenName)).filter(
    (request) => request.path === path && (part !== 'text' || request.parameters.description !== undefined),
  )
}

const hasMadeTheChange = ({ outcome }: ReceivedRequest) => outcome === 'ok' || outcome === 'dropped after'

/** Publishing has ended, one way or the other. */
async function untilSettled(page: Page): Promise<void> {
  await expect(problem(page).or(notice(page)).first()).toBeVisible()
}

interface Outcome {
  label: string
  company: string
  isCompanySent: boolean
  words: RegExp
  /** The review has stayed open and told it there. */
  pauses: boolean
}

/** "Published" names what was published and nothing else; the problem names the part and what to do. */
async function expectWords(
  page: Page,
  { label, company, isCompanySent, words, pauses }: Outcome,
): Promise<void> {
  if (!/sign-in/.test(words.source)) await expect(problem(page)).toContainText(`${label}: The sandbox`)
  await expect(problem(page)).toContainText(words)
  await expect(problem(page)).toContainText('edits are kept')
  if (!isCompanySent) {
    await expect(problem(page)).toContainText('Background: not sent.')
    return expect(notice(page)).toHaveCount(0)
  }
  await expect(notice(page)).toContainText(company)
  await expect(notice(page)).not.toContainText(label)
  if (!pauses) await expect(changes(page)).toContainText('1 published, 1 not')
}

async function discard(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Discard changes' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Discard' }).click()
  await expect(changes(page)).toContainText('No changes')
}

for (const { what, fault, words, calls, stops = false, pauses = false, without } of CASES) {
  test(`whichever part is ${what}, no edit is lost, nothing is published twice, and the words are true`, async ({
    page,
    account,
    sandbox,
    signIn,
  }) => {
    const { screen_name } = account
    await signIn(page, screen_name)
    for (const part of PART_NAMES.filter((name) => name !== without)) {
      await test.step(PARTS[part].label, async () => {
        const { label, shownBy, call } = PARTS[part]
        const before = (await sandbox.userOf(screen_name))[shownBy]
        await edit(page, part)
        const company = await editCompany(page, part)
        const isCompanySent = !(stops && part === 'text')
        await expect(changes(page)).toContainText('2 changes')
        await sandbox.setFault({ path: `/1.1/account/${call}.json`, screen_name, ...fault })
        await publishChanges(page)
        await untilSettled(page)

        const after = (await sandbox.userOf(screen_name))[shownBy]
        const sent = await callsOf(sandbox, screen_name, part)
        expect(sent, 'calls for the part').toHaveLength(calls)
        expect(sent.filter(hasMadeTheChange), 'the change was made').toEqual([])
        expect(after, 'the profile is as before').toBe(before)
        await expectWords(page, { label, company, isCompanySent, words, pauses })
        await page.reload()
        await untilEditorIsReady(page)
        await expect(changes(page)).toContainText(isCompanySent ? '1 change' : '2 changes')
        await expectEdit(page, part)
        if (pauses) return discard(page)
        await publishChanges(page)
        await untilPublished(page)
        const all = await callsOf(sandbox, screen_name, part)
        expect(all.filter(hasMadeTheChange), 'made once').toHaveLength(1)
        expect((await sandbox.userOf(screen_name))[shownBy]).not.toBe(before)
        await expect(changes(page)).toContainText('No changes')
      })
    }
  })
}

/** Every part changed at once. */
async function editEverything(page: Page): Promise<PartName[]> {
  for (const part of PART_NAMES) await edit(page, part)
  await expect(changes(page)).toContainText('4 changes')
  return PART_NAMES
}

for (const { what, fault } of [
  { what: 'before anything happened, once', fault: { drop: 'before' } },
  {
    what: 'after the change was made, and when our server tried again',
    fault: { drop: 'after', times: 2 },
  },
] as const) {
  test(`a connection that is cut for every part ${what}, is made good, and all parts are told as published`, async ({
    page,
    account,
    sandbox,
    signIn,
  }) => {
    const { screen_name } = account
    await signIn(page, screen_name)
    const before = await sandbox.userOf(screen_name)
    const parts = await editEverything(page)
    for (const part of parts) {
      await sandbox.setFault({ path: `/1.1/account/${PARTS[part].call}.json`, screen_name, ...fault })
    }
    await publishChanges(page)
    await untilSettled(page)
    const after = await sandbox.userOf(screen_name)
    for (const part of parts) {
      const { label, shownBy } = PARTS[part]
      const sent = await callsOf(sandbox, screen_name, part)
      expect(sent, `calls for ${label}`).toHaveLength(2)
      expect(sent.some(hasMadeTheChange), `${label} was changed`).toBe(true)
      expect(after[shownBy], label).not.toBe(before[shownBy])
      await expect(notice(page)).toContainText(label)
    }
    await expect(problem(page)).toHaveCount(0)
    await page.reload()
    await untilEditorIsReady(page)
    await expect(changes(page)).toContainText('No changes')
  })
}

/** What a text comes to that our own server, which waits ten seconds for it, did not see answered. */
const LATE_ANSWERS: {
  fault: Partial<Fault>
  expectOutcome: (page: Page, sandbox: Sandbox, screenName: string) => Promise<void>
}[] = [
  {
    // It never arrives, is looked up, and stays.
    fault: { delay_ms: 10_500, status: 503 },
    async expectOutcome(page, sandbox, screenName) {
      await expect(problem(page)).toContainText(/Bio: .*didn’t respond in time/, { timeout: 45_000 })
      await expect(notice(page)).toHaveCount(0)
      await page.reload()
      await untilEditorIsReady(page)
      await expectEdit(page, 'text')
      await expect
        .poll(async () => (await callsOf(sandbox, screenName, 'text')).map(({ outcome }) => outcome))
        .toEqual(['fault'])
      await publishChanges(page)
      await untilPublished(page)
      expect(await sandbox.userOf(screenName)).toMatchObject({ description: NEW_BIO })
    },
  },
  {
    // It arrives after our server stopped waiting, is found by looking twice, and sent once.
    fault: { delay_ms: 11_500 },
    async expectOutcome(page, sandbox, screenName) {
      await expect(notice(page)).toContainText('Bio', { timeout: 45_000 })
      await expect(problem(page)).toHaveCount(0)
      expect(await callsOf(sandbox, screenName, 'text')).toMatchObject([{ outcome: 'ok' }])
    },
  },
  {
    // It arrives after the last look, is not said to be lost, and is not sent once more.
    fault: { delay_ms: 16_000 },
    async expectOutcome(page, sandbox, screenName) {
      await expect(problem(page)).toContainText('hasn’t shown up yet, but it still may', { timeout: 45_000 })
      await expect(notice(page)).toHaveCount(0)
      await expectEdit(page, 'text')
      await expect
        .poll(async () => (await sandbox.userOf(screenName)).description, { timeout: 45_000 })
        .toBe(NEW_BIO)
      await publishChanges(page)
      await expect(changes(page)).toContainText('No changes')
      expect(await callsOf(sandbox, screenName, 'text')).toMatchObject([{ outcome: 'ok' }])
    },
  },
]

test('a text that is not answered in time is looked up: it stays, is found, or may still come, and is sent once', async ({
  browser,
  sandbox,
  signIn,
}) => {
  // Side by side, each as another person: all of them do little but wait.
  await Promise.all(
    LATE_ANSWERS.map(async ({ fault, expectOutcome }) => {
      const { screen_name } = await sandbox.createAccount()
      const context = await browser.newContext()
      const page = await context.newPage()
      await signIn(page, screen_name)
      await edit(page, 'text')
      await sandbox.setFault({ path: '/1.1/account/update_profile.json', screen_name, ...fault })
      await publishChanges(page)
      await expectOutcome(page, sandbox, screen_name)
      await context.close()
    }),
  )
})

test('parts that never leave the browser are told one by one, and all of them stay', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  const { screen_name } = account
  await page.clock.install()
  await signIn(page, screen_name)
  const parts = await editEverything(page)
  await page.route('**/api/account/update_*', (route) => route.abort('timedout'))
  await publishChanges(page)
  // Each is looked for twice, with a pause of three seconds between.
  await afterPauses(page, 3000, () => expect(problem(page)).toBeVisible({ timeout: 100 }))
  for (const part of parts) {
    await expect(problem(page)).toContainText(PARTS[part].label)
    expect(await callsOf(sandbox, screen_name, part)).toEqual([])
  }
  await expect(notice(page)).toHaveCount(0)
  await page.reload()
  await untilEditorIsReady(page)
  await expect(changes(page)).toContainText('4 changes')
  for (const part of parts) await expectEdit(page, part)
})

test('parts whose answers are lost on the way to the browser are looked up, and published once', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  const { screen_name } = account
  await signIn(page, screen_name)
  const parts = await editEverything(page)
  const session = await page.context().newCDPSession(page)
  session.on('Fetch.requestPaused', ({ requestId }) =>
    session.send('Fetch.failRequest', { requestId, errorReason: 'TimedOut' }),
  )
  const patterns = [{ urlPattern: '*/api/account/update_*', requestStage: 'Response' as const }]
  await session.send('Fetch.enable', { patterns })
  await publishChanges(page)
  await untilPublished(page)
  for (const part of parts) {
    await expect(notice(page)).toContainText(PARTS[part].label)
    expect(await callsOf(sandbox, screen_name, part)).toMatchObject([{ outcome: 'ok' }])
  }
  await expect(problem(page)).toHaveCount(0)
  await expect(changes(page)).toContainText('No changes')
})

test('a header that is answered with a page of HTML is looked for, and never called published', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  const { screen_name } = account
  await signIn(page, screen_name)
  await edit(page, 'banner')
  await editCompany(page, 'banner')
  const path = '/1.1/account/update_profile_banner.json'
  await sandbox.setFault({ path, screen_name, status: 200, body: '<!doctype html><title>Portal</title>' })
  await publishChanges(page)
  const review = page.getByRole('dialog', { name: 'Review and publish' })
  await expect(review).toContainText('The server is still processing it.')
  await review.getByRole('button', { name: 'Stop after this part' }).click()
  await expect(problem(page)).toContainText('Header image')
  await expect(problem(page)).toContainText('shows what was there before')
  await expect(notice(page)).toContainText('Location')
  await expect(notice(page)).not.toContainText('Header image')
  await page.reload()
  await untilEditorIsReady(page)
  await expect(changes(page)).toContainText('1 change')
  await expectEdit(page, 'banner')
  await publishChanges(page)
  await expect(notice(page)).toContainText('Header image')
  expect((await callsOf(sandbox, screen_name, 'banner')).map(({ outcome }) => outcome)).toEqual([
    'fault',
    'ok',
  ])
})
