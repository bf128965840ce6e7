import type { Account, StoredImage } from '../state'
import { randomText, type Store } from '../store'
import type { PreparedImage } from './background'
import { EXTENSIONS } from './image-type'

/** Pictures that were replaced and are still served, per account: X keeps old addresses alive for a while. */
const KEPT_REPLACED_IMAGES = 8

/** Keeps an uploaded background at a new address and shows it in the account. The switches are the caller's. */
export function storeBackground(store: Store, account: Account, prepared: PreparedImage): void {
  const path = `profile_background_images/${store.state.nextImageId++}/${randomText(8)}.${EXTENSIONS[prepared.type]}`
  addImage(store, account, path, prepared)
  account.background = path
}

function addImage(store: Store, account: Account, path: string, prepared: PreparedImage): void {
  const image: StoredImage = {
    path,
    accountId: account.id,
    type: prepared.type,
    width: prepared.width,
    height: prepared.height,
    content: { base64: prepared.bytes.toString('base64') },
  }
  store.state.images.push(image)
  const shown = new Set([path, account.avatar, account.banner, account.background])
  const replaced = store.state.images.filter((old) => old.accountId === account.id && !shown.has(old.path))
  const forgotten = new Set(replaced.slice(0, Math.max(0, replaced.length - KEPT_REPLACED_IMAGES)))
  store.state.images = store.state.images.filter((old) => !forgotten.has(old))
}

/** The stored picture at this path below /media/; null when there is none, or no longer. */
export function findImage(store: Store, path: string): StoredImage | null {
  return store.state.images.find((image) => image.path === path) ?? null
}
