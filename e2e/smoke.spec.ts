import { expect, test } from './fixtures'

test.use({ signsInByHand: true })

test('a person who is not signed in is offered to sign in', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('button', { name: 'Sign in with X' })).toBeVisible()
})

test('a new account signs in and meets the editor', async ({ page, account, signIn }) => {
  await signIn(page, account.screen_name)
  await expect(page).toHaveURL(/\/profile$/)
})

test('both instances answer, whatever else asks them in between', async ({ request }) => {
  const instances = new Set<string | undefined>()
  for (let count = 0; count < 50 && instances.size < 2; count += 1) {
    const answer = await request.get('/api/health')
    expect(answer.status()).toBe(200)
    instances.add(answer.headers()['x-instance'])
  }
  expect(instances).toEqual(new Set(['0', '1']))
})
