import type { Locator } from '@playwright/test'
import { expect, test } from './fixtures'
import { makePng, RED } from './pictures'

test('no page scrolls sideways at 320, 360, 768 or 1440 pixels', async ({ page, sandbox, signIn }) => {
  const account = await sandbox.createAccount({
    name: 'x'.repeat(50),
    description: 'Donaudampfschifffahrtsgesellschaftskapitän'.repeat(3),
    url: `https://example.com/${'y'.repeat(70)}`,
  })
  const expectNoOverflow = async (what: string, selector = 'html') => {
    for (const width of [320, 360, 768, 1440]) {
      await page.setViewportSize({ width, height: 800 })
      const overflowPixels = await page
        .locator(selector)
        .evaluate((element) => element.scrollWidth - element.clientWidth)
      expect(overflowPixels, `${what} at ${width} pixels`).toBeLessThanOrEqual(0)
    }
  }
  await page.goto('/')
  await expectNoOverflow('start page')
  await signIn(page, account.screen_name)
  await expectNoOverflow('editor')
  await page.getByLabel('Name', { exact: true }).fill('z'.repeat(50))
  await page.getByRole('button', { name: 'Review and publish' }).click()
  await expect(page.getByRole('dialog', { name: 'Review and publish' })).toBeVisible()
  await expectNoOverflow('review', 'dialog[open]')
  await page.goto(sandbox.publicPage(account.screen_name))
  await expectNoOverflow('public page')
  await page.goto(sandbox.origin)
  await expectNoOverflow('front page of the sandbox')
})

test('on a phone the form and the preview take turns', async ({ page, signIn, account }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await signIn(page, account.screen_name)
  await page.getByLabel('Name', { exact: true }).fill('Seen in the preview')
  await expect(page.getByText('Seen in the preview')).toBeHidden()
  await page.getByText('Preview', { exact: true }).click()
  await expect(page.getByText('Seen in the preview')).toBeVisible()
  await expect(page.getByLabel('Name', { exact: true })).toBeHidden()
  await page.getByText('Edit', { exact: true }).click()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Seen in the preview')
})

test('on a portrait tablet sign-in is in view, on a phone why it failed, and the buttons of a dialog stay together', async ({
  page,
  account,
  signIn,
}) => {
  await page.setViewportSize({ width: 360, height: 560 })
  await page.goto('/?error=callback_not_registered')
  const failure = page.getByRole('alert').filter({ hasText: 'Only this site’s owner can fix this' })
  await expect(failure).toBeInViewport({ ratio: 1 })
  await page.setViewportSize({ width: 768, height: 1024 })
  await page.goto('/')
  await expect(page.getByRole('button', { name: 'Sign in with X' })).toBeInViewport({ ratio: 1 })

  await signIn(page, account.screen_name)
  const bar = page.getByRole('region', { name: 'Changes' })
  const names = bar.getByText('Name, Bio, Location', { exact: true })
  for (const field of ['Name', 'Bio', 'Location'])
    await page.getByLabel(field, { exact: true }).fill('Changed')
  await expect(bar.getByText('3 changes')).toBeVisible()
  /** How much of the names is within their line: all of it or nothing. */
  const shown = () =>
    names.evaluate((element) => {
      const [own, line] = [element, element.parentElement ?? element].map((one) =>
        one.getBoundingClientRect(),
      )
      if (!own || !line) return 'not there'
      const isWhole = own.right <= line.right + 1 && own.bottom <= line.bottom + 1
      return isWhole ? 'whole' : own.top >= line.bottom ? 'absent' : 'cut'
    })
  /** How many of several controls stand on each line, from top to bottom. */
  const linesOf = async (controls: Locator) => {
    await expect(controls.first()).toBeAttached()
    const tops = await controls.evaluateAll((all) =>
      all.map((one) => Math.round(one.getBoundingClientRect().top)),
    )
    return [...new Set(tops)].map((top) => tops.filter((one) => one === top).length)
  }
  const chooser = page.locator('label').filter({ hasText: 'Choose a file' })
  const group = (name: string) => page.getByRole('group', { name }).getByRole('button')
  for (const width of [640, 768, 820, 1024, 1152, 1280, 1360, 1440]) {
    await page.setViewportSize({ width, height: 900 })
    expect(['whole', 'absent'], `${width} px`).toContain(await shown())
    // Its room is kept while there is no picture.
    const crop = page.locator('button', { hasText: 'Crop and place' }).first()
    expect(await linesOf(chooser.first().or(crop)), `buttons of a picture at ${width} px`).toEqual([2])
    expect(await linesOf(group('Suggested link colours')), `colours at ${width} px`).toEqual([7])
    if (width < 1024) continue
    const views = group('Preview on').or(group('Preview theme'))
    expect(await linesOf(views), `views of the preview at ${width} px`).toEqual([6])
  }
  expect(await shown()).toBe('whole')
  const undo = await page.getByRole('button', { name: 'Undo', exact: true }).locator('span').boundingBox()
  const column = await page.getByLabel('Name', { exact: true }).boundingBox()
  const end = (box: { x: number; width: number } | null | undefined) =>
    Math.round((box?.x ?? 0) + (box?.width ?? 0))
  expect(Math.abs(end(undo) - end(column))).toBeLessThanOrEqual(1)

  await page.getByLabel('Profile photo', { exact: true }).setInputFiles(makePng(400, 400, RED))
  await page.getByRole('button', { name: 'Review and publish' }).click()
  const dialog = page.getByRole('dialog', { name: 'Review and publish' })
  await expect(dialog.getByRole('img', { name: 'The profile photo you chose' })).toHaveCSS(
    'border-radius',
    /^(?:50%|[\d.e+]{5,}px)$/,
  )
  for (const width of [640, 700, 768, 820]) {
    await page.setViewportSize({ width, height: 900 })
    const [keep, publish] = await Promise.all(
      ['Keep editing', 'Publish'].map((name) =>
        dialog.getByRole('button', { name, exact: true }).boundingBox(),
      ),
    )
    expect(keep?.y, `${width} px`).toBe(publish?.y)
    expect((publish?.x ?? 0) - end(keep), `${width} px`).toBeLessThan(20)
  }
})
