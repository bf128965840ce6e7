import sharp, { type Sharp } from 'sharp'

/** Makes the bytes of one test picture. */
export type MakePicture = () => Promise<Buffer>

/** Every pixel of a scene costs; several pictures show the same. */
const rendered = new Map<string, Buffer>()

/** A scene, ready to be encoded. */
export function photo(name: SceneName, widthPixels: number, heightPixels: number): Sharp {
  const key = `${name} ${widthPixels} × ${heightPixels}`
  const pixels = rendered.get(key) ?? renderScene(name, widthPixels, heightPixels)
  rendered.set(key, pixels)
  return sharp(pixels, { raw: { width: widthPixels, height: heightPixels, channels: 3 } })
}

/** As telephones encode: quality 92. */
export const CAMERA_QUALITY = 92

/** Five megapixels each, larger than any slot. */
const PHOTO_WIDTH_PIXELS = 2592
const PHOTO_HEIGHT_PIXELS = 1944

/** Red, green and blue, each from 0 to 1; what lies outside is cut off. */
type Color = [red: number, green: number, blue: number]

/** The colour at a place. Both run from 0; the shorter side of a picture is 1 long. */
type Scene = (x: number, y: number, noise: Noise) => Color

const blend = (from: Color, to: Color, share: number): Color => [
  mix(from[0], to[0], share),
  mix(from[1], to[1], share),
  mix(from[2], to[2], share),
]
const lit = ([red, green, blue]: Color, light: number): Color => [red * light, green * light, blue * light]

const SKY: Color = [0.45, 0.65, 0.9]
const HAZE: Color = [0.85, 0.87, 0.88]

function hills(x: number, y: number, { at, fractal }: Noise): Color {
  let color = blend(SKY, HAZE, y * 1.6)
  color = blend(color, [1, 1, 1], 0.7 * step(0.5, 0.75, fractal(x * 3, y * 7, 5)) * (1 - y))
  for (let ridge = 0; ridge < 4; ridge += 1) {
    const top = 0.35 + ridge * 0.13 + 0.2 * (fractal(x * (2 + ridge), ridge * 9.1, 6) - 0.5)
    if (y < top) continue
    const grass = fractal(x * 40 * (ridge + 1), y * 60 * (ridge + 1), 4)
    const meadow = lit([0.28, 0.42, 0.16], 0.5 + grass)
    color = blend(HAZE, meadow, 0.25 + ridge * 0.24)
    if (ridge === 3 && at(x * 90, y * 30) > 0.86) color = [0.9, 0.8, 0.3]
  }
  return color
}

function lights(x: number, y: number, { fractal }: Noise): Color {
  let color: Color = lit([0.1, 0.08, 0.16], 0.6 + fractal(x * 4, y * 4, 4))
  const cell = 0.13
  for (let row = -1; row <= 1; row += 1) {
    for (let column = -1; column <= 1; column += 1) {
      const left = Math.floor(x / cell) + column
      const top = Math.floor(y / cell) + row
      const random = seededRandom(left * 131 + top * 977 + 5)
      const distance = Math.hypot(x - (left + random()) * cell, y - (top + random()) * cell)
      const radius = 0.02 + 0.06 * random()
      const hue: Color = [0.6 + 0.4 * random(), 0.3 + 0.5 * random(), 0.2 + 0.5 * random()]
      const disc = 1 - step(radius * 0.92, radius, distance)
      color = blend(color, hue, 0.7 * disc * (0.6 + 0.4 * step(radius * 0.7, radius, distance)))
    }
  }
  return color
}

function portrait(x: number, y: number, { at, fractal }: Noise): Color {
  const backdrop = lit([0.42, 0.46, 0.5], 0.5 + fractal(x * 2, y * 2, 2))
  const face = Math.hypot((x - 0.65) / 0.26, (y - 0.48) / 0.36)
  const hair = Math.hypot((x - 0.65) / 0.34, (y - 0.42) / 0.4)
  const strand = fractal(x * 120 + fractal(x * 6, y * 6, 2) * 30, y * 8, 3)
  let color = blend(backdrop, lit([0.3, 0.18, 0.1], 0.3 + 1.2 * strand), 1 - step(0.97, 1.03, hair))
  if (y > 0.8)
    color = blend(color, lit([0.15, 0.25, 0.45], 0.6 + 0.6 * at(x * 300, y * 300)), step(0.8, 0.83, y))
  const skin = lit([0.88, 0.68, 0.56], 1.05 - 0.5 * (x - 0.45) + 0.06 * (fractal(x * 90, y * 90, 3) - 0.5))
  color = blend(color, skin, 1 - step(0.94, 1.02, face))
  for (const eye of [0.55, 0.75]) {
    const distance = Math.hypot((x - eye) / 0.045, (y - 0.44) / 0.024)
    color = blend(color, [0.95, 0.94, 0.92], 1 - step(0.85, 1.1, distance))
    color = blend(color, [0.15, 0.1, 0.08], 1 - step(0.4, 0.5, distance))
  }
  return blend(color, [0.7, 0.3, 0.3], 1 - step(0.8, 1.1, Math.hypot((x - 0.65) / 0.08, (y - 0.66) / 0.022)))
}

function city(x: number, y: number, { at, fractal }: Noise): Color {
  let color = blend([0.95, 0.6, 0.4], [0.35, 0.35, 0.6], 1 - y + 0.2 * fractal(x * 3, y * 9, 4))
  for (let row = 0; row < 3; row += 1) {
    const width = 0.09 + row * 0.04
    const house = Math.floor(x / width + row * 0.37)
    const random = seededRandom(house * 71 + row * 1009)
    const top = 0.25 + 0.3 * random() + row * 0.12
    if (y < top) continue
    const plaster = lit([0.3 + 0.2 * random(), 0.27, 0.28 + 0.1 * random()], 0.5 + row * 0.2)
    color = lit(plaster, 0.85 + 0.3 * fractal(x * 70, y * 70, 3))
    const across = ((x / width + row * 0.37) * 7) % 1
    const down = ((y - top) * 38) % 1
    if (across > 0.25 && across < 0.75 && down > 0.3 && down < 0.8) {
      const isLit = at(Math.floor(x * 77), Math.floor((y - top) * 38) + house) > 0.55
      color = isLit ? [1, 0.85, 0.5] : lit([0.12, 0.14, 0.2], 0.8 + 0.5 * at(x * 40, y * 40))
    }
  }
  return color
}

function water(x: number, y: number, { fractal }: Noise): Color {
  const depth = 1 / (0.15 + y)
  const wave = fractal(x * 8 * depth, y * 60 * depth, 6)
  const glint = step(0.62, 0.72, wave) * step(0.5, 0, Math.abs(x - 0.6))
  return blend(blend([0.05, 0.2, 0.3], [0.35, 0.6, 0.65], wave), [1, 0.95, 0.8], glint)
}

function clouds(x: number, y: number, { fractal }: Noise): Color {
  const warped = fractal(x * 3 + fractal(x * 4, y * 4, 3), y * 4, 7)
  const evening = blend([0.25, 0.3, 0.55], [1, 0.55, 0.3], y)
  return blend(evening, lit([1, 0.9, 0.85], 0.6 + 0.5 * warped), step(0.42, 0.7, warped))
}

function stones(x: number, y: number, { fractal }: Noise): Color {
  const cell = 0.08
  let nearest = 9
  let second = 9
  let shade = 0
  for (let row = -1; row <= 1; row += 1) {
    for (let column = -1; column <= 1; column += 1) {
      const left = Math.floor(x / cell) + column
      const top = Math.floor(y / cell) + row
      const random = seededRandom(left * 613 + top * 1381 + 3)
      const distance = Math.hypot(x / cell - left - random(), y / cell - top - random())
      if (distance < nearest) {
        second = nearest
        nearest = distance
        shade = random()
      } else if (distance < second) second = distance
    }
  }
  const stone = blend([0.5, 0.48, 0.45], [0.75, 0.65, 0.55], shade)
  const rough = 0.5 + 0.9 * fractal(x * 60, y * 60, 5) - 0.25
  return lit(stone, rough * step(0, 0.18, second - nearest) * (1.1 - 0.5 * nearest))
}

/** All scenes by what they look like, each with how much fine texture it has. */
const SCENES = {
  hills: { colorAt: hills, texture: 0.35 },
  lights: { colorAt: lights, texture: 0.06 },
  portrait: { colorAt: portrait, texture: 0.14 },
  city: { colorAt: city, texture: 0.35 },
  water: { colorAt: water, texture: 0.3 },
  clouds: { colorAt: clouds, texture: 0.06 },
  stones: { colorAt: stones, texture: 0.6 },
} as const satisfies Record<string, { colorAt: Scene; texture: number }>

type SceneName = keyof typeof SCENES
export const SCENE_NAMES = Object.keys(SCENES) as SceneName[]

/** Texture is this many times finer than the picture's shorter side, and finer still by one octave. */
const TEXTURE_FREQUENCY = 350
/** How far the grain of a sensor moves a colour up or down, of 255. */
const GRAIN = 5

/** A scene as a camera might take it: three bytes a pixel from the top left, with the grain of a sensor. */
export function renderScene(name: SceneName, widthPixels: number, heightPixels: number): Buffer {
  const noise = seededNoise(name.length * 7919 + name.charCodeAt(0))
  const random = seededRandom(widthPixels + heightPixels)
  const { colorAt, texture } = SCENES[name]
  const scale = 1 / Math.min(widthPixels, heightPixels)
  const pixels = Buffer.alloc(widthPixels * heightPixels * 3)
  let at = 0
  for (let row = 0; row < heightPixels; row += 1) {
    for (let column = 0; column < widthPixels; column += 1) {
      const [x, y] = [column * scale, row * scale]
      const fine = noise.fractal(x * TEXTURE_FREQUENCY, y * TEXTURE_FREQUENCY, 2) - 0.5
      const grain = (random() + random() - 1) * GRAIN
      for (const value of lit(colorAt(x, y, noise), 1 + texture * fine)) {
        pixels[at] = Math.min(255, Math.max(0, Math.round(value * 255 + grain)))
        at += 1
      }
    }
  }
  return pixels
}

/** Numbers from 0 up to 1 that look random and are the same each time for the same seed. Source: mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const LATTICE_SIDE = 256
const LATTICE_MASK = LATTICE_SIDE - 1

/** Smooth noise on a plane, each value from 0 to 1. */
export interface Noise {
  /** One frequency: hills about one unit wide. */
  at: (x: number, y: number) => number
  /** Several, each of double frequency and half the height of the one before. */
  fractal: (x: number, y: number, octaves: number) => number
}

/** Value noise: random heights on a lattice, with smooth ways between them. */
function seededNoise(seed: number): Noise {
  const random = seededRandom(seed)
  const heights = Float32Array.from({ length: LATTICE_SIDE * LATTICE_SIDE }, random)
  const height = (column: number, row: number) =>
    heights[((row & LATTICE_MASK) << 8) | (column & LATTICE_MASK)] ?? 0
  const at = (x: number, y: number) => {
    const column = Math.floor(x)
    const row = Math.floor(y)
    const right = smooth(x - column)
    const down = smooth(y - row)
    const top = mix(height(column, row), height(column + 1, row), right)
    return mix(top, mix(height(column, row + 1), height(column + 1, row + 1), right), down)
  }
  const fractal = (x: number, y: number, octaves: number) => {
    let sum = 0
    let weight = 1
    let weights = 0
    for (let octave = 0; octave < octaves; octave += 1) {
      // Each octave is moved, so that their lattices do not meet.
      sum += weight * at(x * 2 ** octave + octave * 17.3, y * 2 ** octave + octave * 31.7)
      weights += weight
      weight /= 2
    }
    return sum / weights
  }
  return { at, fractal }
}

const mix = (from: number, to: number, share: number) => from + (to - from) * share
const smooth = (share: number) => share * share * (3 - 2 * share)

/** 0 below `from`, 1 above `to`, smooth between. */
function step(from: number, to: number, value: number): number {
  return smooth(Math.min(1, Math.max(0, (value - from) / (to - from))))
}

/** Seven photographs that compress like photographs, and a very large one. */
export const PHOTOS: Record<string, MakePicture> = {
  ...Object.fromEntries(
    SCENE_NAMES.map((name): [string, MakePicture] => [
      `photo-${name}.jpg`,
      () => photo(name, PHOTO_WIDTH_PIXELS, PHOTO_HEIGHT_PIXELS).jpeg({ quality: CAMERA_QUALITY }).toBuffer(),
    ]),
  ),
  // Telephones compute their 48 megapixels from sensors that see fewer, so enlarging is close to life.
  'photo-48mp.jpg': () =>
    photo('hills', 2016, 1512).resize(8064, 6048).jpeg({ quality: CAMERA_QUALITY }).toBuffer(),
}
