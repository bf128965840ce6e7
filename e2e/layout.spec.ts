import { readFileSync } from 'node:fs'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { BLUE, makeImpostor, makePng, RED } from './pictures'
import { publishChanges } from './publishing'
import { testPicture } from './test-pictures'

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

/** What has moved on the page since it was opened, also right after input, which the browser's own score leaves out. */
async function recordShifts(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    type Shift = PerformanceEntry & {
      value: number
      sources: { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[]
    }
    const shifts: string[] = []
    Object.assign(window, { shifts })
    const nameOf = (node: Node | null) =>
      node instanceof Element
        ? `${node.tagName}${node.id && `#${node.id}`}.${node.className}`
        : `${node?.nodeName}`
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as Shift[])
        for (const { node, previousRect, currentRect } of entry.sources) {
          // The card of the preview is as high as its own text, and a review that turns into progress says other things.
          if (node?.parentElement?.closest('figure, dialog')) continue
          const [from, to] = [previousRect, currentRect].map(
            ({ x, y }) => `${Math.round(x)},${Math.round(y)}`,
          )
          shifts.push(`${nameOf(node)} from ${from} to ${to}`)
        }
    }).observe({ type: 'layout-shift', buffered: true })
  })
  return async () => {
    // Told with the frame after the shift.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    return page.evaluate(() => (window as unknown as { shifts: string[] }).shifts.splice(0))
  }
}

for (const width of [360, 1440]) {
  test(`nothing moves under a pointer from loading to publishing at ${width} pixels`, async ({
    page,
    sandbox,
    startSession,
  }) => {
    await page.setViewportSize({ width, height: 900 })
    const shifts = await recordShifts(page)
    const account = await sandbox.createAccount({ name: 'Still', description: 'A bio.' })
    await startSession(page, account.screen_name)
    await page.goto('/profile', { waitUntil: 'networkidle' })
    expect.soft(await shifts(), 'while the page loads').toEqual([])

    const bio = page.getByLabel('Bio', { exact: true })
    await bio.focus()
    expect.soft(await shifts(), 'by the focus').toEqual([])
    await bio.pressSequentially('x'.repeat(6))
    await expect(page.getByText('Draft saved').first()).toBeAttached()
    expect.soft(await shifts(), 'while somebody types').toEqual([])
    await bio.fill('x'.repeat(150))
    await expect(page.getByText('10 left in bio')).toBeAttached()
    expect.soft(await shifts(), 'when a counter warns').toEqual([])
    await bio.fill('x'.repeat(165))
    await expect(page.getByText('5 too many in bio')).toBeAttached()
    expect.soft(await shifts(), 'when a text is too long').toEqual([])
    await bio.fill('Another bio.')

    for (const [slot, label, picture] of [
      ['banner', 'Header image', makePng(1500, 500, RED)],
      ['avatar', 'Profile photo', makePng(400, 400, BLUE)],
      ['background', 'Background image', testPicture('hidden-data.jpg')],
    ] as const) {
      const input = page.getByLabel(label, { exact: true })
      await input.scrollIntoViewIfNeeded()
      await shifts()
      await input.setInputFiles(picture)
      await expect(page.locator(`#field-${slot}-facts`)).toBeVisible()
      expect.soft(await shifts(), `when the ${label} is prepared`).toEqual([])
    }
    for (const name of ['Show background', 'Tile background']) {
      const toggle = page.getByRole('switch', { name })
      await toggle.scrollIntoViewIfNeeded()
      await shifts()
      await toggle.click()
      await toggle.click()
      expect.soft(await shifts(), `by the switch ${name}`).toEqual([])
    }

    await page.getByRole('button', { name: 'Discard changes' }).click()
    const question = page.getByRole('alertdialog')
    await expect(question).toBeVisible()
    expect.soft(await shifts(), 'when a dialog opens').toEqual([])
    await question.getByRole('button', { name: 'Discard changes' }).click()
    await expect(page.getByText('No changes')).toBeVisible()
    expect.soft(await shifts(), 'when everything is discarded').toEqual([])

    await page.getByRole('switch', { name: 'Tile background' }).click()
    await publishChanges(page)
    await expect(
      page
        .getByRole('status')
        .filter({ hasText: /^Published/ })
        .first(),
    ).toBeAttached()
    expect.soft(await shifts(), 'when it is published').toEqual([])

    // Two things to know about one picture, and more than there is room for.
    const moving = {
      name: 'moving.png',
      mimeType: 'image/png',
      buffer: readFileSync(testPicture('animated.gif')),
    }
    for (const [label, file, words] of [
      ['Background image', moving, 'The file extension is wrong'],
      ['Header image', makeImpostor(), 'not-an-image.png is a text'],
      ['Background image', makeImpostor(), 'not-an-image.png is a text'],
    ] as const) {
      const input = page.getByLabel(label, { exact: true })
      await input.scrollIntoViewIfNeeded()
      await shifts()
      await input.setInputFiles(file)
      await expect(input).toHaveAccessibleDescription(new RegExp(words))
      expect.soft(await shifts(), `when a file for the ${label} is told about`).toEqual([])
    }

    const website = page.getByLabel('Website', { exact: true })
    await website.fill('no address')
    await website.hover()
    await shifts()
    await page.keyboard.press('Control+Enter')
    const problem = page.getByRole('region', { name: 'There is a problem' })
    await expect(problem).toBeFocused()
    await expect(problem).toBeInViewport({ ratio: 0.5 })
    expect.soft(await shifts(), 'when the review is refused').toEqual([])
    await website.click()
    await website.hover()
    await shifts()
    const before = await website.boundingBox()
    await website.fill('https://example.com')
    await expect(problem).toBeHidden()
    expect.soft((await website.boundingBox())?.y, 'the field that was mended').toBe(before?.y)
    expect.soft(await shifts(), 'when the problem is mended').toEqual([])

    await expect(page.getByText('Draft saved').first()).toBeAttached()
    await page.reload()
    await expect(page.getByRole('status').filter({ hasText: /^Draft from/ })).toBeVisible()
    expect.soft(await shifts(), 'when a draft comes back').toEqual([])
  })
}

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
