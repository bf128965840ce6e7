import type { CDPSession, Page } from '@playwright/test'
import { expect, test, untilEditorIsReady } from './fixtures'
import { cropper, fileField, PHOTO, prepared } from './picture-slots'
import { BLUE, makePng } from './pictures'
import { publishChanges, untilPublished } from './publishing'

/** Widths of phones, and the browser's own size of text: the usual one, half as large again, and twice as large. */
const WIDTHS = [320, 360, 390]
const TEXT_PIXELS = [16, 24, 32]
const HEIGHT = 844

const LONG_WORD = 'Donaudampfschifffahrtsgesellschaftskapitän'

/** What goes beyond the screen or its own scroller, sideways. What is cut on purpose, or only read out, does not count. */
async function sidewaysOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement
    const found = scrollWidth > clientWidth ? [`the page by ${scrollWidth - clientWidth}`] : []
    const beyond = (within: number) =>
      [...document.querySelectorAll('body *')]
        .filter((element) => element.getBoundingClientRect().right > within + 0.5)
        .map((element) => `${element.tagName} ${element.className} “${element.textContent?.slice(0, 30)}”`)
    if (found.length > 0) found.push(...beyond(clientWidth).slice(-5))
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const { overflowX, position } = getComputedStyle(element)
      const isScroller = overflowX === 'auto' || overflowX === 'scroll'
      if (isScroller && element.scrollWidth > element.clientWidth + 1) found.push(`in ${element.className}`)
      // Above the page or before its start nothing can be scrolled to.
      const { left, width, height } = element.getBoundingClientRect()
      const isSeen = width > 2 && height > 2 && position !== 'static' && element.innerText?.trim()
      if (isSeen && left < 0) found.push(`before the page ${element.className}`)
    }
    return found
  })
}

/** The browser's own setting, which media queries in rem follow as well. */
async function setText(cdp: CDPSession, pixels: number): Promise<void> {
  await cdp.send('Page.setFontSizes', { fontSizes: { standard: pixels, fixed: pixels } })
}

async function expectNothingSideways(page: Page, cdp: CDPSession, what: string): Promise<void> {
  for (const pixels of TEXT_PIXELS) {
    await setText(cdp, pixels)
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: HEIGHT })
      expect(await sidewaysOn(page), `${what}, ${width} wide, text of ${pixels}`).toEqual([])
    }
  }
}

test('nothing goes sideways on a phone, whatever size of text its browser is set to', async ({
  page,
  sandbox,
  signIn,
}) => {
  await page.setViewportSize({ width: 390, height: HEIGHT })
  const cdp = await page.context().newCDPSession(page)
  const fits = (what: string) => expectNothingSideways(page, cdp, what)
  const account = await sandbox.createAccount({
    name: 'x'.repeat(50),
    description: LONG_WORD.repeat(3),
    location: 'z'.repeat(30),
    url: `https://example.com/${'y'.repeat(70)}`,
  })
  for (const address of ['/', '/?error=denied']) {
    await page.goto(address)
    await fits(address)
  }
  await signIn(page, account.screen_name)
  await fits('the editor')
  await page.getByRole('button', { name: `@${account.screen_name}` }).click()
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
  await fits('the account menu')
  await page.keyboard.press('Escape')

  await page.getByLabel('Name', { exact: true }).fill('q'.repeat(50))
  await expect(page.getByText('Draft saved')).toBeVisible()
  await fits('one change')
  const picture = makePng(640, 300, BLUE, `${'w'.repeat(60)}.png`)
  await fileField(page, PHOTO).setInputFiles(picture)
  await expect(cropper(page).getByRole('button', { name: 'Use picture' })).toBeVisible()
  await fits('the cropper')
  await cropper(page).getByRole('button', { name: 'Use picture' }).click()
  await expect(prepared(page, PHOTO)).toBeVisible()
  await page.getByLabel('Header image', { exact: true }).setInputFiles({
    name: `${'v'.repeat(60)}.txt`,
    mimeType: 'text/plain',
    buffer: Buffer.from('no picture'),
  })
  await page.getByLabel('Website', { exact: true }).fill(`https://${'a'.repeat(70)}`)
  await page.getByLabel('Bio', { exact: true }).fill(LONG_WORD.repeat(4))
  await page.getByRole('button', { name: 'Review and publish' }).click()
  await expect(page.getByRole('region', { name: 'There is a problem' })).toBeFocused()
  await fits('an error summary')

  await page.getByLabel('Website', { exact: true }).fill('http://example.org')
  await page.getByLabel('Bio', { exact: true }).fill(LONG_WORD.repeat(2))
  await page.getByRole('button', { name: 'Preview', exact: true }).click()
  await fits('the preview')
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  await page.getByRole('button', { name: 'Review and publish' }).click()
  await expect(page.getByRole('dialog', { name: 'Review and publish' })).toBeVisible()
  await fits('the review')
  await page.getByRole('button', { name: 'Keep editing' }).click()
  await page.reload()
  await untilEditorIsReady(page)
  await expect(page.getByText(/^Draft from/)).toBeVisible()
  await fits('the notice of a draft')
  await page.getByRole('button', { name: 'Discard changes' }).click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await fits('the question before discarding')
  await page.keyboard.press('Escape')
  await publishChanges(page)
  await untilPublished(page)
  await fits('what was published')

  await page.goto('/looks')
  await page.getByRole('button', { name: 'Save the draft as a look' }).click()
  await page.getByLabel('Name of the look').fill('L'.repeat(60))
  await fits('saving a look')
  await page.getByRole('button', { name: 'Save look' }).click()
  await expect(page.getByRole('heading', { level: 2, name: 'L'.repeat(60) })).toBeVisible()
  await fits('the looks')
  for (const name of ['history', 'storage', 'help']) {
    await page.goto(`/${name}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await fits(name)
  }
})
