import { expect, test } from 'vitest'
import { seedState } from '../state/seed'
import { accessTokenFor, accountByScreenName, createStore } from '../state/store'
import { hasSpaceFor } from './stored-images'
import { storeUpload } from './uploads'

/** One text that many pictures share, so that the test needs little memory itself. */
const HUNDRED_MEGABYTES = 'A'.repeat(100_000_000)

function newStore() {
  const store = createStore(Date.now, seedState())
  const wren = accountByScreenName(store, 'wren')
  if (!wren) throw new Error('wren is missing')
  return { store, wren }
}

function storedPicture(path: string, base64 = HUNDRED_MEGABYTES) {
  return { path, accountId: '1001', type: 'image/png' as const, width: 1, height: 1, content: { base64 } }
}

const SMALL = { bytes: Buffer.alloc(1_000), type: 'image/png' as const, width: 1, height: 1 }

test('300 MB of pictures are kept; replaced ones make room, the oldest first, and shown ones never', () => {
  const { store } = newStore()
  store.state.images.push(...['shown', 'old', 'older'].map((path) => storedPicture(path)))
  Object.assign(store.state.replacedImages, { old: 2_000, older: 1_000 })
  expect(hasSpaceFor(store, SMALL)).toBe(true)
  expect(store.state.images.map(({ path }) => path)).toContain('old')
  expect(store.state.images.map(({ path }) => path)).not.toContain('older')
  expect(store.state.replacedImages).toEqual({ old: 2_000 })

  store.state.images.push(storedPicture('second'), storedPicture('third'))
  expect(hasSpaceFor(store, SMALL)).toBe(false)
  expect(store.state.images.filter(({ path }) => ['shown', 'second', 'third'].includes(path))).toHaveLength(3)
})

test('of uploads for later 50 MB are kept, the newest', () => {
  const { store, wren } = newStore()
  const sent = { filename: null, bytes: Buffer.alloc(5_000_000) }
  const ids = Array.from({ length: 12 }, (_, index) => {
    const account = { ...wren, id: String(2_000 + index) }
    return storeUpload(store, account, sent)
  })
  expect(store.state.uploads.map(({ id }) => id)).toEqual(ids.slice(-7))
})

test('of one account four uploads are kept, the newest', () => {
  const { store, wren } = newStore()
  const ids = Array.from({ length: 6 }, () => storeUpload(store, wren, SMALL))
  expect(store.state.uploads.map(({ id }) => id)).toEqual(ids.slice(-4))
})

test('ten thousand tokens are kept: beyond, those that were revoked are forgotten, the oldest first', () => {
  const { store, wren } = newStore()
  const [published] = store.state.accessTokens
  if (!published) throw new Error('the published tokens are missing')
  const revoked = Array.from({ length: 10_000 }, (_, index) => ({
    ...published,
    token: `old${index}`,
    revoked: true,
  }))
  store.state.accessTokens.push(...revoked)
  const fresh = accessTokenFor(store, wren, 'read-write', 'another-app')
  const tokens = store.state.accessTokens.map(({ token }) => token)
  expect(tokens).toHaveLength(10_000)
  expect(tokens).toEqual(expect.arrayContaining([published.token, fresh.token, 'old9999']))
  expect(tokens).not.toContain('old0')
})
