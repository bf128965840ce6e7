import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { publishChanges, untilPublished } from './publishing'

/** Presses Tab until the wanted control has the focus; a person would give up at some point, too. */
async function tabTo(
  page: Page,
  name: string | RegExp,
  role: 'button' | 'textbox' | 'switch' | 'radio' | 'checkbox',
) {
  const wanted = page.getByRole(role, { name, exact: typeof name === 'string' })
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab')
    if (await wanted.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error(`Tab never reached ${name}.`)
}

test('the whole story can be told with the keyboard alone', async ({ page, account, sandbox }) => {
  await page.goto('/')
  await tabTo(page, 'Sign in with X', 'button')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.origin === sandbox.origin)
  const radio = page.locator(`input[name="screen_name"][value="${account.screen_name}"]`)
  for (let presses = 0; presses < 20; presses += 1) {
    await page.keyboard.press('Tab')
    if (await page.locator('input[name="screen_name"]:focus').count()) break
  }
  for (let presses = 0; presses < 400 && !(await radio.isChecked()); presses += 1)
    await page.keyboard.press('ArrowDown')
  await tabTo(page, 'Authorize app', 'button')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Edit profile' })).toBeVisible()

  await tabTo(page, 'Name', 'textbox')
  await page.keyboard.type('Keys')
  await tabTo(page, 'Tile background', 'switch')
  await page.keyboard.press('Space')
  await tabTo(page, 'Review and publish', 'button')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Review and publish' })
  await expect(dialog).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('button', { name: 'Review and publish' })).toBeFocused()
  await page.keyboard.press('Enter')
  await tabTo(page, 'Publish', 'button')
  await page.keyboard.press('Enter')
  await untilPublished(page)
  expect(await sandbox.userOf(account.screen_name)).toMatchObject({ profile_background_tile: true })
})

test('whatever has the focus shows it, and nothing covers it', async ({ page, account, signIn }) => {
  await signIn(page, account.screen_name)
  const seen: string[] = []
  const tab = async () => {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => {
      const element = document.activeElement
      if (!element || element === document.body) return null
      const visible = element.closest('label') ?? element
      const box = visible.getBoundingClientRect()
      const x = box.left + box.width / 2
      const y = Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1)
      const top = document.elementFromPoint(x, y)
      return {
        name: element.getAttribute('aria-label') ?? element.id ?? element.textContent,
        covered: !(top && (visible.contains(top) || top.contains(visible))),
        inView: box.bottom > 0 && box.top < innerHeight,
      }
    })
    if (focused && (focused.covered || !focused.inView))
      seen.push(`${focused.name} is covered or out of view`)
  }
  await page.setViewportSize({ width: 360, height: 640 })
  await page.getByLabel('Name', { exact: true }).focus()
  for (let presses = 0; presses < 25; presses += 1) await tab()
  // Beside the form the preview is higher than the window.
  await page.setViewportSize({ width: 1100, height: 700 })
  await page.getByRole('button', { name: 'Desktop' }).focus()
  for (let presses = 0; presses < 9; presses += 1) await tab()
  expect(seen).toEqual([])
})

test('by key the top bar is skipped, the review opened and published, and a step undone on a Cyrillic layout', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('main').locator(':focus')).toHaveCount(1)

  const name = page.getByLabel('Name', { exact: true })
  await name.fill('By key')
  // Before the code for it has come, nothing can be undone.
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible()
  const key = { key: 'я', code: 'KeyZ', ctrlKey: true, bubbles: true, cancelable: true }
  await name.dispatchEvent('keydown', key)
  await expect(name).not.toHaveValue('By key')
  await name.dispatchEvent('keydown', { ...key, key: 'Я', shiftKey: true })
  await expect(name).toHaveValue('By key')

  await page.keyboard.press('Control+Enter')
  const dialog = page.getByRole('dialog', { name: 'Review and publish' })
  await expect(dialog).toBeVisible()
  await dialog.dispatchEvent('keydown', { key: 'Enter', ctrlKey: true, repeat: true, bubbles: true })
  await expect(dialog.getByRole('button', { name: 'Publish', exact: true })).toBeVisible()
  await page.keyboard.press('Meta+Enter')
  await untilPublished(page)
  expect(await sandbox.userOf(account.screen_name)).toMatchObject({ name: 'By key' })
})

test('a button that goes with what it did takes the focus nowhere', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const enter = async (button: Locator) => {
    await button.focus()
    await page.keyboard.press('Enter')
  }
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const status = page.getByRole('main').getByRole('status')

  await page.getByLabel('Location', { exact: true }).fill('Upper Fen')
  // More often than there are steps, as a held key does: none is taken forth again.
  await button('Undo').focus()
  for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press('Enter')
  await expect(button('Undo')).toBeFocused()
  await expect(page.getByText('No changes', { exact: true })).toBeVisible()
  await enter(button('Redo'))
  await expect(button('Redo')).toBeFocused()

  const fault = { path: '/1.1/account/update_profile.json', status: 503, times: 1 }
  await sandbox.setFault({ ...fault, screen_name: account.screen_name })
  await publishChanges(page)
  await enter(button('Try again'))
  await expect(page.getByRole('dialog', { name: 'Review and publish' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(button('Review and publish')).toBeFocused()

  await publishChanges(page)
  await untilPublished(page)
  await enter(status.getByRole('button', { name: 'Undo' }))
  await expect(page.getByRole('dialog', { name: 'Review and publish' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(button('Review and publish')).toBeFocused()

  await page.goto('/history')
  await enter(button('Delete the history'))
  await enter(page.getByRole('alertdialog').getByRole('button', { name: 'Delete the history' }))
  await expect(status.filter({ hasText: 'The history was deleted.' })).toBeFocused()

  await page.goto('/looks')
  await enter(button('Save the draft as a look'))
  await page.keyboard.type('Dawn')
  await page.keyboard.press('Enter')
  await expect(status.filter({ hasText: 'Dawn is saved.' })).toBeVisible()
  await expect(button('Save the draft as a look')).toBeFocused()
  await enter(button('Delete'))
  await expect(button('Undo')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(status.filter({ hasText: 'Dawn is back.' })).toBeFocused()

  await page.goto('/storage')
  await enter(button(`Delete the data of @${account.screen_name}`))
  await enter(page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }))
  await expect(status.filter({ hasText: 'was deleted.' })).toBeFocused()
})
