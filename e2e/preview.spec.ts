import type { Page } from '@playwright/test'
import { expect, test, untilEditorIsReady } from './fixtures'
import { BLUE, makePng, RED } from './pictures'
import { publishChanges, untilPublished } from './publishing'
import { testPicture } from './test-pictures'

const preview = (page: Page) => page.getByRole('region', { name: 'As others see it' })
const show = (page: Page, view: string) =>
  preview(page).getByRole('button', { name: view, exact: true }).click()

test('a chosen photo is shown from the very bytes that will be sent, in the sizes it is seen', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await page.getByLabel('Profile photo', { exact: true }).setInputFiles(makePng(400, 400, BLUE))
  await expect(page.getByText('Fits as it is:').first()).toBeVisible()
  await preview(page).getByText('Opened large').click()
  const pictures = preview(page).locator('img[src^="blob:"]')
  await expect(pictures).toHaveCount(7)
  const sizes = await pictures.evaluateAll((images) => images.map((image) => image.clientWidth))
  expect(sizes.sort((one, other) => one - other)).toEqual([24, 48, 48, 73, 84, 134, 400])
})

test('a draft of an earlier visit is in the preview at once, before anybody touches the page', async ({
  page,
  context,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await page.getByLabel('Bio', { exact: true }).fill('Half a thought')
  await expect(page.getByText('Draft saved')).toBeVisible()
  await page.close()
  const untouched = await context.newPage()
  // Its clock stands, so the page never comes to the time at which it calls itself idle.
  await untouched.clock.install()
  await untouched.clock.pauseAt(Date.now() + 1000)
  await untouched.goto('/profile')
  await expect(async () => {
    await untouched.clock.runFor(20)
    await expect(untouched.getByLabel('Bio', { exact: true })).toHaveValue('Half a thought', { timeout: 100 })
  }).toPass()
  await expect(preview(untouched)).toContainText('Half a thought')
})

test('every picture in every view is drawn from the bytes that arrive', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  // What the page makes addresses for, by address.
  await page.addInitScript(() => {
    const blobs = new Map<string, Blob>()
    Object.assign(window, { blobs })
    const create = URL.createObjectURL
    URL.createObjectURL = (blob: Blob) => {
      const url = create(blob)
      blobs.set(url, blob)
      return url
    }
  })
  await signIn(page, account.screen_name)
  const files = [
    ['Profile photo', 'square-401.jpg'],
    ['Header image', 'header.jpg'],
    ['Background image', 'hidden-data.jpg'],
  ] as const
  for (const [label, name] of files) {
    await page.getByLabel(label, { exact: true }).setInputFiles(testPicture(name))
    await expect(page.getByText(name, { exact: true })).toBeVisible()
  }
  await page.getByRole('switch', { name: 'Show background' }).check()
  const drawn = new Map<string, Set<string>>()
  for (const view of ['Desktop', 'Phone', 'Classic']) {
    await show(page, view)
    drawn.set(view, new Set(await hashesOfDrawn(page)))
  }
  await publishChanges(page)
  await untilPublished(page)
  const arrived = (await sandbox.requestsOf(account.screen_name)).flatMap(({ image }) => image?.sha256 ?? [])
  expect(arrived).toHaveLength(3)
  const [photo = '', header = ''] = arrived
  expect(drawn.get('Desktop')).toEqual(new Set(arrived))
  expect(drawn.get('Phone')).toEqual(new Set([photo, header]))
  expect(drawn.get('Classic')).toEqual(new Set(arrived))
})

/** The hashes of all pictures that the preview draws now, also of those behind others. */
function hashesOfDrawn(page: Page): Promise<string[]> {
  return preview(page).evaluate(async (region) => {
    const { blobs } = window as unknown as { blobs: Map<string, Blob> }
    const urls = [...region.querySelectorAll('*')].flatMap((element) => {
      const behind = /url\("(blob:[^"]+)"\)/.exec(getComputedStyle(element).backgroundImage)?.[1]
      return [element instanceof HTMLImageElement ? element.src : '', behind ?? ''].filter(Boolean)
    })
    return Promise.all(
      urls.map(async (url) => {
        const bytes = await blobs.get(url)?.arrayBuffer()
        if (!bytes) return `nothing known of ${url}`
        const hash = await crypto.subtle.digest('SHA-256', bytes)
        return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
      }),
    )
  })
}

test('on a phone the card is 360 pixels wide and its header 120 high', async ({ page, account, signIn }) => {
  await signIn(page, account.screen_name)
  await page.getByLabel('Header image', { exact: true }).setInputFiles(makePng(1500, 500, BLUE))
  await expect(page.getByText('Fits as it is:').first()).toBeVisible()
  await show(page, 'Phone')
  const header = await preview(page).getByAltText('Your header image').boundingBox()
  expect(header).toMatchObject({ width: 360, height: 120 })
  await expect(preview(page)).toContainText('Phones do not show a background.')
})

test('the classic page shows how much of the background is seen on five screens', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await page.getByLabel('Background image', { exact: true }).setInputFiles(makePng(1300, 20, RED))
  await expect(page.getByText('Fits as it is:').first()).toBeVisible()
  await page.getByRole('switch', { name: 'Show background' }).check()
  await show(page, 'Classic')
  const words = preview(page).getByRole('figure').getByRole('status')
  for (const [width, sentence] of [
    [
      '1024',
      '67 pixels of it are seen left of the column and 67 right of it. 276 of its 1300 pixels lie beyond',
    ],
    ['1280', '195 pixels of it are seen left of the column and 195 right of it.'],
    ['1366', '238 pixels of it are seen left of the column and 172 right of it.'],
    ['1920', '515 pixels of it are seen left of the column and 0 right of it.'],
    ['2560', '835 pixels of it are seen left of the column and 0 right of it.'],
  ] as const) {
    await show(page, width)
    await expect(words).toContainText(`On a screen ${width} pixels wide, ${sentence}`)
    // As wide as that screen, and then made to fit: the picture at its true size from the left, below the bar.
    expect(await drawnPage(page)).toMatchObject({
      width: `${width}px`,
      backgroundRepeat: 'no-repeat',
      backgroundSize: 'auto',
      backgroundPosition: '0px 40px',
    })
  }
  await page.getByRole('switch', { name: 'Tile background' }).check()
  await expect(words).toContainText('835 pixels of it are seen left of the column and 835 right of it.')
  expect(await drawnPage(page)).toMatchObject({ backgroundRepeat: 'repeat' })
  await page.getByRole('switch', { name: 'Show background' }).uncheck()
  await expect(words).toContainText('No background picture is shown, only its colour.')
  expect(await drawnPage(page)).toMatchObject({ backgroundImage: 'none' })
})

/** How the classic page and its background are drawn: the one element that has a true screen's width. */
function drawnPage(page: Page) {
  return preview(page)
    .locator('[style*="background-repeat"]')
    .evaluate((element) => {
      const { width, backgroundImage, backgroundRepeat, backgroundSize, backgroundPosition } =
        getComputedStyle(element)
      return { width, backgroundImage, backgroundRepeat, backgroundSize, backgroundPosition }
    })
}

test('what is covered or cut off is shown on request, and hidden again', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const veils = preview(page).locator('.veiled')
  await expect(veils).toHaveCount(0)
  await show(page, 'Show covered areas')
  await expect(veils).toHaveCount(2)
  await show(page, 'Hide covered areas')
  await expect(veils).toHaveCount(0)
})

test('a person on a phone meets the phone’s view first', async ({ page, account, signIn }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await signIn(page, account.screen_name)
  await page.getByRole('button', { name: 'Preview', exact: true }).click()
  await expect(preview(page).getByRole('button', { name: 'Phone' })).toHaveAttribute('aria-pressed', 'true')
})

test('the preview stays where it is when the other views have come', async ({ page, account, signIn }) => {
  await page.addInitScript(() => {
    const tops = new Set<number>()
    Object.assign(window, { tops })
    // Looked at with every frame: what is put in the place of something else is no shift for the browser.
    const look = () => {
      const figure = document.querySelector('figure')
      // What is streamed is not laid out before its place is ready.
      if (figure?.offsetHeight) tops.add(Math.round(figure.getBoundingClientRect().top))
      requestAnimationFrame(look)
    }
    look()
  })
  await signIn(page, account.screen_name)
  await expect(preview(page).getByRole('button', { name: 'Classic' })).toBeVisible()
  const tops = await page.evaluate(() => [...(window as unknown as { tops: Set<number> }).tops])
  expect(tops).toHaveLength(1)
})

test('the preview that the server paints looks like the live one, which takes its place', async ({
  page,
  signIn,
}) => {
  // An account with links in its bio, a link colour of its own and a tiled background. It is only looked at.
  await signIn(page, 'jay')
  const ground = preview(page).locator('figure > div')
  for (const width of [1440, 360]) {
    await page.setViewportSize({ width, height: 900 })
    const html = await (await page.request.get('/profile')).text()
    let release = () => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    // What comes with the first act, and the live preview with it.
    const later = (url: URL) => url.pathname.endsWith('.js') && !html.includes(url.pathname)
    await page.route(later, (route) => released.then(() => route.continue()))
    await page.reload()
    await untilEditorIsReady(page)
    if (width === 360) await page.getByRole('button', { name: 'Preview', exact: true }).click()
    const views = preview(page).getByRole('button', { name: 'Phone' })
    await expect(views).toHaveCount(0)
    const look = async () => {
      await page.evaluate(() => document.fonts.ready)
      const box = await ground.evaluate((element) => {
        const [own, around] = [element, element.closest('section') ?? element].map((one) =>
          one.getBoundingClientRect(),
        )
        return [own?.x, own?.width, own?.height, (own?.y ?? 0) - (around?.y ?? 0)]
      })
      return { box, picture: (await ground.screenshot()).toString('base64') }
    }
    const painted = await look()
    release()
    await expect(views).toBeVisible()
    const live = await look()
    expect(live.box, `${width} px`).toEqual(painted.box)
    expect(live.picture === painted.picture, `the same picture at ${width} px`).toBe(true)
    await page.unroute(later)
  }
})

test('a bio is linked and cut short as on X, in X’s themes whatever the page’s own is', async ({
  page,
  sandbox,
  signIn,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  const account = await sandbox.createAccount({
    name: 'Sixteen letters!',
    description: 'By @wren for #birds, plumage.org/a/path/that/is/long and me@example.com.',
    url: 'https://www.youtube.com/watch?v=oHg5SJYRHA0',
  })
  await signIn(page, account.screen_name)
  await expect(preview(page).getByRole('button', { name: 'Dim' })).toBeVisible()
  await expect(preview(page)).toContainText(
    'By @wren for #birds, plumage.org/a/path/that/is… and me@example.com.',
  )
  await expect(preview(page)).toContainText('youtube.com/watch?v=oHg5SJ…')
  const colorOf = (text: string) =>
    preview(page)
      .getByText(text, { exact: true })
      .evaluate((element) => getComputedStyle(element).color)
  const own = await colorOf('@wren')
  // That of the account, and not X's own blue.
  expect(own).toBe('rgb(29, 161, 242)')
  for (const link of ['#birds', 'plumage.org/a/path/that/is…', 'youtube.com/watch?v=oHg5SJ…'])
    expect(await colorOf(link), link).toBe(own)
  expect(await colorOf(' and me@example.com.')).not.toBe(own)

  const paper = () =>
    preview(page)
      .getByText('Sixteen letters!', { exact: true })
      .evaluate((element) => {
        let at: Element | null = element
        while (at && getComputedStyle(at).backgroundColor === 'rgba(0, 0, 0, 0)') at = at.parentElement
        return at && getComputedStyle(at).backgroundColor
      })
  expect(await paper()).toBe('rgb(255, 255, 255)')
  await show(page, 'Dim')
  expect(await paper()).toBe('rgb(21, 32, 43)')
  await show(page, 'Dark')
  expect(await paper()).toBe('rgb(0, 0, 0)')
  await page.emulateMedia({ colorScheme: 'light' })
  expect(await paper()).toBe('rgb(0, 0, 0)')

  // The row of a post shows the whole name.
  for (const width of [1440, 360]) {
    await page.setViewportSize({ width, height: 800 })
    if (width === 360) await page.getByRole('button', { name: 'Preview', exact: true }).click()
    const [name, row] = await preview(page)
      .locator('[data-name]')
      .evaluate((element) => [
        element.getBoundingClientRect().right,
        element.parentElement?.getBoundingClientRect().right ?? 0,
      ])
    expect(name).toBeLessThan(row ?? 0)
  }
})

test('a tile larger than a screen is told', async ({ page, account, signIn }) => {
  await signIn(page, account.screen_name)
  await page.getByLabel('Background image', { exact: true }).setInputFiles(makePng(2000, 1100, RED))
  await page.getByRole('switch', { name: 'Show background' }).check()
  const words = preview(page).getByText(
    'This tile is larger than the screen. Only its top left part is seen.',
  )
  await expect(preview(page).getByRole('button', { name: 'Classic' })).toBeVisible()
  await expect(words).toBeHidden()
  await page.getByRole('switch', { name: 'Tile background' }).check()
  await expect(words).toBeVisible()
  await page.getByRole('switch', { name: 'Show background' }).uncheck()
  await expect(words).toBeHidden()
})
