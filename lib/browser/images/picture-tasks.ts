import type {
  ChosenPicture,
  PictureNote,
  PictureProblem,
  PreparingProgress,
} from '@/lib/profile/chosen-picture'
import { scaledSize } from '@/lib/profile/crop-geometry'
import { type PictureFacts, SLOT_TARGETS, type Slot } from '@/lib/profile/slots'
import { err, ok, type Result } from '@/lib/result'
import { blobOfBitmap, canvasReadback, decodeNatively, readBitmap } from './canvas'
import { haveSameColors, hiddenOn, isPlain } from './colors'
import {
  type EncodedPicture,
  encodePicture,
  encodePng,
  encodeWithoutCanvas,
  FULL_COLOR_QUALITY,
} from './encode-picture'
import { resizePixels } from './lanczos'
import type { CopyTask, InspectedPicture, PrepareTask, WorkingCopy } from './messages'
import {
  hasSlotShape,
  isWholePicture,
  keepOriginal,
  type OriginalFile,
  type PicturePlan,
  placementFor,
  planPicture,
} from './picture-plan'
import { mirrorPixels, type Pixels, turnPixels } from './pixels'
import {
  asTypedBlob,
  isAnimated,
  isMisnamed,
  type OpenPicture,
  openPicture,
  preparedName,
  problemOfSmallness,
  type ReadPicture,
  readPicture,
  sourceOf,
} from './read-picture'

type Report = (progress: PreparingProgress) => void

/** What a file is and what it tells, before anything is decoded. */
export async function inspect(file: File, slot: Slot): Promise<Result<InspectedPicture, PictureProblem>> {
  const read = await readPicture(file)
  if (!read.ok) return read
  const { inspection, upright } = read.value
  const problem = problemOfSmallness(slot, upright)
  if (problem) return err(problem)
  return ok({
    source: sourceOf(read.value),
    hasSlotShape: hasSlotShape(slot, upright),
    isAnimated: isAnimated(read.value),
    hidden: inspection.hidden,
  })
}

/** At four bytes a pixel; telephones take the pages of browsers down that hold much more. */
const MAX_CACHED_PIXELS = 25_000_000
/** What took seconds to decode is worth more memory. */
const MAX_CACHED_PIXELS_IF_SLOW = 50_000_000

let decoded: { pictureId: number; picture: OpenPicture } | null = null

/** Does something with the decoded picture of a file, which stays decoded for the next task with the same file. */
async function withOpenPicture<Value>(
  pictureId: number,
  read: ReadPicture,
  report: Report,
  use: (picture: OpenPicture) => Promise<Result<Value, PictureProblem>>,
): Promise<Result<Value, PictureProblem>> {
  const opened = decoded?.pictureId === pictureId ? ok(decoded.picture) : await openAnew()
  if (!opened.ok) return opened
  const picture = opened.value
  decoded = { pictureId, picture }
  const pixels = picture.widthPixels * picture.heightPixels
  let isSaved = false
  try {
    const used = await use(picture)
    isSaved = used.ok && pixels <= (picture.isSlow ? MAX_CACHED_PIXELS_IF_SLOW : MAX_CACHED_PIXELS)
    return used
  } finally {
    if (!isSaved) closeDecoded()
  }

  function openAnew() {
    // Before, not after: two large pictures at once are more than a telephone holds.
    closeDecoded()
    return openPicture(read, report)
  }
}

function closeDecoded() {
  decoded?.picture.close()
  decoded = null
}

/** Sharp on any screen, and light enough to be dragged about on an old telephone. */
const MAX_COPY_SIDE_PIXELS = 2048
/** It is looked at and never sent. */
const COPY_QUALITY = 90

/** An upright copy for looking at while cropping, at most 2048 pixels a side. */
export async function copy(
  { file, pictureId }: CopyTask,
  report: Report,
): Promise<Result<WorkingCopy, PictureProblem>> {
  report({ step: 'opening' })
  const read = await readPicture(file)
  if (!read.ok) return read
  const copied = await withOpenPicture(pictureId, read.value, report, async (picture) =>
    ok(await shrunkCopy(picture, read.value)),
  )
  if (copied.ok || copied.error.rule !== 'canvas_protected') return copied
  // Where no canvas can be read, a file that the browser shows by itself can still be looked at as it is.
  const { inspection, upright } = read.value
  return inspection.format === 'heic' ? copied : ok({ blob: asTypedBlob(read.value), ...upright })
}

async function shrunkCopy(picture: OpenPicture, { inspection }: ReadPicture): Promise<WorkingCopy> {
  const { widthPixels: width, heightPixels: height } = picture
  const size = scaledSize(picture, Math.min(1, MAX_COPY_SIDE_PIXELS / Math.max(width, height)))
  const isSeeThrough = inspection.hasAlphaChannel
  const type = isSeeThrough ? 'image/png' : 'image/jpeg'
  if (picture.bitmap) {
    const blob = await blobOfBitmap(picture.bitmap, size, { type, quality: COPY_QUALITY / 100 })
    return { blob, ...size }
  }
  const pixels = await picture.read({ left: 0, top: 0, width, height }, size)
  if (!pixels) throw new Error('Pixels that are held need no canvas.')
  const shrunk = resizePixels(pixels, size.widthPixels, size.heightPixels)
  const bytes = isSeeThrough ? await encodePng(shrunk) : await encodeWithoutCanvas(shrunk, COPY_QUALITY)
  return { blob: new Blob([bytes], { type }), ...size }
}

/** X makes a JPEG of quality 85 of anything better; what is above this is lost there. */
const CEILING_WHERE_REENCODED = 93

/**
 * Makes a chosen file into the very bytes that will be sent. In this order, each step only where it is needed: the
 * file as it is without hidden data; decoded, cut, scaled, turned, mirrored, encoded, and decoded again to see that
 * it shows what it should.
 */
export async function prepare(
  task: PrepareTask,
  report: Report,
): Promise<Result<ChosenPicture, PictureProblem>> {
  report({ step: 'opening' })
  const read = await readPicture(task.file)
  if (!read.ok) return read
  const placement = placementFor(task.slot, read.value.upright, task.placement)
  const original = keepOriginal(read.value, task.slot, placement)
  const untouched = original && (await describeOriginal(task, read.value, original))
  if (untouched) return untouched
  const openAndRemake = () =>
    withOpenPicture(task.pictureId, read.value, report, (picture) =>
      remake(task, read.value, picture, report),
    )
  const remade = await openAndRemake()
  if (remade.ok || remade.error.rule !== 'canvas_protected') return remade
  // Only now that the real picture was drawn it is known; there may be a way without a canvas.
  return openAndRemake()
}

async function describeOriginal(
  task: PrepareTask,
  read: ReadPicture,
  { type, bytes, removed }: OriginalFile,
): Promise<Result<ChosenPicture, PictureProblem> | null> {
  // Its pixels were not decoded so far; a file with nothing but a good beginning is found out here.
  const bitmap = await decodeNatively(new Blob([bytes], { type }))
  if (!bitmap) return err({ rule: 'damaged' })
  const { width: widthPixels, height: heightPixels } = bitmap
  const shown = readWhole(bitmap)
  bitmap.close()
  if (read.inspection.orientationTag !== 'none' && !(await showsTheSame(read, shown))) return null
  const facts = { type, widthPixels, heightPixels }
  const notes = [...notesOn(task, read, facts), ...(shown ? visibilityNotes(read, shown) : [])]
  return ok({
    ...describePicture(task, read, facts, bytes),
    notes,
    placement: null,
    isUntouched: true,
    removed,
  })
}

/** Whether a file looks the same with all that it tells besides its pixels: an orientation is one of these things. */
async function showsTheSame(read: ReadPicture, shown: Pixels | null): Promise<boolean> {
  const bitmap = await decodeNatively(asTypedBlob(read))
  const original = bitmap && readWhole(bitmap)
  bitmap?.close()
  return original !== null && shown !== null && haveSameColors(original, shown)
}

async function remake(
  task: PrepareTask,
  read: ReadPicture,
  picture: OpenPicture,
  report: Report,
): Promise<Result<ChosenPicture, PictureProblem>> {
  const plan = planPicture(task.slot, picture, placementFor(task.slot, picture, task.placement))
  report({ step: 'resizing' })
  const part = await readPart(picture, plan)
  if (!part) return err({ rule: 'canvas_protected' })
  const encoded = await encodePicture({
    ...limitsFor(task, report),
    render: (scale) => renderPart(part, plan, scale),
  })
  if (!encoded.ok) return encoded
  const problem = await problemOfResult(encoded.value)
  if (problem) return err(problem)
  const { type, bytes, pixels, scale } = encoded.value
  const facts = { type, widthPixels: pixels.widthPixels, heightPixels: pixels.heightPixels }
  const notes = [...notesOn(task, read, facts), ...visibilityNotes(read, pixels)]
  if (scale < 1) notes.push({ kind: 'made_smaller', widthPixels: facts.widthPixels })
  return ok({
    ...describePicture(task, read, facts, bytes),
    notes,
    placement: isWholePicture(plan.placement) ? null : plan.placement,
    isUntouched: false,
    removed: read.inspection.hidden,
  })
}

/** What the bytes have to stay within, and how good they may be. */
function limitsFor(task: PrepareTask, report: Report) {
  const { maxBytes } = SLOT_TARGETS[task.slot]
  // A background goes only to servers that keep its bytes: X has none.
  const isSaved = task.keepsBytes || task.slot === 'background'
  let attempts = 0
  const onFitting = () => {
    attempts += 1
    report({ step: 'fitting', attempt: attempts, maxBytes })
  }
  return { maxBytes, ceiling: isSaved ? FULL_COLOR_QUALITY : CEILING_WHERE_REENCODED, onFitting }
}

/** What a plan is for, before it is turned; decoders are asked for a part as it lies. */
function readPart(picture: OpenPicture, { crop, placement, widthPixels, heightPixels }: PicturePlan) {
  const isOnItsSide = placement.quarterTurns % 2 === 1
  const wanted = isOnItsSide
    ? { widthPixels: heightPixels, heightPixels: widthPixels }
    : { widthPixels, heightPixels }
  return picture.read(crop, wanted)
}

function renderPart(part: Pixels, { placement, ...plan }: PicturePlan, scale: number): Pixels {
  const turned = turnPixels(part, placement.quarterTurns)
  const size = scaledSize(plan, scale)
  const resized = resizePixels(turned, size.widthPixels, size.heightPixels)
  return placement.isMirrored ? mirrorPixels(resized) : resized
}

/** All pixels of a bitmap; null where nothing that is read back can be trusted. */
function readWhole(bitmap: ImageBitmap): Pixels | null {
  const { width, height } = bitmap
  return canvasReadback() === 'tampered' ? null : readBitmap(bitmap, { left: 0, top: 0, width, height })
}

/** Decodes what was encoded, and compares it with what it should show. */
async function problemOfResult({ type, bytes, pixels }: EncodedPicture): Promise<PictureProblem | null> {
  const bitmap = await decodeNatively(new Blob([bytes], { type }))
  if (!bitmap) return { rule: 'out_of_memory' }
  const { width, height } = bitmap
  const shown = readWhole(bitmap)
  bitmap.close()
  // Where nothing that is read back can be trusted, its size is all that can be compared.
  if (!shown)
    return width === pixels.widthPixels && height === pixels.heightPixels ? null : { rule: 'damaged' }
  return haveSameColors(pixels, shown) ? null : { rule: 'out_of_memory' }
}

function describePicture(
  task: PrepareTask,
  read: ReadPicture,
  facts: PictureFacts,
  bytes: Uint8Array<ArrayBuffer>,
) {
  const file = new File([bytes], preparedName(task.file.name, facts.type), { type: facts.type })
  return { ...facts, file, source: sourceOf(read) }
}

function notesOn(
  { slot, file }: PrepareTask,
  read: ReadPicture,
  { widthPixels }: PictureFacts,
): PictureNote[] {
  const notes: PictureNote[] = []
  if (isMisnamed(file.name, read.inspection.format)) notes.push({ kind: 'misnamed' })
  if (isAnimated(read)) notes.push({ kind: 'first_frame' })
  if (slot !== 'background' && widthPixels < SLOT_TARGETS[slot].widthPixels) notes.push({ kind: 'soft' })
  return notes
}

/** A picture with a side below this is a line or a speck. */
const THIN_PIXELS = 16

function visibilityNotes(read: ReadPicture, shown: Pixels): PictureNote[] {
  const notes: PictureNote[] = []
  const on = hiddenOn(shown)
  if (on) notes.push({ kind: 'invisible', on })
  else if (isAnimated(read) && isPlain(shown)) notes.push({ kind: 'plain_first_frame' })
  if (Math.min(shown.widthPixels, shown.heightPixels) < THIN_PIXELS) notes.push({ kind: 'thin' })
  return notes
}
