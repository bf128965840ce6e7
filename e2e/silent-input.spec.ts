import type { Page } from '@playwright/test'
import { expect, test, untilEditorIsReady } from './fixtures'
import { publishChanges, untilPublished } from './publishing'
import { begin, consent } from './sign-in-over-http'

const changes = (page: Page) => page.getByRole('region', { name: 'Changes' })
const review = (page: Page) => page.getByRole('dialog', { name: 'Review and publish' })
const mainAction = (page: Page) => page.getByRole('button', { name: 'Review and publish' })

/** Sets a control as a tool does: past the page's own setter, or through it, and with no event but the named ones. */
async function setSilently(
  page: Page,
  label: string,
  value: string | boolean,
  { events = [], byNativeSetter = true }: { events?: string[]; byNativeSetter?: boolean } = {},
): Promise<void> {
  await page.getByLabel(label, { exact: true }).evaluate(
    (control, how) => {
      const name = typeof how.value === 'boolean' ? 'checked' : 'value'
      if (how.byNativeSetter) {
        Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control), name)?.set?.call(control, how.value)
      } else Reflect.set(control, name, how.value)
      for (const type of how.events) control.dispatchEvent(new Event(type, { bubbles: true }))
    },
    { value, events, byNativeSetter },
  )
}

test('what a tool sets in a field without a word is the draft once a field is left, and by whatever event it tells', async ({
  page,
  sandbox,
  signIn,
}) => {
  // Line breaks that a text area shows otherwise are no change.
  const account = await sandbox.createAccount({ name: 'As it was', description: 'one\r\ntwo' })
  await signIn(page, account.screen_name)
  await page.getByLabel('Name', { exact: true }).focus()
  await page.keyboard.press('Tab')
  await expect(changes(page)).toContainText('No changes')

  await setSilently(page, 'Bio', 'by a tool')
  await page.keyboard.press('Tab')
  await expect(changes(page)).toContainText('1 change')
  await expect(page.getByText('by a tool', { exact: true }).last()).toBeVisible()
  await expect(page.getByText('Draft saved')).toBeVisible()

  await setSilently(page, 'Location', 'By input', { events: ['input'], byNativeSetter: false })
  await expect(changes(page)).toContainText('2 changes')
  await setSilently(page, 'Name', 'By change', { events: ['change'], byNativeSetter: false })
  await expect(changes(page)).toContainText('3 changes')
  await setSilently(page, 'Tile background', true, { events: ['change'] })
  await expect(changes(page)).toContainText('4 changes')
  await page.getByLabel('Website', { exact: true }).focus()
  await setSilently(page, 'Website', 'example.com')
  await setSilently(page, 'Show background', false)
  await page.keyboard.press('Tab')
  await expect(changes(page)).toContainText('6 changes')
  await expect(page.getByLabel('Website', { exact: true })).toHaveValue('https://example.com')
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: 'Redo' }).click()
  await expect(changes(page)).toContainText('6 changes')
})

test('what a tool sets just before the review is in it, and what it takes back opens none', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await setSilently(page, 'Bio', 'just before')
  // The code of the review comes when it is let through; by then the change is gone.
  let letThrough = () => {}
  const gate = new Promise<void>((resolve) => {
    letThrough = resolve
  })
  await page.route('**/_next/static/**', async (route) => {
    await gate
    await route.continue()
  })
  await mainAction(page).press('Enter')
  await setSilently(page, 'Bio', '')
  letThrough()
  await expect(changes(page)).toContainText('Nothing to publish yet')
  await expect(review(page)).toBeHidden()
  await page.unroute('**/_next/static/**')

  await setSilently(page, 'Bio', 'just before')
  await setSilently(page, 'Tile background', true)
  await page.getByLabel('Name', { exact: true }).press('Enter')
  await expect(review(page)).toContainText('2 changes')
  await expect(review(page).getByText('just before')).toBeVisible()
  await review(page).getByRole('button', { name: 'Publish', exact: true }).click()
  await expect(page.getByRole('status').filter({ hasText: /^Published/ })).toBeVisible()
  expect(await sandbox.userOf(account.screen_name)).toMatchObject({ description: 'just before' })

  await setSilently(page, 'Bio', 'meant and not meant')
  await page.getByLabel('Name', { exact: true }).focus()
  await page.keyboard.press('Tab')
  await expect(changes(page)).toContainText('1 change')
  await setSilently(page, 'Bio', 'just before')
  await mainAction(page).click()
  await expect(changes(page)).toContainText('Nothing to publish yet')
  await expect(review(page)).toBeHidden()
})

test('what a tool sets is kept when the page is hidden or left', async ({ page, account, signIn }) => {
  await signIn(page, account.screen_name)
  await setSilently(page, 'Bio', 'kept when hidden')
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await expect(changes(page)).toContainText('1 change')
  await expect(page.getByText('Draft saved')).toBeVisible()
  // A browser lets a page ask only where somebody has used it.
  await page.getByLabel('Name', { exact: true }).press('End')
  await setSilently(page, 'Location', 'Kept when left')
  // The disk may need longer than the page lives, so leaving at once is asked about; who stays has it saved.
  page.once('dialog', (dialog) => dialog.dismiss())
  const question = page.waitForEvent('dialog')
  await page.evaluate(() => location.reload())
  expect((await question).type()).toBe('beforeunload')
  await expect(page.getByText('Draft saved')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('status').filter({ hasText: /^Draft from/ })).toBeVisible()
  await expect(page.getByLabel('Bio', { exact: true })).toHaveValue('kept when hidden')
  await expect(page.getByLabel('Location', { exact: true })).toHaveValue('Kept when left')
})

test('a review whose last change goes elsewhere closes and says so', async ({ page, account, signIn }) => {
  await signIn(page, account.screen_name)
  await page.getByLabel('Name', { exact: true }).fill('For two tabs')
  await expect(page.getByText('Draft saved')).toBeVisible()
  const other = await page.context().newPage()
  await other.goto('/profile')
  await expect(other.getByRole('region', { name: 'Changes' })).toContainText('1 change')
  await mainAction(page).click()
  await expect(review(page)).toBeVisible()
  await other.getByRole('button', { name: 'Discard changes' }).first().click()
  await other.getByRole('alertdialog').getByRole('button', { name: 'Discard changes' }).click()
  await expect(review(page)).toBeHidden()
  await expect(changes(page)).toContainText('No changes left to publish')
})

test('what the browser puts back into fields on the way back is no edit, least of all one of another account', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  const other = await sandbox.createAccount({ name: 'Somebody else', url: 'https://else.example' })
  await signIn(page, account.screen_name)
  await page.getByLabel('Name', { exact: true }).fill('Published once')
  await publishChanges(page)
  await untilPublished(page)
  await page.goto('/help')
  await sandbox.changeAccount(account.screen_name, { name: 'Changed on the phone' })
  await page.goBack()
  await untilEditorIsReady(page)
  await page.getByLabel('Bio', { exact: true }).focus()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Changed on the phone')
  await expect(changes(page)).toContainText('No changes')

  await page.getByLabel('Name', { exact: true }).fill('A draft')
  await page.getByLabel('Website', { exact: true }).fill('https://draft.example')
  await page.getByLabel('Tile background', { exact: true }).check()
  await expect(page.getByText('Draft saved')).toBeVisible()
  await page.goto('/help')
  const { consentPage } = await begin(page.context().request)
  await page.context().request.get(await consent(consentPage, other.screen_name))
  await page.goBack()
  await untilEditorIsReady(page)
  await page.getByLabel('Bio', { exact: true }).focus()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Somebody else')
  await expect(page.getByLabel('Website', { exact: true })).toHaveValue('https://else.example')
  await expect(page.getByLabel('Tile background', { exact: true })).not.toBeChecked()
  await expect(changes(page)).toContainText('No changes')
  // A browser may still offer what it knows of the person.
  await expect(page.getByLabel('Name', { exact: true })).toHaveAttribute('autocomplete', 'name')
  await expect(page.getByLabel('Website', { exact: true })).toHaveAttribute('autocomplete', 'url')
})
