import type { Account, ImageType, Modes, StoredImage } from '../state/schema'
import { accountById, randomText, type Store } from '../state/store'
import { EXTENSIONS } from './picture'
import type { PreparedImage } from './prepare'

/** X keeps the addresses of replaced pictures alive for a while; how long is not known. */
const REPLACED_IMAGE_LIFETIME_MS = 60 * 60 * 1000

/** However many uploads come within that time: the state stays small. */
const MAX_REPLACED_IMAGES = 8

/** What all pictures together may take, as base64: a script that uploads for many accounts must not fill the memory. */
const MAX_STORED_CHARACTERS = 300_000_000

/** How long X takes. */
const SLOW_MS = 5000

export type Slot = 'avatar' | 'banner' | 'background'

/** Whether one more picture can be kept. What was replaced goes first, the oldest before the others. */
export function hasSpaceFor({ state }: Store, { bytes }: PreparedImage): boolean {
  const sizeOf = ({ content }: StoredImage) => ('base64' in content ? content.base64.length : 0)
  let total = state.images.reduce((sum, image) => sum + sizeOf(image), (bytes.length * 4) / 3)
  const replaced = state.images
    .filter(({ path }) => state.replacedImages[path] !== undefined)
    .sort((a, b) => (state.replacedImages[a.path] ?? 0) - (state.replacedImages[b.path] ?? 0))
  for (const image of replaced) {
    if (total <= MAX_STORED_CHARACTERS) break
    total -= sizeOf(image)
    state.images = state.images.filter((other) => other !== image)
    delete state.replacedImages[image.path]
  }
  return total <= MAX_STORED_CHARACTERS
}

/**
 * Keeps an uploaded picture at a new address. A background is shown at once, its switches are the caller's; a photo or a
 * header at once or later, as the mode and the delay that is set say.
 */
export function storePicture(
  store: Store,
  account: Account,
  slot: Slot,
  { type, width, height, bytes }: PreparedImage,
  mode: Modes['pictures'] = 'works',
): void {
  const path = newPath(store, account, slot, type)
  const content = { base64: bytes.toString('base64') }
  store.state.images.push({ path, accountId: account.id, type, width, height, content })
  if (slot === 'background') show(store, account, slot, path)
  else showSoon(store, account, { slot, path }, mode)
}

function newPath(store: Store, account: Account, slot: Slot, type: ImageType): string {
  if (slot !== 'banner') {
    const folder = slot === 'avatar' ? 'profile_images' : 'profile_background_images'
    return `${folder}/${store.state.nextImageId++}/${randomText(8)}.${EXTENSIONS[type]}`
  }
  // A header's address holds the second it was made in. Two within one second still need two addresses.
  let seconds = Math.floor(store.clock() / 1000)
  while (findImage(store, bannerPath(account, seconds))) seconds += 1
  return bannerPath(account, seconds)
}

function bannerPath(account: Account, seconds: number): string {
  return `profile_banners/${account.id}/${seconds}`
}

/** Takes the header away, a pending one included. The caller calls `store.changed`. */
export function removeBanner(store: Store, account: Account): void {
  dropPending(store, account, 'banner')
  show(store, account, 'banner', null)
}

/** A later picture of the same slot overtakes one that is not shown yet. */
function dropPending(store: Store, account: Account, slot: 'avatar' | 'banner'): void {
  const isDropped = (pending: { accountId: string; slot: string }) =>
    pending.accountId === account.id && pending.slot === slot
  const paths = new Set(store.state.pendingPictures.filter(isDropped).map(({ path }) => path))
  if (paths.size === 0) return
  store.state.pendingPictures = store.state.pendingPictures.filter((pending) => !isDropped(pending))
  store.state.images = store.state.images.filter((image) => !paths.has(image.path))
}

function showSoon(
  store: Store,
  account: Account,
  { slot, path }: { slot: 'avatar' | 'banner'; path: string },
  mode: Modes['pictures'],
): void {
  const showAtMs = whenShownMs(store, mode)
  dropPending(store, account, slot)
  if (showAtMs <= store.clock()) show(store, account, slot, path)
  else store.state.pendingPictures.push({ accountId: account.id, slot, path, showAtMs })
}

/** The time, by the sandbox's clock, from which a picture that arrives now is shown. */
export function whenShownMs(store: Store, mode: Modes['pictures']): number {
  if (mode === 'stuck') return Number.MAX_SAFE_INTEGER
  const delayMs = store.state.settings.picture_delay_ms
  return store.clock() + (mode === 'slow' ? Math.max(delayMs, SLOW_MS) : delayMs)
}

function show(store: Store, account: Account, slot: Slot, path: string | null): void {
  const old = account[slot]
  account[slot] = path
  if (old !== null && old !== path) store.state.replacedImages[old] = store.clock()
  forgetReplaced(store, account)
}

/** Shows the pictures whose delay is over, and forgets replaced ones whose time is up. Cheap when nothing is due. */
export function showDuePictures(store: Store): void {
  const { pendingPictures, replacedImages } = store.state
  const nowMs = store.clock()
  const due = pendingPictures.filter((pending) => pending.showAtMs <= nowMs)
  const overdue = Object.values(replacedImages).some((sinceMs) => isOver(sinceMs, nowMs))
  if (due.length === 0 && !overdue) return
  store.state.pendingPictures = pendingPictures.filter((pending) => pending.showAtMs > nowMs)
  for (const { accountId, slot, path } of due) {
    const account = accountById(store, accountId)
    if (account) show(store, account, slot, path)
  }
  for (const account of store.state.accounts) forgetReplaced(store, account)
  store.changed()
}

function isOver(sinceMs: number, nowMs: number): boolean {
  return nowMs - sinceMs >= REPLACED_IMAGE_LIFETIME_MS
}

function forgetReplaced(store: Store, account: Account): void {
  const { state } = store
  const nowMs = store.clock()
  const replaced = state.images
    .filter((image) => image.accountId === account.id)
    .flatMap(({ path }) => {
      const sinceMs = state.replacedImages[path]
      return sinceMs === undefined ? [] : [{ path, sinceMs }]
    })
    .sort((a, b) => b.sinceMs - a.sinceMs)
  const forgotten = new Set(
    replaced
      .filter(({ sinceMs }, index) => index >= MAX_REPLACED_IMAGES || isOver(sinceMs, nowMs))
      .map(({ path }) => path),
  )
  if (forgotten.size === 0) return
  state.images = state.images.filter((image) => !forgotten.has(image.path))
  for (const path of forgotten) delete state.replacedImages[path]
}

/** A replaced picture is not served a while longer, but removed at once. The caller calls `store.changed`. */
export function forgetImage({ state }: Store, path: string): void {
  state.images = state.images.filter((image) => image.path !== path)
  delete state.replacedImages[path]
}

/** The stored picture at this path below /media/; null when there is none, or no longer. */
export function findImage(store: Store, path: string): StoredImage | null {
  return store.state.images.find((image) => image.path === path) ?? null
}
