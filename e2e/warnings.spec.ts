import { violationsOn } from './axe'
import { expect, test } from './fixtures'
import { untilPublished } from './publishing'

test('what somebody may regret is said in the review, and publishing goes on all the same', async ({
  page,
  sandbox,
  signIn,
}) => {
  const account = await sandbox.createAccount({ name: 'Wren', location: 'Lower Fen' })
  await signIn(page, account.screen_name)
  const values = {
    Name: 'Wr\u200Ben \u202Everified',
    Bio: 'one\ntwo\nth\u00ADree\nfour\nfive\nsix',
    Location: '',
    Website: 'http://wren.example',
  }
  for (const [label, value] of Object.entries(values)) {
    await page.getByLabel(label, { exact: true }).fill(value)
  }
  await page.getByRole('button', { name: 'Review and publish' }).click()
  const review = page.getByRole('dialog', { name: 'Review and publish' })
  const change = (label: string) =>
    review.getByRole('listitem').filter({ has: page.getByRole('checkbox', { name: label, exact: true }) })
  for (const words of [
    'looks like a check mark or says “verified”',
    'invisible character after “Wr”',
    'direction',
  ]) {
    await expect(change('Name')).toContainText(words)
  }
  await expect(change('Bio')).toContainText('more than 5 lines. Small previews cut the rest off')
  await expect(change('Bio')).toContainText('There’s an invisible character after “th”.')
  await expect(change('Location')).toContainText('Location will be empty.')
  await expect(change('Website')).toContainText('isn’t secure (http)')
  expect(await violationsOn(page)).toEqual([])

  // What is left out needs no warning.
  await change('Website').getByRole('checkbox').uncheck()
  await expect(change('Website').getByText('isn’t secure')).toBeHidden()
  await change('Website').getByRole('checkbox').check()
  await review.getByRole('button', { name: 'Publish', exact: true }).click()
  await untilPublished(page)
  expect(await sandbox.userOf(account.screen_name)).toMatchObject({
    description: values.Bio,
    location: '',
  })
})
