import { expect } from 'vitest'
import type { TestSandbox } from '../tests/sandbox-for-tests'
import { publicUser, type WitnessAccount } from './accounts'
import { served, sha256 } from './pictures'

/** What must hold after an upload, whichever library sent it: nothing here asks the library. */

/** The picture arrived byte for byte and is the account's photo: square, in X's sizes, with a suffix apps can cut. */
export async function expectAvatar(sandbox: TestSandbox, account: WitnessAccount, sent: Buffer) {
  await expectArrival(sandbox, account, sent)
  const { profile_image_url_https: address } = await publicUser(sandbox, account)
  expect(address).toMatch(/\/profile_images\/\d+\/[\w-]+_normal\.(jpg|png|gif)$/)
  const sizes = { _normal: 48, _bigger: 73, _mini: 24 }
  for (const [suffix, pixels] of Object.entries(sizes)) {
    expect(await served(address.replace('_normal', suffix))).toMatchObject({ width: pixels, height: pixels })
  }
  const original = await served(address.replace('_normal', ''))
  expect(original.width).toBe(original.height)
  expect(original.width).toBeGreaterThan(73)
}

/** The picture arrived byte for byte and is the account's header, in X's sizes. */
export async function expectBanner(sandbox: TestSandbox, account: WitnessAccount, sent: Buffer) {
  await expectArrival(sandbox, account, sent)
  const { profile_banner_url: address } = await publicUser(sandbox, account)
  expect(address).toMatch(new RegExp(`/profile_banners/${account.id}/\\d+$`))
  expect(await served(`${address}/1500x500`)).toMatchObject({ width: 1500, height: 500 })
  expect(await served(`${address}/mobile`)).toMatchObject({ width: 320, height: 160 })
}

/** The picture arrived byte for byte and is the account's background, unscaled. */
export async function expectBackground(
  sandbox: TestSandbox,
  account: WitnessAccount,
  sent: Buffer,
  size: { width: number; height: number },
) {
  await expectArrival(sandbox, account, sent)
  const { profile_background_image_url_https: address } = await publicUser(sandbox, account)
  expect(address).toMatch(/\/profile_background_images\/\d+\/[\w-]+\.(jpg|png|gif)$/)
  expect(await served(address)).toMatchObject(size)
}

async function expectArrival(sandbox: TestSandbox, account: WitnessAccount, sent: Buffer) {
  const answer = await sandbox.control('GET', `requests?screen_name=${account.screenName}`)
  const requests = (await answer.json()) as { image?: { sha256: string } }[]
  expect(requests.findLast(({ image }) => image)?.image).toMatchObject({ sha256: sha256(sent) })
}
