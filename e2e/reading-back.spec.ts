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

test('a bio with links, emoji, mentions, ampersands, line breaks or right-to-left text, and a website without a scheme, are read back as they were published, and are no change', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const field = page.getByLabel('Bio', { exact: true })
  await page.getByLabel('Website', { exact: true }).fill('wren.example/hedgerow')
  for (const [what, bio] of Object.entries(BIOS)) {
    await test.step(what, async () => {
      await field.fill(bio)
      await publishChanges(page)
      await untilPublished(page)
      await expect(field).toHaveValue(bio.normalize('NFC'))

      await page.reload()
      await expect(field).toHaveValue(bio.normalize('NFC'))
      await expect(page.getByLabel('Website', { exact: true })).toHaveValue('https://wren.example/hedgerow')
      await page.getByRole('button', { name: 'Review and publish' }).click()
      await expect(page.getByText('Nothing to publish yet')).toBeVisible()
    })
  }
})

test('the untouched profiles of the sandbox’s own accounts have nothing to publish', async ({
  page,
  signIn,
}) => {
  for (const seed of ['wren', 'kestrel', 'jay']) {
    await signIn(page, seed)
    await page.getByRole('button', { name: 'Review and publish' }).click()
    await expect(page.getByText('Nothing to publish yet')).toBeVisible()
  }
})
