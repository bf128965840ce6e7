import { expect, test } from './fixtures'
import { publishChanges, untilPublished } from './publishing'

const BIOS = {
  links: 'Maps at https://maps.example/fen?a=1&b=2 and birds.example/list, prints too.',
  emoji: '👩‍💻 écrit des 🐦, e\u0301 and ☃',
  mentions: 'Draws for @kestrel and @jay #hedgerow $FEN',
  ampersands: 'Bed & breakfast <3 R&D; if (a < b && b > c)',
  'line breaks': 'One line\n\nand another\n  with space before it',
  'right-to-left text': 'ציפור קטנה, שיר גדול https://wren.example/שיר سلام 🐦',
} as const

for (const [what, bio] of Object.entries(BIOS)) {
  test(`a bio with ${what} is read back as it was written, and is no change`, async ({
    page,
    account,
    signIn,
  }) => {
    await signIn(page, account.screen_name)
    const field = page.getByLabel('Bio', { exact: true })
    await field.fill(bio)
    await publishChanges(page)
    await untilPublished(page)
    await expect(field).toHaveValue(bio.normalize('NFC'))

    await page.reload()
    await expect(field).toHaveValue(bio.normalize('NFC'))
    await page.getByRole('button', { name: 'Review and publish' }).click()
    await expect(page.getByText('Nothing to publish yet')).toBeVisible()
  })
}

for (const seed of ['wren', 'kestrel', 'jay']) {
  test(`the untouched profile of @${seed} has nothing to publish`, async ({ page, signIn }) => {
    await signIn(page, seed)
    await page.getByRole('button', { name: 'Review and publish' }).click()
    await expect(page.getByText('Nothing to publish yet')).toBeVisible()
  })
}

test('a website is read back with the scheme it was published with', async ({ page, account, signIn }) => {
  await signIn(page, account.screen_name)
  await page.getByLabel('Website', { exact: true }).fill('wren.example/hedgerow')
  await publishChanges(page)
  await untilPublished(page)
  await page.reload()
  await expect(page.getByLabel('Website', { exact: true })).toHaveValue('https://wren.example/hedgerow')
})
