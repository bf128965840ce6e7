import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'

const review = (page: Page) => page.getByRole('button', { name: 'Review and publish' }).click()

for (const { label, limit } of [
  { label: 'Name', limit: 50 },
  { label: 'Bio', limit: 160 },
  { label: 'Location', limit: 30 },
]) {
  test(`${label} counts characters as X does, takes ${limit}, and one too many is refused beside the field, where the text stays`, async ({
    page,
    account,
    sandbox,
    signIn,
  }) => {
    await signIn(page, account.screen_name)
    const field = page.getByLabel(label, { exact: true })
    await field.fill('🚀'.repeat(limit))
    await expect(page.getByText('0 left').first()).toBeVisible()
    await review(page)
    const dialog = page.getByRole('dialog', { name: 'Review and publish' })
    await expect(dialog).toBeVisible()
    await dialog.getByRole('button', { name: 'Keep editing' }).click()

    const text = 'é'.repeat(limit + 1)
    await field.fill(text)
    await expect(page.getByText('1 too many').first()).toBeVisible()
    await review(page)
    const summary = page.getByRole('region', { name: 'There is a problem' })
    await expect(summary).toBeFocused()
    const sentence = `${label} is 1 character too long. Shorten it to ${limit}.`
    await expect(field).toHaveAttribute('aria-invalid', 'true')
    await expect(field).toHaveAccessibleDescription(new RegExp(sentence))
    await expect(field).toHaveValue(text)
    await expect(page).toHaveTitle(/^Error: /)
    await summary.getByText(sentence).click()
    await expect(field).toBeFocused()
    await field.fill('short')
    await expect(field).not.toHaveAttribute('aria-invalid', 'true')
    expect(
      (await sandbox.requestsOf(account.screen_name)).filter(
        ({ method, path }) => method === 'POST' && path.includes('update'),
      ),
    ).toEqual([])
  })
}

test('an empty name is refused in words', async ({ page, sandbox, signIn }) => {
  const account = await sandbox.createAccount({ name: 'Before' })
  await signIn(page, account.screen_name)
  const field = page.getByLabel('Name', { exact: true })
  await field.fill('')
  await review(page)
  await expect(page.getByRole('region', { name: 'There is a problem' })).toBeFocused()
  await expect(field).toHaveAccessibleDescription(/Enter a name/)
})

test('a counter warns at a tenth of its limit, and not before', async ({ page, account, signIn }) => {
  await signIn(page, account.screen_name)
  for (const { label, limit, near } of [
    { label: 'Location', limit: 30, near: 3 },
    { label: 'Bio', limit: 160, near: 16 },
  ]) {
    const field = page.getByLabel(label, { exact: true })
    const warns = async (left: number) => {
      await field.fill('e'.repeat(limit - left))
      const counter = page.getByText(`${left} left`, { exact: true })
      await expect(counter).toBeVisible()
      return (await counter.locator('..').locator('svg').count()) > 0
    }
    expect(await warns(near + 1), label).toBe(false)
    expect(await warns(near), label).toBe(true)
  }
})

test('a website without a scheme gets https when the field is left, and the page says so', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const field = page.getByLabel('Website', { exact: true })
  await field.fill('example.com/birds')
  await field.press('Tab')
  await expect(field).toHaveValue('https://example.com/birds')
  await expect(page.getByText('We added https:// in front.').first()).toBeVisible()
  await field.fill('\u200Bhttps://ｅｘａｍｐｌｅ.com\u200E')
  await field.press('Tab')
  await expect(field).toHaveValue('https://example.com')
  await expect(page.getByText('We tidied the address.').first()).toBeVisible()
})

test('a website that is none, is unsafe or tells a password is refused in words', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const field = page.getByLabel('Website', { exact: true })
  for (const [typed, words] of [
    ['javascript:alert(1)', /http or https/],
    ['just words', /example\.com/],
    ['https://me:secret@example.com', /password/],
    ['https:/example.com', /two slashes/],
    ['exam\u200Bple.com', /invisible character after “exam”/],
  ] as const) {
    await test.step(JSON.stringify(typed), async () => {
      await field.fill(typed)
      await review(page)
      await expect(page.getByRole('region', { name: 'There is a problem' })).toBeFocused()
      await expect(field).toHaveAccessibleDescription(words)
      await field.fill('')
      await expect(page.getByText('No changes')).toBeVisible()
    })
  }
})

test('what the server refuses is said at its field, and the edits are kept', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const field = page.getByLabel('Name', { exact: true })
  await field.fill('Ada <3')
  await review(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click()
  await expect(page.getByRole('region', { name: 'There is a problem' })).toBeFocused()
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  await expect(field).toHaveAccessibleDescription(/refused your name/)
  await expect(field).toHaveValue('Ada <3')
})
