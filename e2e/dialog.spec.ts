import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { untilPublished } from './publishing'

const review = (page: Page) => page.getByRole('dialog', { name: 'Review and publish' })
const mainAction = (page: Page) => page.getByRole('button', { name: 'Review and publish' })

/** Keeps back every `close` event of a dialog, as a busy page does, until the function that this gives is called. */
async function holdCloseEvents(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => {
    const held: EventTarget[] = []
    Reflect.set(window, 'heldCloseEvents', held)
    window.addEventListener(
      'close',
      (event) => {
        if (!event.isTrusted || !event.target) return
        event.stopImmediatePropagation()
        held.push(event.target)
      },
      { capture: true },
    )
  })
  return () =>
    page.evaluate(() => {
      const held = Reflect.get(window, 'heldCloseEvents') as EventTarget[]
      for (const target of held.splice(0)) target.dispatchEvent(new Event('close'))
    })
}

test('a dialog that is closed and asked for again at once stays open, however late the browser tells of the closing', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await page.getByLabel('Name', { exact: true }).fill('At once')
  const release = await holdCloseEvents(page)
  await mainAction(page).press('Enter')
  await expect(review(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Enter')
  await expect(review(page)).toBeVisible()
  await release()
  await expect(review(page).getByText('1 change to')).toBeVisible()
  await review(page).getByRole('button', { name: 'Keep editing' }).press('Enter')
  await page.keyboard.press('Enter')
  await expect(review(page)).toBeVisible()
  await release()
  await expect(review(page).getByText('1 change to')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(review(page)).toBeHidden()
  await release()

  const discard = page.getByRole('alertdialog', { name: 'Discard your changes?' })
  await page.getByRole('button', { name: 'Discard changes' }).press('Enter')
  await expect(discard).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Enter')
  await expect(discard).toBeVisible()
  await release()
  await expect(discard.getByRole('button', { name: 'Keep editing' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(discard).toBeHidden()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('At once')
})

test.describe('when publishing breaks off by a mistake', () => {
  test.use({ expectedProblems: [/a mistake of the test/] })

  test('the review can be used again, says so, and publishes', async ({ page, account, sandbox, signIn }) => {
    await signIn(page, account.screen_name)
    await page.getByLabel('Name', { exact: true }).fill('Once more')
    await page.evaluate(() => {
      const open = XMLHttpRequest.prototype.open
      XMLHttpRequest.prototype.open = () => {
        XMLHttpRequest.prototype.open = open
        throw new Error('a mistake of the test')
      }
    })
    await mainAction(page).click()
    const publish = review(page).getByRole('button', { name: 'Publish', exact: true })
    await publish.click()
    await expect(review(page).getByRole('status')).toContainText(
      'Something went wrong on our side while publishing. What’s still listed',
    )
    await expect(publish).not.toHaveAttribute('aria-busy')
    await expect(review(page).getByText('1 change to')).toBeVisible()
    await publish.click()
    await untilPublished(page)
    expect(await sandbox.userOf(account.screen_name)).toMatchObject({ name: 'Once more' })
  })
})
