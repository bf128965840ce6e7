import { expect, test, untilEditorIsReady } from './fixtures'
import { openWithoutCode } from './held-code'
import { BLUE, makePng } from './pictures'
import { publishChanges, untilPublished } from './publishing'

// React reports each mismatch that it mends; nothing else may go wrong.
test.use({ expectedProblems: [/Minified React error #418|404 \(Not Found\) .*\/nowhere/] })

/** What add-ons, antivirus programs, translators and other tools do to a page before its code runs. */
const CHANGES = {
  'an empty element beside a field, a heading and in the header': () => {
    for (const place of document.querySelectorAll('#field-name, h1, header > *')) {
      place.after(document.createElement('div'))
    }
  },
  'elements at the start of the body, after it and in the head': () => {
    document.body.prepend(document.createElement('div'))
    document.documentElement.append(document.createElement('div'))
    document.head.prepend(document.createElement('meta'))
    document.head.append(document.createElement('div'))
  },
  'controls wrapped, and everything marked': () => {
    for (const control of document.querySelectorAll('input, textarea, button, a, img')) {
      const wrapper = document.createElement('span')
      control.replaceWith(wrapper)
      wrapper.append(control)
    }
    for (const element of document.querySelectorAll('*')) element.setAttribute('data-seen', '1')
  },
  'every text in an element of its own': () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const texts: ChildNode[] = []
    while (walker.nextNode()) {
      const { currentNode } = walker
      const isSeen = !currentNode.parentElement?.closest('script, style, textarea, svg')
      if (isSeen && currentNode instanceof Text) texts.push(currentNode)
    }
    for (const text of texts) {
      const font = document.createElement('font')
      text.replaceWith(font)
      font.append(text)
    }
  },
  'comments and scripts taken out': () => {
    const walker = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT)
    const found: ChildNode[] = [...document.scripts]
    while (walker.nextNode()) if (walker.currentNode instanceof Comment) found.push(walker.currentNode)
    for (const node of found) node.remove()
  },
  'texts changed, and an element taken out': () => {
    for (const heading of document.querySelectorAll('h1')) heading.textContent = 'Changed'
    document.querySelector('main p, header svg')?.remove()
  },
}

const TITLES = {
  '/profile': 'Edit profile',
  '/history': 'History',
  '/looks': 'Looks',
  '/storage': 'Saved on this device',
  '/help': 'Help',
  '/nowhere': 'Page not found',
}

for (const [what, change] of Object.entries(CHANGES)) {
  test(`no page is lost by ${what}, before its code runs`, async ({ page, account, startSession }) => {
    const outcomes: Record<string, unknown> = {}
    const lookAt = async (path: string) => {
      const { letCodeRun } = await openWithoutCode(page, path)
      await page.evaluate(change)
      await letCodeRun()
      outcomes[path] = await page.getByRole('heading', { level: 1 }).allInnerTexts()
    }
    await lookAt('/')
    await startSession(page, account.screen_name)
    for (const path of Object.keys(TITLES)) await lookAt(path)
    const titles = Object.entries(TITLES).map(([path, title]) => [path, [title]])
    expect(outcomes).toEqual({
      '/': ['See your profile before anyone else does.'],
      ...Object.fromEntries(titles),
    })
  })
}

test('what was typed, switched, set and chosen outlives the redraw after a mismatch, and so does the place', async ({
  page,
  sandbox,
  startSession,
}) => {
  const account = await sandbox.createAccount({ name: 'Old name', description: 'Old bio' })
  await startSession(page, account.screen_name)
  const { letCodeRun } = await openWithoutCode(page)
  await page.getByLabel('Name', { exact: true }).fill('Early name')
  await page.getByLabel('Location', { exact: true }).fill('Early place')
  // A tool that fills in forms may tell nobody.
  await page.getByLabel('Website', { exact: true }).evaluate((field) => {
    if (field instanceof HTMLInputElement) field.value = 'https://early.example'
  })
  await page.getByRole('switch', { name: 'Tile background' }).check()
  await page.getByLabel('Background image', { exact: true }).setInputFiles(makePng(40, 30, BLUE, 'early.png'))
  const bio = page.getByLabel('Bio', { exact: true })
  await bio.fill('One three')
  await page.keyboard.press('Home')
  for (let letters = 0; letters < 'One '.length; letters += 1) await page.keyboard.press('ArrowRight')
  await page.evaluate(CHANGES['an empty element beside a field, a heading and in the header'])
  await letCodeRun()
  await untilEditorIsReady(page)
  await page.keyboard.type('two ')

  await expect(page.getByText('6 changes')).toBeVisible()
  await expect(page.getByText('early.png').first()).toBeVisible()
  await publishChanges(page)
  await untilPublished(page)
  expect(await sandbox.userOf(account.screen_name)).toMatchObject({
    name: 'Early name',
    description: 'One two three',
    location: 'Early place',
    profile_background_tile: true,
  })
})

test('a draft from before is offered again after a redraw', async ({ page, account, signIn }) => {
  await signIn(page, account.screen_name)
  await page.getByLabel('Location', { exact: true }).fill('From yesterday')
  await expect(page.getByText('Draft saved')).toBeVisible()
  const { letCodeRun } = await openWithoutCode(page)
  await page.evaluate(CHANGES['every text in an element of its own'])
  await letCodeRun()
  await untilEditorIsReady(page)
  await expect(page.getByRole('status').filter({ hasText: /^Draft from/ })).toBeVisible()
  await expect(page.getByLabel('Location', { exact: true })).toHaveValue('From yesterday')
})
