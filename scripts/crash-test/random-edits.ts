import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import sharp from 'sharp'

const TEXTS = ['Name', 'Bio', 'Location', 'Website']
const SWITCHES = ['Tile background', 'Show background']
/** Noise of these sizes takes about half a megabyte, so that keeping it takes its time too. */
const PICTURES = [
  { field: 'Profile photo', slot: 'avatar', sidePixels: 400 },
  { field: 'Background image', slot: 'background', sidePixels: 420 },
]
/** A text that has become this long is begun anew. */
const LONGEST_TEXT = 60
/** An address without a scheme gets one when the field is left, which would be an edit nobody made. */
const BEGINNINGS: Record<string, string> = { Website: 'https://w.example/' }
const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

const control = (page: Page, label: string) => page.getByLabel(label, { exact: true })
const facts = (page: Page, slot: string) => page.locator(`#field-${slot}-facts`)

/** What every field holds, as the page shows it: texts, switches as on or off, the file names of chosen pictures. */
export async function readFields(page: Page): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const label of TEXTS) found.set(label, await control(page, label).inputValue())
  for (const label of SWITCHES) found.set(label, (await control(page, label).isChecked()) ? 'on' : 'off')
  for (const { field, slot } of PICTURES) {
    const [shown = ''] = await facts(page, slot).locator('p[dir="auto"]').allInnerTexts()
    found.set(field, shown)
  }
  return found
}

/**
 * Edits without end, as `random` has it: letters in bursts, fast and slow, switches, pictures. Every edit is noted in
 * `edits`, and with its time as soon as the page has it; `values` are what the fields hold at first. Ends by rejecting,
 * when the page is gone.
 */
export async function editWithoutEnd(
  page: Page,
  random: () => number,
  edits: Edit[],
  values: Map<string, string>,
): Promise<never> {
  const oneOf = <Item>(items: readonly [Item, ...Item[]] | readonly Item[]): Item => {
    const item = items[Math.floor(random() * items.length)]
    if (item === undefined) throw new Error('There is nothing to choose from.')
    return item
  }
  const make = async (field: string, value: string, act: () => Promise<unknown>) => {
    const edit: Edit = { field, value, madeAt: null }
    edits.push(edit)
    values.set(field, value)
    await act()
    edit.madeAt = performance.now()
  }

  async function typeBurst() {
    const field = oneOf(TEXTS)
    await control(page, field).focus()
    if ((values.get(field)?.length ?? 0) >= LONGEST_TEXT) {
      await page.keyboard.press('Control+a')
      const beginning = BEGINNINGS[field] ?? oneOf([...LETTERS])
      await make(field, beginning, () => page.keyboard.insertText(beginning))
    }
    await page.keyboard.press('Control+End')
    const letters = 1 + Math.floor(random() * 30)
    const pauseMilliseconds = 20 + random() * 160
    for (let count = 0; count < letters; count += 1) {
      const letter = oneOf([...LETTERS])
      await make(field, (values.get(field) ?? '') + letter, () => page.keyboard.press(letter))
      await pause(pauseMilliseconds)
    }
  }

  async function turnSwitch() {
    const field = oneOf(SWITCHES)
    const isOn = values.get(field) === 'on'
    await make(field, isOn ? 'off' : 'on', () => control(page, field).setChecked(!isOn))
  }

  async function choosePicture() {
    const { field, slot, sidePixels } = oneOf(PICTURES)
    const name = `chosen-${Math.floor(random() * 1_000_000)}.png`
    const buffer = await noise(sidePixels, random)
    await make(field, name, async () => {
      await control(page, field).setInputFiles({ name, mimeType: 'image/png', buffer })
      await facts(page, slot).getByText(name).waitFor()
    })
  }

  for (;;) {
    const what = random()
    if (what < 0.7) await typeBurst()
    else if (what < 0.85) await turnSwitch()
    else await choosePicture()
  }
}

function noise(sidePixels: number, random: () => number): Promise<Buffer> {
  const pixels = new Uint8Array(sidePixels * sidePixels * 3).map(() => Math.floor(random() * 256))
  return sharp(pixels, { raw: { width: sidePixels, height: sidePixels, channels: 3 } })
    .png()
    .toBuffer()
}

/** One edit of one field, as it was made. */
export interface Edit {
  field: string
  /** What the field held afterwards. */
  value: string
  /** When the page had it, in milliseconds of `performance.now()`; null while that is not known. */
  madeAt: number | null
}

/** What is missing of one field. */
export interface LostEdit {
  field: string
  found: string
  /** What the field held last. */
  last: string
  /** How old the oldest missing edit was when the browser died; infinite when what was found was never there. */
  ageMilliseconds: number
}

/**
 * The fields whose last edits are not there. `edits` are those of all fields in the order they were made, each field
 * beginning with what it held at first; `found` is what each field holds now.
 */
export function lostEdits(
  edits: readonly Edit[],
  found: ReadonlyMap<string, string>,
  killedAt: number,
): LostEdit[] {
  return [...found].flatMap(([field, value]) => {
    const history = edits.filter((edit) => edit.field === field)
    const last = history.at(-1)
    if (!last || last.value === value) return []
    const index = history.findLastIndex((edit) => edit.value === value)
    const oldest = history[index + 1]
    // An edit that was only just under way may be there or not.
    const ageMilliseconds = index === -1 ? Number.POSITIVE_INFINITY : killedAt - (oldest?.madeAt ?? killedAt)
    return [{ field, found: value, last: last.value, ageMilliseconds }]
  })
}
