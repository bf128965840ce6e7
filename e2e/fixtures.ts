import { test as base, expect, type Page } from '@playwright/test'
import { collectBrowserProblems } from './browser-problems'
import { type Sandbox, type SandboxAccount, sandboxAt } from './sandbox'
import { begin, consent } from './sign-in-over-http'

/** Of two instances to which people sign in by OAuth 2.0; for `test.use({ baseURL })`. */
export const OAUTH2_ORIGIN = `http://localhost:${process.env.E2E_OAUTH2_APP_PORT}`

/** Set by playwright.config.ts. */
export type SandboxOptions = { sandboxOrigin: string }

type Fixtures = {
  sandbox: Sandbox
  /** A fresh account, known to this test alone. */
  account: SandboxAccount
  /** Signs in and waits for the editor. */
  signIn: (page: Page, screenName: string) => Promise<void>
  /** Signs in and opens no page, for tests that begin on another one or open the editor in a way of their own. */
  startSession: (page: Page, screenName: string) => Promise<void>
  /** Whether signing in is what a test is about, and done as a person does it: `test.use({ signsInByHand: true })`. */
  signsInByHand: boolean
  /** Browser problems that are the point of a test: `test.use({ expectedProblems: [/…/] })`. */
  expectedProblems: RegExp[]
  /** Fails the test on every other problem that its pages had. */
  browserProblems: string[]
}

/** Waits until the page's code has taken over the editor, which the main action says. */
export async function untilEditorIsReady(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: 'Review and publish' })).toBeEnabled()
}

/** Through the start page and the consent page. */
async function signInByHand(page: Page, sandboxOrigin: string, screenName: string): Promise<void> {
  await page.goto('/')
  await page.getByRole('button', { name: 'Sign in with X' }).click()
  await page.waitForURL((url) => url.origin === sandboxOrigin)
  await page.locator(`input[type="radio"][name="screen_name"][value="${screenName}"]`).check()
  await page.getByRole('button', { name: 'Authorize app' }).click()
}

/** By the same calls without those two pages, which would take half of a test's time. Gives the way back to the app. */
async function callbackFor(page: Page, screenName: string): Promise<string> {
  const { consentPage } = await begin(page.context().request)
  return consent(consentPage, screenName)
}

export const test = base.extend<Fixtures & SandboxOptions>({
  sandboxOrigin: ['', { option: true }],
  expectedProblems: [[], { option: true }],
  sandbox: async ({ sandboxOrigin }, use) => use(sandboxAt(sandboxOrigin)),
  account: async ({ sandbox }, use) => use(await sandbox.createAccount()),
  signsInByHand: [false, { option: true }],
  signIn: async ({ sandboxOrigin, signsInByHand }, use) =>
    use(async (page, screenName) => {
      if (signsInByHand) await signInByHand(page, sandboxOrigin, screenName)
      else await page.goto(await callbackFor(page, screenName))
      await expect(page.getByRole('heading', { level: 1, name: 'Edit profile' })).toBeVisible()
      await untilEditorIsReady(page)
    }),
  startSession: async ({ context: _ }, use) =>
    use(async (page, screenName) => {
      const { request } = page.context()
      const response = await request.get(await callbackFor(page, screenName), { maxRedirects: 0 })
      expect(response.headers().location, 'the sign-in leads to the editor').toMatch(/\/profile$/)
    }),
  browserProblems: [
    async ({ context, expectedProblems }, use) => {
      const problems = await collectBrowserProblems(context)
      await use(problems)
      const unexpected = problems.filter(
        (problem) => !expectedProblems.some((pattern) => pattern.test(problem)),
      )
      expect(unexpected, 'what the browser complained about').toEqual([])
    },
    { auto: true },
  ],
})

export { expect }
