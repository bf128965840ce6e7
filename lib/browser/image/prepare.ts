import type { ChosenPicture, PictureNote, PictureProblem, PreparingProgress } from '@/lib/chosen-picture'
import type { Placement } from '@/lib/placement'
import { err, ok, type Result } from '@/lib/result'
import { type PictureFacts, SLOT_TARGETS } from '@/lib/slots'
import { readBitmap, truthOfCanvas } from './canvas'
import { encodePhoto, encodeStoredPhoto } from './encode-photo'
import { type EncodedPicture, encodePicture, mayBeShort } from './encode-picture'
import { isMisnamed, preparedName } from './file-name'
import { resizePixels } from './lanczos'
import { isAnimated, sourceOf } from './look-at'
import { lookAlike } from './mean-colors'
import type { PrepareTask } from './messages'
import { decodeNatively, type OpenPicture, openPicture } from './open-picture'
import { type PassedThrough, passThrough } from './pass-through'
import { isWholePicture, type PicturePlan, placementFor, planPicture } from './picture-plan'
import { mirrorPixels, type Pixels, turnPixels } from './pixels'
import { type ReadPicture, readPicture } from './read-file'
import { readReduced } from './stored-photo'

/** X makes a JPEG of quality 85, in the usual tables, of anything better; what is above that is lost there. */
const CEILING_WHERE_REENCODED = 86
/** Here a photo or header is as good as the original to within a hundredth (SSIM). */
const CEILING_WHERE_KEPT = 95

type Report = (progress: PreparingProgress) => void

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
  const passed = passThrough(read.value, task.slot, placement)
  if (passed) return chosenUntouched(task, read.value, passed)
  const plan = planPicture(task.slot, read.value.upright, placement)
  const quick = await remakeStored(task, read.value, plan, report)
  if (quick) return quick
  const remade = await openAndRemake(task, read.value, report)
  if (remade.ok || remade.error.rule !== 'canvas_protected') return remade
  // Only now that the real picture was drawn it is known; there may be a way without a canvas.
  return openAndRemake(task, read.value, report)
}

/** The quick ways for large photos, from what they store; null for whatever they are not for. */
async function remakeStored(
  task: PrepareTask,
  read: ReadPicture,
  plan: PicturePlan,
  report: Report,
): Promise<Result<ChosenPicture, PictureProblem> | null> {
  const fitting = fittingFor(task, report)
  if (mayBeShort(plan, fitting.maxBytes)) {
    const photo = await encodeStoredPhoto(read, plan, fitting)
    return photo && ok(describeJpeg(task, read, plan, photo))
  }
  const part = await readReduced(read, plan)
  return part && remakePart({ task, read, plan, part }, report)
}

async function openAndRemake(
  task: PrepareTask,
  read: ReadPicture,
  report: Report,
): Promise<Result<ChosenPicture, PictureProblem>> {
  const opened = await openPicture(read, report)
  if (!opened.ok) return opened
  const picture = opened.value
  try {
    const plan = planPicture(task.slot, picture, placementFor(task.slot, picture, task.placement))
    report({ step: 'resizing' })
    const part = await readPart(picture, plan)
    if (!part) return err({ rule: 'canvas_protected' })
    return await remakePart({ task, read, plan, part }, report)
  } finally {
    picture.close()
  }
}

async function chosenUntouched(
  task: PrepareTask,
  read: ReadPicture,
  { type, bytes, removed }: PassedThrough,
): Promise<Result<ChosenPicture, PictureProblem>> {
  // Its pixels were not looked at so far; a file with nothing but a good beginning is found out here.
  const bitmap = await decodeNatively(new Blob([bytes], { type }))
  if (!bitmap) return err({ rule: 'damaged' })
  const { width: widthPixels, height: heightPixels } = bitmap
  bitmap.close()
  const facts = { type, widthPixels, heightPixels }
  return ok({ ...describe(task, read, facts, bytes), placement: null, isUntouched: true, removed })
}

/** A part of a picture as it lies, several times as large as its plan or just as large, and what is to become of it. */
interface PlannedPart {
  task: PrepareTask
  read: ReadPicture
  plan: PicturePlan
  part: Pixels
}

async function remakePart(
  { task, read, plan, part }: PlannedPart,
  report: Report,
): Promise<Result<ChosenPicture, PictureProblem>> {
  const fitting = fittingFor(task, report)
  const photo = await encodePhoto(part, plan, fitting)
  if (photo) return ok(describeJpeg(task, read, plan, photo))
  const encoded = await encodePicture({
    ...fitting,
    render: (scale) => renderPart(part, plan, scale),
  })
  if (!encoded.ok) return encoded
  const problem = await problemOfResult(encoded.value)
  if (problem) return err(problem)
  const { type, bytes, pixels, scale } = encoded.value
  const facts = { type, widthPixels: pixels.widthPixels, heightPixels: pixels.heightPixels }
  const chosen = describe(task, read, facts, bytes)
  if (scale < 1) chosen.notes.push({ kind: 'made_smaller', widthPixels: facts.widthPixels })
  return ok({ ...chosen, ...remadeFrom(read, plan.placement) })
}

const remadeFrom = ({ inspection }: ReadPicture, placement: Placement) => ({
  placement: isWholePicture(placement) ? null : placement,
  isUntouched: false,
  removed: inspection.hidden,
})

function describeJpeg(
  task: PrepareTask,
  read: ReadPicture,
  { placement, widthPixels, heightPixels }: PicturePlan,
  bytes: Uint8Array<ArrayBuffer>,
): ChosenPicture {
  const facts: PictureFacts = { type: 'image/jpeg', widthPixels, heightPixels }
  return { ...describe(task, read, facts, bytes), ...remadeFrom(read, placement) }
}

/** What the bytes have to stay within, and how good they may be. */
function fittingFor(task: PrepareTask, report: Report) {
  const { maxBytes } = SLOT_TARGETS[task.slot]
  // A background goes only to servers that keep its bytes: X has none.
  const ceiling = task.keepsBytes || task.slot === 'background' ? CEILING_WHERE_KEPT : CEILING_WHERE_REENCODED
  let attempts = 0
  const onFitting = () => {
    attempts += 1
    report({ step: 'fitting', attempt: attempts, maxBytes })
  }
  return { maxBytes, ceiling, onFitting }
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
  const widthPixels = Math.max(1, Math.round(plan.widthPixels * scale))
  const heightPixels = Math.max(1, Math.round(plan.heightPixels * scale))
  const resized = resizePixels(turned, widthPixels, heightPixels)
  return placement.isMirrored ? mirrorPixels(resized) : resized
}

/** Decodes what was encoded, and compares it with what it should show. */
async function problemOfResult({ type, bytes, pixels }: EncodedPicture): Promise<PictureProblem | null> {
  const bitmap = await decodeNatively(new Blob([bytes], { type }))
  if (!bitmap) return { rule: 'out_of_memory' }
  const { width, height } = bitmap
  const isTrusted = truthOfCanvas() !== 'falsified'
  const shown = isTrusted ? readBitmap(bitmap, { left: 0, top: 0, width, height }) : null
  bitmap.close()
  // Where nothing that is read back can be trusted, its size is all that can be compared.
  if (!shown)
    return width === pixels.widthPixels && height === pixels.heightPixels ? null : { rule: 'damaged' }
  return lookAlike(pixels, shown) ? null : { rule: 'out_of_memory' }
}

function describe(task: PrepareTask, read: ReadPicture, facts: PictureFacts, bytes: Uint8Array<ArrayBuffer>) {
  const file = new File([bytes], preparedName(task.file.name, facts.type), { type: facts.type })
  return { ...facts, file, source: sourceOf(read), notes: notesOn(task, read, facts) }
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
