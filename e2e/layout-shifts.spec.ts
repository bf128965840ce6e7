import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import type { Page, TestInfo } from '@playwright/test'
import { expect, test, untilEditorIsReady } from './fixtures'
import { measureShifts } from './layout-shifts'
import { BACKGROUND, drag, fileField, HEADER, leaveWithDrag, PHOTO, prepared, rowOf } from './picture-slots'
import { BLUE, makeImpostor, makePng, type PictureFile, RED } from './pictures'
import { untilPublished } from './publishing'
import { addAccountTo } from './sign-in-over-http'
import { testPicture } from './test-pictures'

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true })
const status = (page: Page, text: string | RegExp) => page.getByRole('status').filter({ hasText: text })
const review = (page: Page) => page.getByRole('dialog', { name: 'Review and publish' })
const untilSaved = (page: Page) => expect(page.getByText('Draft saved').first()).toBeAttached()

/** The text fields, the longest text that each takes, what such a text may be made of, and one that is fine. */
const TEXTS = [
  { label: 'Name', max: 50, words: 'long', fine: 'Still' },
  { label: 'Bio', max: 160, words: 'so much to say ', fine: 'Another bio.' },
  { label: 'Location', max: 30, words: 'far', fine: 'Lower Fen' },
  { label: 'Website', max: 100, words: 'example.com/', fine: 'https://example.com' },
]

async function onDisk(testInfo: TestInfo, { name, buffer }: PictureFile): Promise<string> {
  const path = testInfo.outputPath(name)
  await writeFile(path, buffer)
  return path
}

for (const width of [360, 1440]) {
  test.describe(`nothing moves under a pointer at ${width} pixels`, () => {
    test.use({ permissions: ['clipboard-read', 'clipboard-write'], viewport: { width, height: 900 } })

    test('while texts, pictures and switches are edited, by every way there is, and undone', async ({
      page,
      sandbox,
      startSession,
    }, testInfo) => {
      const { during, expectNone } = await measureShifts(page)
      const account = await sandbox.createAccount({ name: 'Still', description: 'A bio.' })
      await startSession(page, account.screen_name)
      await page.goto('/profile', { waitUntil: 'networkidle' })
      await expectNone('while the page loads')

      for (const [at, { label, max, words }] of TEXTS.entries()) {
        const text = field(page, label)
        await text.scrollIntoViewIfNeeded()
        await during(`by the focus in ${label}`, () => text.focus())
        await during(`while somebody types in ${label}`, async () => {
          await page.keyboard.press('ControlOrMeta+A')
          await page.keyboard.type('https')
          await page.keyboard.insertText(`://${words.repeat(20)}`.slice(0, max - 6))
        })
        await during(`when the counter of ${label} warns`, async () => {
          await expect(page.getByText('1 left', { exact: true })).toBeVisible()
        })
        await during(`when ${label} is too long`, async () => {
          await page.keyboard.type('x'.repeat(at + 3))
          await expect(page.getByText(`${at + 2} too many`, { exact: true })).toBeVisible()
        })
      }
      await untilSaved(page)

      const problem = page.getByRole('region', { name: 'There is a problem' })
      await page.keyboard.press('Control+Enter')
      await expect(problem).toBeFocused()
      await expect(problem).toBeInViewport({ ratio: 0.5 })
      await expectNone('when the review is refused')
      for (const { label, fine } of TEXTS) {
        const text = field(page, label)
        await text.click()
        await during(`when ${label} is mended`, async () => {
          await page.keyboard.press('ControlOrMeta+A')
          await page.keyboard.insertText(fine)
          await expect(text).not.toHaveAttribute('aria-invalid')
        })
      }
      await expect(problem).toBeHidden()

      for (const [slot, picture] of [
        [HEADER, makePng(1500, 500, RED)],
        [PHOTO, makePng(400, 400, BLUE)],
        [BACKGROUND, testPicture('hidden-data.jpg')],
      ] as const) {
        await rowOf(page, slot).scrollIntoViewIfNeeded()
        await during(`when the ${slot.label} is prepared`, async () => {
          await fileField(page, slot).setInputFiles(picture)
          await expect(prepared(page, slot)).toBeVisible()
        })
      }
      for (const name of ['Show background', 'Tile background']) {
        const toggle = page.getByRole('switch', { name })
        await toggle.scrollIntoViewIfNeeded()
        await during(`by the switch ${name}`, async () => {
          await toggle.click()
          await toggle.click()
        })
      }

      const cdp = await page.context().newCDPSession(page)
      const dragged = await onDisk(testInfo, makePng(400, 400, RED, 'dragged.png'))
      const impostor = await onDisk(testInfo, makeImpostor())
      const row = rowOf(page, PHOTO)
      const heading = page.getByText('Profile photo', { exact: true }).first()
      await row.scrollIntoViewIfNeeded()
      await during('when a file is dragged over the page', async () => {
        await drag(cdp, heading, 'enter', { items: [], files: [dragged] })
        await expect(page.locator('.outline-dashed').first()).toBeVisible()
      })
      await during('when it is dragged over a row', async () => {
        await drag(cdp, row, 'over', { items: [], files: [dragged] })
        await expect(page.getByText('Drop to use it')).toBeVisible()
      })
      await during('when it is dragged out of the page', async () => {
        await leaveWithDrag(cdp, { items: [], files: [dragged] })
        await expect(page.locator('.outline-dashed')).toHaveCount(0)
        await expect(page.getByText('Drop to use it')).toBeHidden()
      })
      await during('when it is dropped on a row', async () => {
        await drag(cdp, row, 'enter', { items: [], files: [dragged] })
        await drag(cdp, row, 'drop', { items: [], files: [dragged] })
        await expect(prepared(page, PHOTO)).toContainText('dragged.png')
      })
      await during('when it is dropped beside the rows', async () => {
        await drag(cdp, heading, 'enter', { items: [], files: [dragged] })
        await drag(cdp, heading, 'drop', { items: [], files: [dragged] })
        await expect(page.getByText('Which picture is this for?')).toBeVisible()
      })
      await during('when a file that is no picture is dropped', async () => {
        await drag(cdp, row, 'enter', { items: [], files: [impostor] })
        await drag(cdp, row, 'drop', { items: [], files: [impostor] })
        await expect(fileField(page, PHOTO)).toHaveAccessibleDescription(/not-an-image.png is a text/)
      })

      await page.evaluate(
        async (bytes) => {
          const picture = new Blob([new Uint8Array(bytes)], { type: 'image/png' })
          await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })])
        },
        [...makePng(1500, 500, BLUE).buffer],
      )
      await fileField(page, HEADER).focus()
      await during('when a picture is pasted', async () => {
        await page.keyboard.press('ControlOrMeta+V')
        await expect(prepared(page, HEADER)).toContainText('image.png')
      })
      for (const [key, words] of [
        ['Control+z', 'Undone: Header image.'],
        ['Control+z', 'Undone: Profile photo.'],
        ['Control+Shift+z', 'Redone: Profile photo.'],
        ['Control+Shift+z', 'Redone: Header image.'],
      ] as const) {
        await during(words, async () => {
          await page.keyboard.press(key)
          await expect(status(page, words)).toBeAttached()
        })
      }

      // Two things to know about one picture, and more than there is room for.
      const moving = {
        name: 'moving.png',
        mimeType: 'image/png',
        buffer: readFileSync(testPicture('animated.gif')),
      }
      for (const [slot, file, words] of [
        [BACKGROUND, moving, 'The file extension is wrong'],
        [HEADER, makeImpostor(), 'not-an-image.png is a text'],
        [BACKGROUND, makeImpostor(), 'not-an-image.png is a text'],
      ] as const) {
        await rowOf(page, slot).scrollIntoViewIfNeeded()
        await during(`when a file for the ${slot.label} is told about`, async () => {
          await fileField(page, slot).setInputFiles(file)
          await expect(fileField(page, slot)).toHaveAccessibleDescription(new RegExp(words))
        })
      }

      await untilSaved(page)
      await page.reload()
      await expect(status(page, /^Draft from/)).toBeVisible()
      await expectNone('when a draft comes back')
      await page.evaluate(() => scrollTo(0, 0))
      const question = page.getByRole('alertdialog')
      await during('when a dialog opens', async () => {
        await page.getByRole('button', { name: 'Discard changes' }).click()
        await expect(question).toBeVisible()
      })
      await during('when everything is discarded', async () => {
        await question.getByRole('button', { name: 'Discard changes' }).click()
        await expect(page.getByText('No changes')).toBeVisible()
      })
    })

    test('through review, network, looks, other tabs and accounts', async ({
      page,
      context,
      sandbox,
      startSession,
    }) => {
      const { during, expectNone } = await measureShifts(page)
      const account = await sandbox.createAccount({ name: 'Still', description: 'A bio.' })
      const other = await sandbox.createAccount({ name: 'Other' })
      await startSession(page, other.screen_name)
      await addAccountTo(context.request, account.screen_name)

      await page.goto('/looks', { waitUntil: 'networkidle' })
      await expectNone('while the looks load')
      await page.getByRole('button', { name: 'Save the draft as a look' }).click()
      const naming = page.getByRole('dialog', { name: 'Save as a look' })
      await naming.getByLabel('Name of the look').fill('Before')
      await during('when a look is saved', async () => {
        await naming.getByRole('button', { name: 'Save look' }).click()
        await expect(status(page, 'Before is saved.')).toBeVisible()
      })

      await page.goto('/profile', { waitUntil: 'networkidle' })
      const tab = await context.newPage()
      await tab.goto('/profile')
      await untilEditorIsReady(tab)
      await during('when another tab edits', async () => {
        await field(tab, 'Bio').fill('From another tab')
        await expect(field(page, 'Bio')).toHaveValue('From another tab')
        await expect(page.getByText('1 change', { exact: true })).toBeVisible()
      })
      await page.getByRole('switch', { name: 'Tile background' }).click()
      await fileField(page, PHOTO).setInputFiles(makePng(400, 400, RED))
      await expect(prepared(page, PHOTO)).toBeVisible()
      await untilSaved(page)

      const open = page.getByRole('button', { name: 'Review and publish' })
      const foot = review(page).getByRole('status')
      await during('when the review opens', async () => {
        await open.click()
        await expect(review(page)).toBeVisible()
      })
      await during('when the network goes', async () => {
        await context.setOffline(true)
        await expect(foot).toContainText('You’re offline')
      })
      await during('when it is back', async () => {
        await context.setOffline(false)
        await expect(foot).not.toContainText('You’re offline')
      })
      const tick = review(page).getByRole('checkbox', { name: 'Tile background' })
      await tick.scrollIntoViewIfNeeded()
      await during('when a change is left out', async () => {
        await tick.uncheck()
        await expect(review(page).getByText('Left out.')).toBeVisible()
      })
      await during('when the review is closed', async () => {
        await review(page).getByRole('button', { name: 'Keep editing' }).click()
        await expect(review(page)).toBeHidden()
      })
      // The page goes to the notice of success, which is in view already.
      await page.evaluate(() => scrollTo(0, 0))
      await open.click()
      await tick.uncheck()
      await during('when two parts are published and one is left out', async () => {
        await review(page).getByRole('button', { name: 'Publish', exact: true }).click()
        await untilPublished(page)
      })
      await expect(page.getByText('1 change', { exact: true })).toBeVisible()
      await during('when the profile was changed elsewhere', async () => {
        await context.setOffline(true)
        await sandbox.changeAccount(account.screen_name, { location: 'Upper Fen' })
        await context.setOffline(false)
        await expect(status(page, 'Location: changed somewhere else.')).toBeVisible()
      })

      await page.goto('/looks', { waitUntil: 'networkidle' })
      await expectNone('while a look loads')
      await page.getByRole('button', { name: 'Use this look', exact: true }).click()
      await page
        .getByRole('alertdialog')
        .getByRole('button', { name: /^Replace/ })
        .click()
      await page.waitForURL('**/profile')
      await untilEditorIsReady(page)
      await expect(status(page, 'In your draft: the look “Before”.')).toBeVisible()
      await expectNone('when a look is used')

      const opener = page.getByRole('button', { name: `@${account.screen_name}`, exact: true })
      await during('when the account menu opens', async () => {
        await opener.click()
        await expect(page.getByRole('button', { name: `@${other.screen_name}` })).toBeVisible()
      })
      const notice = tab.getByRole('alert').filter({ hasText: 'is the active account now' })
      await page.getByRole('button', { name: `@${other.screen_name}` }).click()
      await expect(opener).toHaveCount(0)
      await untilEditorIsReady(page)
      await expectNone('when the account is switched')
      await during('when the other tab switches back', async () => {
        await notice.getByRole('button', { name: /^Switch back/ }).click()
        await expect(page.getByRole('alert').filter({ hasText: 'is the active account now' })).toBeVisible()
      })

      const name = field(page, 'Name')
      await name.press('End')
      await during('when edits cannot be saved because of a newer version in another tab', async () => {
        await tab.evaluate(async () => {
          const opening = indexedDB.open('plumage', 99)
          await new Promise((resolve) => {
            opening.onsuccess = resolve
          })
          opening.result.close()
        })
        await page.keyboard.type('!')
        await expect(status(page, 'Your edits are only stored in this tab.')).toBeVisible()
      })
    })
  })
}
