import { beforeEach, expect, test } from 'vitest'
import { KESTREL, send, WREN } from '../tests/client'
import { sandboxForTests } from '../tests/sandbox'

const sandbox = sandboxForTests()

beforeEach(async () => {
  await sandbox.control('POST', 'reset')
})

const pageOf = async (path: string) => (await fetch(sandbox.url(path))).text()
const post = (path: string, form: Record<string, string>, keys = WREN) =>
  send({ method: 'POST', url: sandbox.url(`/1.1/account/${path}.json`), form, ...keys })

test('MUST 84: the public page shows name, bio with links, location, website, photo and header', async () => {
  await post('update_profile', { description: 'Notes at https://example.org/notes' })
  const page = await pageOf('/wren')
  for (const text of ['Wren Hollis', '@wren', 'Notes at', 'Lower Fen, the Levels', 'wren.example/hedgerow']) {
    expect(page).toContain(text)
  }
  for (const address of ['https://example.org/notes', 'https://wren.example/hedgerow']) {
    expect(page).toContain(`href="${address}"`)
  }
  expect(page).toMatch(/src="\/media\/profile_images\/4001\/wrenA4kP\w*\.png"/)
  expect(page).toMatch(/\/media\/profile_banners\/1001\/1352106000/)
})

test('MUST 84: the background is shown tiled or fixed, on or off, on its colour', async () => {
  const style = async () => /<style[^>]*>([\s\S]*?)<\/style>/.exec(await pageOf('/wren'))?.[1] ?? ''
  expect(await style()).toMatch(/profile_background_images\/5001\//)
  expect(await style()).toContain('background-repeat:repeat;')
  expect(await style()).toContain('background-color:#37504F')
  await post('update_profile_background_image', { tile: 'false' })
  expect(await style()).toContain('background-repeat:no-repeat')
  await post('update_profile_background_image', { use: 'false' })
  expect(await style()).not.toContain('background-image')
  expect(await style()).toContain('background-color:#37504F')
})

test('MUST 84: everything that somebody wrote is escaped', async () => {
  const attack = '"><script>alert(1)</script>&\''
  expect(
    (await post('update_profile', { description: attack, location: '<b onload=x>' }, KESTREL)).status,
  ).toBe(200)
  const page = await pageOf('/kestrel')
  expect(page).not.toContain('<script>alert')
  expect(page).not.toContain('<b onload')
  expect(page).toContain('&lt;b onload=x&gt;')
  expect(page).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;')
})
