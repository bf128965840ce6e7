import { readFile } from 'node:fs/promises'
import sharp from 'sharp'

const rendered = new Map<string, Promise<Buffer>>()

/** A drawing of `art/` as PNG at its own size. Drawn when first asked for and kept, so that starting stays quick. */
export function renderArt(name: string): Promise<Buffer> {
  const known = rendered.get(name)
  if (known) return known
  const drawing = readFile(new URL(`../art/${name}.svg`, import.meta.url)).then((svg) =>
    sharp(svg).png().toBuffer(),
  )
  rendered.set(name, drawing)
  return drawing
}
