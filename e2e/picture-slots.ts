import type { CDPSession, Locator, Page } from '@playwright/test'
import sharp from 'sharp'
import { expect } from './fixtures'
import { draftPictures } from './stored-data'
import { testPicture } from './test-pictures'

/** The three pictures of a profile, and what each slot takes at most. Source: X API v1.1. */
export const PHOTO = {
  label: 'Profile photo',
  id: 'field-avatar',
  width: 400,
  height: 400,
  maxBytes: 700_000,
  hasShape: true,
}
export const HEADER = {
  label: 'Header image',
  id: 'field-banner',
  width: 1500,
  height: 500,
  maxBytes: 2_000_000,
  hasShape: true,
}
export const BACKGROUND = {
  label: 'Background image',
  id: 'field-background',
  width: 2048,
  height: 2048,
  maxBytes: 800_000,
  hasShape: false,
}
export const SLOTS = [PHOTO, HEADER, BACKGROUND]
export type Slot = (typeof SLOTS)[number]

/** The control that takes a slot's file. */
export const fileField = (page: Page, { label }: Slot) => page.getByLabel(label, { exact: true })

/** Where a file may be dropped for it. */
export const rowOf = (page: Page, slot: Slot) => page.locator('label').filter({ has: fileField(page, slot) })

export const cropper = (page: Page) => page.getByRole('dialog', { name: 'Crop and place' })

/** The line under a slot's picture, once it is prepared. */
export const prepared = (page: Page, { id }: Slot) =>
  page.locator(`[id="${id}-facts"]`).filter({ hasText: /^(Prepared:|Fits as it is:)/ })

/** Chooses a file and, where the cropper asks, takes what it proposes. */
export async function choose(page: Page, slot: Slot, file: string): Promise<void> {
  await fileField(page, slot).setInputFiles(file)
  if (await needsCrop(slot, file)) await cropper(page).getByRole('button', { name: 'Use picture' }).click()
  await expect(prepared(page, slot)).toContainText(file.split('/').at(-1) ?? '')
}

/** Whether the cropper opens by itself: the upright shape is not the slot's. */
async function needsCrop(slot: Slot, file: string): Promise<boolean> {
  if (!slot.hasShape || file.endsWith('.heic')) return slot.hasShape
  const { autoOrient } = await sharp(file).metadata()
  return Math.abs(autoOrient.width / autoOrient.height - slot.width / slot.height) > 0.005
}

type DragData = { items: { mimeType: string; data: string }[]; files?: string[] }

/** A drag from outside the browser, as it comes from the desktop or another window. */
export async function drag(
  cdp: CDPSession,
  place: Locator,
  type: 'enter' | 'over' | 'drop',
  dragged: DragData,
): Promise<void> {
  const box = await place.boundingBox()
  if (!box) throw new Error('The place of the drop cannot be seen.')
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const data = { ...dragged, dragOperationsMask: 1 }
  const steps = { enter: ['dragEnter', 'dragOver'], over: ['dragOver'], drop: ['drop'] } as const
  for (const step of steps[type]) await cdp.send('Input.dispatchDragEvent', { type: step, ...at, data })
}

/** The drag goes on outside the page, by its upper edge. */
export async function leaveWithDrag(cdp: CDPSession, dragged: DragData): Promise<void> {
  const outside = { x: 5, y: -5, data: { ...dragged, dragOperationsMask: 1 } }
  // `dragCancel` alone tells the page nothing.
  for (const type of ['dragOver', 'dragCancel'] as const)
    await cdp.send('Input.dispatchDragEvent', { type, ...outside })
}

/** The bytes that will be sent for the one picture chosen, as the device keeps them. */
export async function bytesToSend(page: Page): Promise<Buffer> {
  await expect(page.getByText('Draft saved')).toBeVisible()
  const [first] = await draftPictures(page)
  if (!first) throw new Error('No picture is kept.')
  return first
}

/**
 * How far a prepared picture differs from the middle of its file in the slot's shape, on average, of 255; both upright,
 * in sRGB, and so small that only what is shown counts.
 */
export async function differenceFromFile(bytes: Buffer, name: string, slot: Slot): Promise<number> {
  const { width, height } = slot.hasShape ? slot : await sharp(bytes).metadata()
  const size = { width: 48, height: Math.max(1, Math.round((48 * height) / width)) }
  const seen = async (picture: string | Buffer) => {
    // Decoded whole first: a JPEG would be made smaller by its decoder, and roughly.
    const { data, info } = await sharp(picture)
      .autoOrient()
      .toColourspace('srgb')
      .flatten({ background: '#808080' })
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    return sharp(data, { raw: info })
      .resize({ ...size, fit: 'cover' })
      .removeAlpha()
      .raw()
      .toBuffer()
  }
  // The one format this reader lacks; the test beside the maker of that picture says that this is its scene.
  const file = testPicture(name === 'photo.heic' ? 'photo-of-heic.png' : name)
  const [one, other] = await Promise.all([seen(bytes), seen(file)])
  expect(one.length, name).toBe(other.length)
  return one.reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? 0)), 0) / one.length
}
