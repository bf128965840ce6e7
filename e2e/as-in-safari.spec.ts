import { expect, test, untilEditorIsReady } from './fixtures'
import { fileField, PHOTO, prepared } from './picture-slots'
import { makePng, RED } from './pictures'

// What Safari does otherwise than this browser, done to its pages.

test.describe('where blobs are refused and bytes are kept, as in a private window', () => {
  test.beforeEach(async ({ page }) => {
    await page.addInitScript(() => {
      const holdsBlob = (value: unknown): boolean =>
        value instanceof Blob ||
        (typeof value === 'object' && value !== null && Object.values(value).some(holdsBlob))
      const { put } = IDBObjectStore.prototype
      IDBObjectStore.prototype.put = function (...[value, key]: Parameters<typeof put>) {
        if (holdsBlob(value)) throw new DOMException('Error preparing Blob/File data', 'UnknownError')
        return put.call(this, value, key)
      }
    })
  })

  test('a draft, a look and its copy keep their pictures all the same', async ({ page, account, signIn }) => {
    await signIn(page, account.screen_name)
    await fileField(page, PHOTO).setInputFiles(makePng(400, 400, RED, 'kept.png'))
    await expect(page.getByText('Draft saved')).toBeVisible()
    await page.reload()
    await untilEditorIsReady(page)
    await expect(prepared(page, PHOTO)).toContainText('kept.png')

    await page.goto('/looks')
    await page.getByRole('button', { name: 'Save the draft as a look' }).click()
    await page.getByLabel('Name of the look').fill('Red')
    await page.getByRole('button', { name: 'Save look' }).click()
    await expect(page.getByText('Red is saved.')).toBeVisible()
    await page.getByRole('button', { name: 'Duplicate' }).click()
    await expect(page.getByText('Red is duplicated.')).toBeVisible()
    await page.goto('/storage')
    await expect(page.getByText(/^2 looks, pictures \d/)).toBeVisible()
  })
})

test('a database that never answers is one that keeps nothing, and it is said', async ({
  page,
  account,
  signIn,
}) => {
  await page.clock.install()
  await page.addInitScript(() => {
    const { open } = IDBFactory.prototype
    IDBFactory.prototype.open = function (...parameters) {
      const request = open.apply(this, parameters)
      for (const type of ['upgradeneeded', 'success'])
        request.addEventListener(type, (event) => event.stopImmediatePropagation())
      return request
    }
  })
  await signIn(page, account.screen_name)
  await page.getByLabel('Location', { exact: true }).fill('Only here')
  // An answer is waited for this long.
  await page.clock.fastForward('00:10')
  await expect(page.getByText('Your edits are only stored in this tab.')).toBeVisible()
  await expect(page.getByText('This browser can’t open the data saved here.')).toBeVisible()
})

test('the account menu opens, stays and closes where a click gives no button the focus', async ({
  page,
  account,
  signIn,
}) => {
  await page.addInitScript(() => {
    addEventListener('mousedown', (event) => {
      const pressed = event.target instanceof Element ? event.target.closest('button, a, label') : null
      if (!pressed) return
      event.preventDefault()
      const place = pressed.parentElement?.closest<HTMLElement>('[tabindex]')
      if (place) place.focus()
      else if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    })
  })
  await signIn(page, account.screen_name)
  const opener = page.getByRole('button', { name: new RegExp(`@${account.screen_name}`) })
  const option = page.getByRole('checkbox', { name: /^Remove Plumage’s access/ })
  await opener.click()
  await option.check()
  await expect(option).toBeChecked()
  await page.getByRole('heading', { level: 1 }).click()
  await expect(option).toBeHidden()
  await opener.click()
  await expect(option).toBeVisible()
  await opener.click()
  await expect(option).toBeHidden()
})
