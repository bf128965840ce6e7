import { readFile } from 'node:fs/promises'
import { SANDBOX_FOLDER } from '../folder'
import { openPicture } from './open-picture'

const rendered = new Map<string, Promise<Buffer>>()

/** A drawing of `art/` as PNG at its own size. Drawn when first asked for and kept, so that starting stays quick. */
export function renderArt(name: string): Promise<Buffer> {
  const known = rendered.get(name)
  if (known) return known
  const drawing = draw(new URL(`art/${name}.svg`, SANDBOX_FOLDER))
  rendered.set(name, drawing)
  drawing.catch(() => rendered.delete(name))
  return drawing
}

async function draw(file: URL): Promise<Buffer> {
  const picture = await openPicture(await readFile(file))
  return picture.png().toBuffer()
}
