import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { BACKGROUND, choose } from './picture-slots'
import { publishChanges, untilPublished } from './publishing'
import { testPicture } from './test-pictures'

const SLOW_BYTES_PER_SECOND = 300_000

const row = (page: Page) => page.getByRole('dialog', { name: 'Review and publish' }).getByRole('listitem')

/** From now on no more than this leaves the browser. */
async function slowDown(page: Page, bytesPerSecond: number): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: bytesPerSecond,
  })
}

declare global {
  interface Window {
    /** Every percentage that the page showed, and every one that it announced. */
    shares: { shown: number[]; said: number[] }
  }
}

/** Notes each percentage the moment it stands on the page. */
function noteShares(page: Page): Promise<void> {
  return page.evaluate(() => {
    window.shares = { shown: [], said: [] }
    const note = (list: number[], pattern: RegExp) => {
      const [, share] = pattern.exec(document.querySelector('dialog[open] ul')?.textContent ?? '') ?? []
      if (share && list.at(-1) !== Number(share)) list.push(Number(share))
    }
    new MutationObserver(() => {
      note(window.shares.shown, /Sending (\d+) %/)
      note(window.shares.said, /% ?(\d+) percent/)
    }).observe(document.body, { childList: true, subtree: true, characterData: true })
  })
}

test('a picture on a slow line tells how much of it has left the device', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await choose(page, BACKGROUND, testPicture('photo-12mp.jpg'))
  await sandbox.setFault({
    path: '/1.1/account/update_profile_background_image.json',
    screen_name: account.screen_name,
    delay_ms: 1500,
  })
  await noteShares(page)
  await slowDown(page, SLOW_BYTES_PER_SECOND)
  await publishChanges(page)
  await expect(row(page)).toContainText(/Sending \d+ %/)
  await expect(row(page)).toContainText('Everything is sent. Waiting for a response.')
  await untilPublished(page)
  const { shown, said } = await page.evaluate(() => window.shares)
  expect(shown.length).toBeGreaterThan(4)
  expect(shown).toEqual(shown.toSorted((one, other) => one - other))
  expect(said.every((share) => [25, 50, 75, 100].includes(share))).toBe(true)
  expect(said).toContain(50)
})

test.describe('on a line that is cut', () => {
  test.use({ expectedProblems: [/ERR_CONNECTION_RESET.*update_profile_background_image/] })

  test('a picture stays in the draft, is told as not published, and goes the next time', async ({
    page,
    account,
    sandbox,
    signIn,
  }) => {
    const route = '**/api/account/update_profile_background_image'
    await signIn(page, account.screen_name)
    await choose(page, BACKGROUND, testPicture('photo-12mp.jpg'))
    await page.route(route, (request) => request.abort('connectionreset'))
    await publishChanges(page)
    const problem = page.getByRole('region', { name: 'There is a problem' })
    await expect(problem).toContainText('Background image: ')
    await expect(page.getByText('1 change', { exact: true })).toBeVisible()
    expect((await sandbox.userOf(account.screen_name)).profile_background_image_url_https).toBe(null)
    await page.unroute(route)
    await publishChanges(page)
    await untilPublished(page)
    await expect(page.getByText('No changes')).toBeVisible()
  })
})
