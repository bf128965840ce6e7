import type { Browser, Page } from '@playwright/test'
import { violationsOn } from './axe'
import { expect, test, untilEditorIsReady } from './fixtures'
import { BLUE, GREEN, makePng } from './pictures'
import { publishChanges, untilPublished } from './publishing'
import { keepRecords, keysOf, recordsOf } from './stored-data'

const bio = (page: Page) => page.getByLabel('Bio', { exact: true })
const name = (page: Page) => page.getByLabel('Name', { exact: true })
const found = (page: Page) => page.getByRole('status').filter({ hasText: /^Draft from/ })

/** Everything typed is on the device. The page says so within half a second. */
async function untilSaved(page: Page): Promise<void> {
  await expect(page.getByText('Draft saved')).toBeVisible()
}

/** Publishes another bio for the same account, from another browser. */
async function publishElsewhere(
  browser: Browser,
  signInAt: (tab: Page) => Promise<void>,
  text: string,
): Promise<void> {
  const elsewhere = await browser.newContext()
  const other = await elsewhere.newPage()
  await signInAt(other)
  await bio(other).fill(text)
  await publishChanges(other)
  await untilPublished(other)
  await elsewhere.close()
}

declare global {
  interface Window {
    /** The bio as it stood, each time the page said that it was kept and it was not. */
    untruePromises: string[]
    /** How many writes of a draft were begun. */
    writesBegun: number
    /** Lets the device write again. */
    letDeviceWrite: () => void
  }
}

/** Runs in the page before its own code: compares what the page says with what is on the device. */
function noteUntruePromises(): void {
  window.untruePromises = []
  window.writesBegun = 0
  let onDevice: string | undefined
  const { transaction } = IDBDatabase.prototype
  const { put } = IDBObjectStore.prototype
  const writing = new WeakMap<IDBTransaction, string>()
  IDBDatabase.prototype.transaction = function begin(...given) {
    const begun = transaction.apply(this, given)
    if (begun.mode === 'readwrite' && begun.objectStoreNames.contains('drafts')) window.writesBegun += 1
    begun.addEventListener('complete', () => {
      onDevice = writing.get(begun) ?? onDevice
    })
    return begun
  }
  IDBObjectStore.prototype.put = function write(...given) {
    if (this.name === 'drafts') writing.set(this.transaction, given[0].draft.bio)
    return put.apply(this, given)
  }
  const compare = () => {
    const field = document.querySelector('textarea')
    const isSaid = document.querySelector('[aria-label="Changes"]')?.textContent?.includes('Draft saved')
    if (field && isSaid && field.value !== onDevice) window.untruePromises.push(field.value)
  }
  new MutationObserver(compare).observe(document, { childList: true, characterData: true, subtree: true })
  const everyFrame = () => {
    compare()
    requestAnimationFrame(everyFrame)
  }
  requestAnimationFrame(everyFrame)
}

test('a draft with text, switch and pictures is there again after a reload, and says from when it is', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await bio(page).fill('Half a thought')
  await page.getByRole('switch', { name: 'Tile background' }).check()
  await page.getByLabel('Background image', { exact: true }).setInputFiles(makePng(64, 48, BLUE, 'sky.png'))
  await expect(page.getByText('PNG, 64 × 48').first()).toBeVisible()
  await untilSaved(page)
  await page.reload()
  await expect(found(page)).toContainText(/Draft from \d\d.\d\d/)
  await expect(bio(page)).toHaveValue('Half a thought')
  await expect(page.getByRole('switch', { name: 'Tile background' })).toBeChecked()
  await expect(page.getByText('sky.png').first()).toBeVisible()
  await expect(page.getByText('3 changes', { exact: true })).toBeVisible()
})

test('the page never says that a draft is kept while its newest letter is not on the device', async ({
  page,
  account,
  signIn,
}) => {
  await page.addInitScript(noteUntruePromises)
  await signIn(page, account.screen_name)
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  for (const [typed, whole] of [
    ['One', 'One'],
    [', two', 'One, two'],
    [', three', 'One, two, three'],
  ] as const) {
    await bio(page).press('Control+End')
    await bio(page).pressSequentially(typed)
    await expect.poll(async () => (await recordsOf(page, 'drafts'))[0]?.draft).toMatchObject({ bio: whole })
    await untilSaved(page)
  }
  expect(await page.evaluate(() => window.untruePromises)).toEqual([])
})

/** What the browser does when the person clears what a site has stored. */
async function clearSiteData(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const { origin } = new URL(page.url())
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' })
}

test('a draft that the person clears from the device with the page open is saved again, with its picture', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await bio(page).fill('Still here')
  await page.getByLabel('Profile photo', { exact: true }).setInputFiles(makePng(400, 400, BLUE, 'still.png'))
  await expect(page.locator('#field-avatar-facts')).toContainText('still.png')
  await untilSaved(page)
  await clearSiteData(page)
  // Opened by its name alone, a database that is not there would be made.
  await expect.poll(() => page.evaluate(() => indexedDB.databases())).toMatchObject([{ name: 'plumage' }])
  await untilSaved(page)
  await page.reload()
  await expect(bio(page)).toHaveValue('Still here')
  await expect(page.locator('#field-avatar-facts')).toContainText('still.png')
})

test('a draft that is cleared from the device and cannot be saved again is not said to be saved', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await bio(page).fill('Only here')
  await untilSaved(page)
  await page.evaluate(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('Storage is off.', 'SecurityError')
    }
  })
  await clearSiteData(page)
  await expect(page.getByText('Your edits are only stored in this tab.')).toBeVisible()
  await expect(page.getByText('Draft saved')).toBeHidden()
  await expect(bio(page)).toHaveValue('Only here')
})

/** Runs in the page: nothing more is written to the drafts until `letDeviceWrite` is called. */
async function holdDevice(): Promise<void> {
  const opening = indexedDB.open('plumage')
  await new Promise((resolve) => opening.addEventListener('success', resolve))
  let isHeld = true
  window.letDeviceWrite = () => {
    isHeld = false
  }
  // A transaction lives as long as it is asked for something.
  const drafts = opening.result.transaction('drafts', 'readwrite').objectStore('drafts')
  const ask = () => {
    if (isHeld) drafts.count().addEventListener('success', ask)
    else opening.result.close()
  }
  ask()
}

test('while the device is slow to write, a letter that waits for its turn is not said to be kept', async ({
  page,
  account,
  signIn,
}) => {
  await page.clock.install()
  await page.addInitScript(noteUntruePromises)
  await signIn(page, account.screen_name)
  await bio(page).fill('One')
  await page.clock.runFor(1000)
  await untilSaved(page)
  await page.evaluate(holdDevice)
  const writesBegun = () => page.evaluate(() => window.writesBegun)
  const before = await writesBegun()
  await bio(page).fill('One, two')
  await page.clock.runFor(1000)
  await expect.poll(writesBegun).toBe(before + 1)
  await bio(page).fill('One, two, three')
  await page.clock.runFor(1000)
  await page.evaluate(() => window.letDeviceWrite())
  await untilSaved(page)
  expect(await writesBegun()).toBe(before + 2)
  expect((await recordsOf(page, 'drafts'))[0]?.draft).toMatchObject({ bio: 'One, two, three' })
  expect(await page.evaluate(() => window.untruePromises)).toEqual([])
})

test('a draft outlives signing out and in again, and belongs to its account alone', async ({
  page,
  account,
  sandbox,
  signIn,
}) => {
  const other = await sandbox.createAccount()
  await signIn(page, account.screen_name)
  await name(page).fill('Not yet')
  await untilSaved(page)
  const signOut = async (handle: string) => {
    await page.getByRole('button', { name: `@${handle}` }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect(page.getByRole('button', { name: 'Sign in with X' })).toBeVisible()
  }
  await signOut(account.screen_name)
  await signIn(page, other.screen_name)
  await expect(found(page)).toHaveCount(0)
  await expect(name(page)).not.toHaveValue('Not yet')
  await signOut(other.screen_name)
  await signIn(page, account.screen_name)
  await expect(found(page)).toBeVisible()
  await expect(name(page)).toHaveValue('Not yet')
})

test('a draft outlives a session that has ended, and a week', async ({ page, account, sandbox, signIn }) => {
  const { server, accountId } = keysOf(sandbox, account)
  const aWeekAgo = new Date(Date.now() - 7 * 24 * 3_600_000)
  await signIn(page, account.screen_name)
  await bio(page).fill('Before the session ended')
  await untilSaved(page)
  await page.context().clearCookies()
  await page.goto('/profile')
  await expect(page.getByRole('button', { name: 'Sign in with X' })).toBeVisible()
  const [record] = await recordsOf(page, 'drafts')
  await keepRecords(page, [
    { store: 'drafts', record: { ...record, changedAt: aWeekAgo.toISOString() }, key: [server, accountId] },
  ])
  await signIn(page, account.screen_name)
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' }).format(aWeekAgo)
  await expect(found(page)).toContainText(new RegExp(`Draft from ${day}, \\d\\d:\\d\\d restored`))
  await expect(bio(page)).toHaveValue('Before the session ended')
})

test('a draft of the same account at another server is not mixed in', async ({ page, account, signIn }) => {
  await signIn(page, account.screen_name)
  await bio(page).fill('For this server alone')
  await untilSaved(page)
  await page.goto('/storage')
  const [record] = await recordsOf(page, 'drafts')
  await keepRecords(page, [
    {
      store: 'drafts',
      record: { ...record, draft: { ...Object(record?.draft), bio: 'For the other server' } },
      key: ['https://other.example', account.id_str],
    },
  ])
  await page.goto('/profile')
  await expect(found(page)).toBeVisible()
  await expect(bio(page)).toHaveValue('For this server alone')
  await page.getByRole('button', { name: 'Discard changes' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Discard changes' }).click()
  await expect.poll(async () => (await recordsOf(page, 'drafts')).length).toBe(1)
  await page.goto('/storage')
  await expect(page.getByRole('listitem').filter({ hasText: 'on other.example' })).toContainText('Draft')
})

test('discarding a found draft asks first, and it does not come back', async ({ page, account, signIn }) => {
  await signIn(page, account.screen_name)
  await name(page).fill('Regretted')
  await untilSaved(page)
  await page.reload()
  await found(page).getByRole('button', { name: 'Discard changes' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Discard changes' }).click()
  await expect(found(page)).toHaveCount(0)
  await expect(name(page)).not.toHaveValue('Regretted')
  await expect(page.getByText('No changes')).toBeVisible()
  await page.reload()
  await untilEditorIsReady(page)
  await expect(name(page)).not.toHaveValue('Regretted')
  await expect(found(page)).toHaveCount(0)
})

test('what is typed in one tab appears in the other, and edits of both are kept', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const second = await page.context().newPage()
  await second.goto('/profile')
  await untilEditorIsReady(second)
  await name(page).fill('From the first')
  await expect(name(second)).toHaveValue('From the first')
  await bio(second).fill('From the second')
  await expect(bio(page)).toHaveValue('From the second')
  await expect(name(page)).toHaveValue('From the first')
  await expect(page.getByText('2 changes', { exact: true })).toBeVisible()
})

test('what one tab publishes is no edit any more in the other', async ({ page, account, signIn }) => {
  await signIn(page, account.screen_name)
  const second = await page.context().newPage()
  await second.goto('/profile')
  await untilEditorIsReady(second)
  await name(page).fill('Published once')
  await expect(second.getByText('1 change', { exact: true })).toBeVisible()
  await publishChanges(page)
  await untilPublished(page)
  await expect(second.getByText('No changes')).toBeVisible()
  await expect(name(second)).toHaveValue('Published once')
})

test('where the browser keeps nothing, a line says so, leaving asks, and publishing works', async ({
  page,
  account,
  signIn,
}) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('Refused for the test.', 'SecurityError')
    }
    // Browsers that refuse storage refuse locks with it.
    LockManager.prototype.request = () =>
      Promise.reject(new DOMException('Refused for the test.', 'SecurityError'))
  })
  await signIn(page, account.screen_name)
  await name(page).fill('Only here')
  const line = page.getByRole('status').filter({ hasText: 'Your edits are only stored in this tab.' })
  await expect(line).toContainText(
    'This browser can’t save anything here. It may be a private window or a setting.',
  )
  const recorded: string[] = []
  page.on('dialog', (dialog) => {
    recorded.push(dialog.type())
    dialog.accept()
  })
  await page.reload()
  expect(recorded).toEqual(['beforeunload'])

  await name(page).fill('Published at once')
  await publishChanges(page)
  await untilPublished(page)
})

test('undo and redo go through fields and pictures, by button and by key', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await name(page).fill('One')
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible()
  await page.getByRole('switch', { name: 'Tile background' }).check()
  await page.getByLabel('Background image', { exact: true }).setInputFiles(makePng(20, 20, GREEN, 'leaf.png'))
  await expect(page.getByText('leaf.png').first()).toBeVisible()
  await expect(page.getByText('3 changes', { exact: true })).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(page.getByText('2 changes', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('switch', { name: 'Tile background' })).not.toBeChecked()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('No changes')).toBeVisible()
  await page.getByRole('button', { name: 'Redo' }).click()
  await expect(name(page)).toHaveValue('One')
  await page.getByRole('button', { name: 'Redo' }).click()
  await page.keyboard.press('Control+Shift+z')
  await expect(page.getByText('leaf.png').first()).toBeVisible()
  await expect(page.getByText('3 changes', { exact: true })).toBeVisible()
})

test('the keys undo and redo from within a text too, across fields and pictures, and say what they did', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  const said = (words: string) => expect(page.getByRole('status').filter({ hasText: words })).toHaveCount(1)
  await page.getByLabel('Background image', { exact: true }).setInputFiles(makePng(20, 20, GREEN, 'leaf.png'))
  const facts = page.locator('#field-background-facts')
  await expect(facts).toContainText('leaf.png')
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible()
  await bio(page).pressSequentially('Small bird')
  await name(page).press('End')
  await name(page).pressSequentially('X')
  const nameAtFirst = (await name(page).inputValue()).slice(0, -1)
  await page.keyboard.press('Control+z')
  await expect(name(page)).toHaveValue(nameAtFirst)
  await said('Undone: Name.')
  await page.keyboard.press('Control+z')
  await expect(bio(page)).toHaveValue('Small ')
  await page.keyboard.press('Control+z')
  await expect(bio(page)).toHaveValue('')
  await page.keyboard.press('Control+z')
  await expect(facts).toHaveCount(0)
  await said('Undone: Background image.')
  await expect(name(page)).toBeFocused()
  await expect(page.getByText('No changes')).toBeVisible()
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+Shift+z')
  await expect(facts).toContainText('leaf.png')
  await said('Redone: Background image.')
  await page.keyboard.press('Control+y')
  await page.keyboard.press('Control+Shift+z')
  await expect(bio(page)).toHaveValue('Small bird')
  await page.keyboard.press('Control+y')
  await expect(name(page)).toHaveValue(`${nameAtFirst}X`)
})

test('what is typed after a step back stands where the text was changed', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await bio(page).fill('Small bird')
  // What was edited before the code of Undo came is one step.
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeVisible()
  await bio(page).press('Home')
  await bio(page).pressSequentially('Very')
  await expect(bio(page)).toHaveValue('VerySmall bird')
  await page.keyboard.press('Control+z')
  await expect(bio(page)).toHaveValue('Small bird')
  await bio(page).pressSequentially('Quite ')
  await expect(bio(page)).toHaveValue('Quite Small bird')
})

/** Somebody comes back to this page, as its window is told. */
const comeBack = (page: Page) => page.evaluate(() => window.dispatchEvent(new Event('focus')))

test('a conflict that is not decided outlives a reload and an edit in another tab, and is settled in both', async ({
  page,
  browser,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await bio(page).fill('Mine')
  await untilSaved(page)
  await publishElsewhere(browser, (tab) => signIn(tab, account.screen_name), 'Theirs')

  const reported = (tab: Page) =>
    tab.getByRole('status').filter({ hasText: 'Bio: changed here and elsewhere.' })
  await comeBack(page)
  await expect(reported(page)).toBeVisible()
  await expect(bio(page)).toHaveValue('Mine')
  await untilSaved(page)
  await page.reload()
  await expect(reported(page)).toBeVisible()

  const second = await page.context().newPage()
  await second.goto('/profile')
  await expect(reported(second)).toBeVisible()
  await name(second).fill('From the second')
  await expect(name(page)).toHaveValue('From the second')
  await expect(reported(page)).toBeVisible()

  await page.getByRole('button', { name: 'Review and publish' }).click()
  const dialog = page.getByRole('dialog', { name: 'Review and publish' })
  const conflict = dialog.getByRole('region', { name: 'Bio was changed elsewhere' })
  await expect(conflict).toContainText('Empty')
  await expect(conflict).toContainText('Theirs')
  await expect(dialog.locator('ins')).toContainText(['From the second', 'Mine'])
  expect(await violationsOn(page)).toEqual([])
  await conflict.getByRole('button', { name: 'Keep yours' }).click()
  await expect(conflict).toHaveCount(0)
  await expect(dialog.getByRole('heading', { name: 'Review and publish' })).toBeFocused()
  await expect(reported(second)).toHaveCount(0)
  await expect(bio(second)).toHaveValue('Mine')
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
  await untilPublished(page)
  expect(await sandbox.userOf(account.screen_name)).toMatchObject({ description: 'Mine' })
})

test('what is published elsewhere is seen on coming back to the page, and when the network is back', async ({
  page,
  browser,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await name(page).fill('Only mine')
  await untilSaved(page)
  const elsewhere = await browser.newContext()
  const other = await elsewhere.newPage()
  await signIn(other, account.screen_name)
  const reported = page.getByRole('status').filter({ hasText: 'Bio: changed somewhere else.' })
  for (const [text, look] of [
    ['Seen on coming back', () => comeBack(page)],
    ['Seen on reconnecting', () => page.context().setOffline(false)],
  ] as const) {
    if (text.includes('reconnecting')) await page.context().setOffline(true)
    await bio(other).fill(text)
    await publishChanges(other)
    await expect(other.getByText('Published', { exact: true })).toBeVisible()
    await look()
    await expect(bio(page)).toHaveValue(text)
    await expect(reported).toBeVisible()
    await expect(name(page)).toHaveValue('Only mine')
    await expect(page.getByText('1 change', { exact: true })).toBeVisible()
  }
  await elsewhere.close()
})

test('a field changed elsewhere while it was edited here is decided in the review, and nothing goes blindly', async ({
  page,
  browser,
  account,
  sandbox,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await bio(page).fill('Mine')
  await name(page).fill('Only mine')
  await publishElsewhere(browser, (tab) => signIn(tab, account.screen_name), 'Theirs')

  await publishChanges(page)
  const dialog = page.getByRole('dialog', { name: 'Review and publish' })
  const conflict = dialog.getByRole('region', { name: 'Bio was changed elsewhere' })
  await expect(conflict).toContainText('Theirs')
  expect(await sandbox.userOf(account.screen_name)).toMatchObject({ description: 'Theirs' })
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
  await expect(dialog.getByRole('status')).toContainText('Keep yours or use the published value')
  expect(await sandbox.userOf(account.screen_name)).toMatchObject({ description: 'Theirs' })
  await conflict.getByRole('button', { name: 'Keep yours' }).click()
  await expect(conflict).toHaveCount(0)
  await expect(dialog.getByRole('heading', { name: 'Review and publish' })).toBeFocused()
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
  await untilPublished(page)
  expect(await sandbox.userOf(account.screen_name)).toMatchObject({ description: 'Mine', name: 'Only mine' })
})

test('a decision for what is there now is undone together with its text, and asked for again', async ({
  page,
  browser,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await bio(page).fill('Mine')
  await name(page).fill('Only mine')
  await publishElsewhere(browser, (tab) => signIn(tab, account.screen_name), 'Theirs')

  await publishChanges(page)
  const dialog = page.getByRole('dialog', { name: 'Review and publish' })
  const conflict = dialog.getByRole('region', { name: 'Bio was changed elsewhere' })
  await conflict.getByRole('button', { name: 'Use the published value' }).click()
  await expect(conflict).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(bio(page)).toHaveValue('Theirs')
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(bio(page)).toHaveValue('Mine')
  await page.getByRole('button', { name: 'Review and publish' }).click()
  await expect(conflict).toContainText('Theirs')
})
