import type { Locator, Page } from '@playwright/test'
import sharp from 'sharp'
import { violationsOn } from './axe'
import { expect, test } from './fixtures'
import { BLUE, type Colour, makePng, makeTwoColourPng, RED } from './pictures'
import { publishChanges, untilPublished } from './publishing'

const LEFT_RED_RIGHT_BLUE = { left: RED, right: BLUE }
const photo = 'Profile photo'

const cropper = (page: Page) => page.getByRole('dialog', { name: 'Crop and place' })
const stage = (page: Page) => cropper(page).getByRole('application')
const showing = (page: Page, words: string | RegExp) =>
  expect(cropper(page).getByRole('status').first()).toContainText(words)

async function choose(page: Page, label: string, picture: ReturnType<typeof makePng>) {
  await page.getByLabel(label, { exact: true }).setInputFiles(picture)
}

async function tabTo(page: Page, wanted: Locator) {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reached ${wanted}.`)
}

/** The mean colour of a published picture. */
async function publishedColour(address: unknown): Promise<Colour> {
  const response = await fetch(String(address))
  const { channels } = await sharp(Buffer.from(await response.arrayBuffer())).stats()
  const [red = 0, green = 0, blue = 0] = channels.map(({ mean }) => Math.round(mean))
  return [red, green, blue]
}

function expectColour(actual: Colour, wanted: Colour) {
  for (const [channel, value] of wanted.entries())
    expect(Math.abs((actual[channel] ?? -99) - value)).toBeLessThan(9)
}

test('no tool moves when the picture opens, or when too little of it is left to look sharp', async ({
  page,
  account,
  signIn,
}) => {
  await page.setViewportSize({ width: 360, height: 780 })
  await signIn(page, account.screen_name)
  const places = await page.evaluateHandle(() => {
    const found = new Set<number>()
    const look = () => {
      const tools = document.querySelector<HTMLElement>('fieldset[aria-label="Tools"]')
      // Within the dialog, so that scrolling it counts for nothing.
      if (tools) found.add(tools.offsetTop)
      requestAnimationFrame(look)
    }
    look()
    return found
  })
  for (const label of [photo, 'Header image']) {
    await places.evaluate((found) => found.clear())
    await choose(page, label, makePng(1700, 1400, RED))
    await showing(page, 'Showing')
    await expect(cropper(page)).not.toContainText('to look sharp')
    for (let presses = 0; presses < 30; presses += 1) await stage(page).press('+')
    await showing(page, 'to look sharp')
    expect([...(await places.evaluate((found) => [...found]))], label).toHaveLength(1)
    await page.keyboard.press('Escape')
    await expect(cropper(page)).toBeHidden()
  }
})

test('a person using only the keyboard crops and publishes a photo', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  // Asked for before the way there: who asks together with the key may come too late to be told.
  const asking = page.waitForEvent('filechooser')
  await tabTo(page, page.getByLabel(photo, { exact: true }))
  await page.keyboard.press('Enter')
  await (await asking).setFiles(makeTwoColourPng(1200, 600, LEFT_RED_RIGHT_BLUE))
  await expect(cropper(page)).toBeVisible()
  await showing(page, 'Showing 50 % of the picture, from 25 % left and 0 % top.')
  await tabTo(page, stage(page))
  for (let presses = 0; presses < 40; presses += 1) await page.keyboard.press('ArrowLeft')
  await showing(page, 'from 50 % left')
  await page.keyboard.press('+')
  await page.keyboard.press('+')
  await expect(cropper(page).getByText('120 %', { exact: true })).toBeVisible()
  await page.keyboard.press('-')
  await tabTo(page, cropper(page).getByRole('button', { name: 'Use picture' }))
  await page.keyboard.press('Enter')
  await expect(cropper(page)).toBeHidden()
  await expect(page.getByText('Prepared:').first()).toBeVisible()
  await tabTo(page, page.getByRole('button', { name: 'Review and publish' }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }))
  await page.keyboard.press('Enter')
  await untilPublished(page)
  const arrived = (await sandbox.requestsOf(account.screen_name)).filter(({ image }) => image)
  expect(arrived.map(({ image }) => [image?.width, image?.height])).toEqual([[400, 400]])
  const { profile_image_url_https: address } = await sandbox.userOf(account.screen_name)
  expectColour(await publishedColour(address), BLUE)
})

test('a header is cropped and turned by single presses, without dragging', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await choose(page, 'Header image', makeTwoColourPng(1600, 1600, LEFT_RED_RIGHT_BLUE))
  const press = (name: string) => cropper(page).getByRole('button', { name, exact: true }).click()
  await showing(page, 'Showing 33 % of the picture, from 0 % left and 33 % top.')
  await press('Rotate right')
  // What was on the left is on top now.
  const moveDown = cropper(page).getByRole('button', { name: 'Move down' })
  for (let presses = 0; presses < 30 && (await moveDown.isEnabled()); presses += 1) await moveDown.click()
  await expect(moveDown).toHaveAttribute('aria-disabled', 'true')
  await showing(page, 'from 0 % left and 0 % top')
  await press('Use picture')
  await expect(page.getByText('Prepared:').first()).toBeVisible()
  await publishChanges(page)
  await untilPublished(page)
  const [arrived] = (await sandbox.requestsOf(account.screen_name)).filter(({ image }) => image)
  expect(arrived?.image).toMatchObject({ width: 1500, height: 500 })
  const { profile_banner_url: address } = await sandbox.userOf(account.screen_name)
  expectColour(await publishedColour(`${address}/1500x500`), RED)
})

test('Fit, Centre and Start again do what they say', async ({ page, account, signIn }) => {
  await signIn(page, account.screen_name)
  await choose(page, photo, makePng(900, 600, BLUE))
  const press = (name: string) => cropper(page).getByRole('button', { name, exact: true }).click()
  await cropper(page).getByRole('slider', { name: 'Zoom' }).fill('200')
  await press('Move left')
  await press('Move left')
  await showing(page, 'Showing 17 % of the picture, from 37 % left and 25 % top.')
  await press('Centre')
  await showing(page, 'Showing 17 % of the picture, from 33 % left and 25 % top.')
  await press('Rotate left')
  await press('Fit whole picture')
  await showing(page, 'Showing 67 % of the picture, from 0 % left and 17 % top.')
  await press('Start again')
  await showing(page, 'Showing 67 % of the picture, from 17 % left and 0 % top.')
})

test('a photo cropped to fewer pixels than its place shows is said to look soft', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await choose(page, photo, makePng(640, 480, BLUE))
  await expect(cropper(page).getByRole('status').first()).not.toContainText('soft')
  await cropper(page).getByRole('slider', { name: 'Zoom' }).fill('150')
  await showing(page, 'This part is 320 × 320. It needs 400 × 400 to look sharp')
})

/** As Escape does that comes before the page has done anything else. The function it gives waits until that was so. */
async function closeNextDialogAtOnce(page: Page): Promise<() => Promise<unknown>> {
  await page.evaluate(() => {
    const { showModal } = HTMLDialogElement.prototype
    HTMLDialogElement.prototype.showModal = function () {
      HTMLDialogElement.prototype.showModal = showModal
      showModal.call(this)
      this.close()
      Reflect.set(window, 'hasClosedDialog', true)
    }
  })
  return () => page.waitForFunction(() => Reflect.has(window, 'hasClosedDialog'))
}

test('Escape and Cancel change nothing, and the focus goes back', async ({ page, account, signIn }) => {
  await signIn(page, account.screen_name)
  await choose(page, photo, makePng(500, 500, BLUE, 'square.png'))
  await expect(page.getByText(/(Prepared|Fits as it is):/).first()).toBeVisible()
  const closed = await closeNextDialogAtOnce(page)
  await choose(page, photo, makePng(900, 600, RED, 'wide.png'))
  await closed()
  await expect(cropper(page)).toBeHidden()
  const again = page.getByRole('button', { name: 'Crop and place' })
  await again.click()
  await expect(cropper(page)).toContainText('square.png')
  await cropper(page).getByRole('slider', { name: 'Zoom' }).fill('200')
  await cropper(page).getByRole('button', { name: 'Cancel' }).click()
  await expect(cropper(page)).toBeHidden()
  await expect(again).toBeFocused()
  await again.click()
  await showing(page, 'Showing 100 % of the picture')
  await page.keyboard.press('Escape')
  await expect(cropper(page)).toBeHidden()
  await expect(again).toBeFocused()
  await expect(page.locator('#field-avatar-facts')).toContainText('square.png')
})

test('a picture cropped again is found where it was left', async ({ page, account, signIn }) => {
  await signIn(page, account.screen_name)
  await choose(page, photo, makeTwoColourPng(1200, 600, LEFT_RED_RIGHT_BLUE))
  await cropper(page).getByRole('slider', { name: 'Zoom' }).fill('150')
  await showing(page, 'Showing 22 % of the picture, from 33 % left and 17 % top.')
  await cropper(page).getByRole('button', { name: 'Use picture' }).click()
  await expect(page.getByText('Prepared:').first()).toBeVisible()
  await page.getByRole('button', { name: 'Crop and place' }).click()
  await showing(page, 'Showing 22 % of the picture, from 33 % left and 17 % top.')
})

test('a background made to tile arrives with its mirror images', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await choose(page, 'Background image', makeTwoColourPng(96, 48, LEFT_RED_RIGHT_BLUE))
  await expect(page.getByText('Fits as it is:').first()).toBeVisible()
  await page.getByRole('switch', { name: 'Tile background' }).check()
  await page.getByRole('button', { name: 'Crop and place' }).click()
  await expect(cropper(page)).toContainText('A seam will be visible where the tiles meet (left to right).')
  await cropper(page).getByRole('checkbox', { name: 'Make it tile' }).check()
  await expect(cropper(page)).toContainText('Mirrored: the tiles meet without a seam.')
  await cropper(page).getByLabel('Width in pixels').fill('64')
  await showing(page, 'Showing 67 % of the picture, from 17 % left and 0 % top.')
  await cropper(page).getByRole('button', { name: 'Use picture' }).click()
  await expect(page.getByText('Prepared:').first()).toBeVisible()
  await publishChanges(page)
  await untilPublished(page)
  const [arrived] = (await sandbox.requestsOf(account.screen_name)).filter(({ image }) => image)
  expect(arrived?.image).toMatchObject({ width: 128, height: 96 })
})

test('a dialog’s heading, which takes the focus, has no ring around it, and the slider has one in any colours', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const field = page.getByLabel(photo, { exact: true })
  await tabTo(page, field)
  await choose(page, photo, makePng(900, 600, BLUE))
  const heading = cropper(page).getByRole('heading', { name: 'Crop and place' })
  await expect(heading).toBeFocused()
  await expect(heading).toHaveCSS('box-shadow', 'none')
  await expect(heading).toHaveCSS('outline-style', 'none')
  await tabTo(page, cropper(page).getByRole('slider', { name: 'Zoom' }))
  await expect(cropper(page).getByRole('slider', { name: 'Zoom' })).toHaveCSS('outline-style', 'solid')
})

test.describe('with a hand', () => {
  test.use({ hasTouch: true })

  test('the picture is dragged, pinched and zoomed by the wheel under a frame that stays', async ({
    page,
    account,
    signIn,
  }) => {
    await signIn(page, account.screen_name)
    await choose(page, photo, makePng(1600, 800, BLUE))
    await showing(page, 'from 25 % left')
    const box = await stage(page).boundingBox()
    if (!box) throw new Error('The stage is not shown.')
    const x = box.x + box.width / 2
    const y = box.y + box.height / 2
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + 900, y, { steps: 4 })
    await page.mouse.up()
    await showing(page, 'Showing 50 % of the picture, from 0 % left and 0 % top.')
    await page.mouse.move(x, y)
    await page.mouse.wheel(0, -700)
    await showing(page, 'Showing 12 % of the picture, from 13 % left and 25 % top.')
    await cropper(page).getByRole('button', { name: 'Start again' }).click()
    const touches = await page.context().newCDPSession(page)
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', apart: number | null) =>
      touches.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: apart === null ? [] : [-apart, apart].map((by, id) => ({ x: x + by, y, id })),
      })
    await touch('touchStart', 50)
    for (const apart of [60, 80, 100]) await touch('touchMove', apart)
    await touch('touchEnd', null)
    // Twice as large about the middle: an eighth of the picture, from three eighths.
    await showing(page, /Showing 1[23] % of the picture, from 3[78] % left and 25 % top\./)
  })

  test('on a phone every tool can be reached and hit', async ({ page, account, signIn }) => {
    await page.setViewportSize({ width: 360, height: 640 })
    await signIn(page, account.screen_name)
    await choose(page, photo, makePng(900, 600, BLUE))
    await expect(cropper(page)).toBeVisible()
    for (const button of await cropper(page).getByRole('button').all()) {
      await button.scrollIntoViewIfNeeded()
      const box = await button.boundingBox()
      expect(box?.height, String(button)).toBeGreaterThanOrEqual(44)
      expect((box?.x ?? -1) + (box?.width ?? 0), String(button)).toBeLessThanOrEqual(360)
    }
    await cropper(page).getByRole('button', { name: 'Use picture' }).click()
    await expect(page.getByText('Prepared:').first()).toBeVisible()
  })
})

test('cropping a photo or a header has no accessibility violation', async ({ page, account, signIn }) => {
  await signIn(page, account.screen_name)
  for (const label of [photo, 'Header image']) {
    await choose(page, label, makePng(900, 700, BLUE))
    await expect(cropper(page)).toBeVisible()
    expect(await violationsOn(page), label).toEqual([])
    await page.keyboard.press('Escape')
    await expect(cropper(page)).toBeHidden()
  }
})
