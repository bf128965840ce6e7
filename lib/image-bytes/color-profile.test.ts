import { expect, test } from 'vitest'
import { bytesOfLetters, joinBytes } from './byte-reader'
import { colorProfileOfCodePoints, colorProfileOfIcc } from './color-profile'

type Triple = readonly [number, number, number]

const SRGB: readonly [Triple, Triple, Triple] = [
  [0.4361, 0.2225, 0.0139],
  [0.3851, 0.7169, 0.0971],
  [0.1431, 0.0606, 0.7141],
]
const DISPLAY_P3: readonly [Triple, Triple, Triple] = [
  [0.5151, 0.2412, -0.0011],
  [0.292, 0.6922, 0.0419],
  [0.1571, 0.0666, 0.7841],
]

const u32 = (value: number) => Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value)
const u16 = (value: number) => Uint8Array.of(value >>> 8, value)
const fixed = (value: number) => u32(Math.round(value * 0x10000))
const four = (letters: string) => bytesOfLetters(letters)

const gamma = (value: number) =>
  joinBytes([four('curv'), u32(0), u32(1), u16(Math.round(value * 256)), u16(0)])
const LINEAR = joinBytes([four('curv'), u32(0), u32(0)])
/** The curve of sRGB as profiles of version 4 write it. */
const PARAMETRIC = joinBytes([
  ...[four('para'), u32(0), u16(3), u16(0)],
  ...[2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045].map(fixed),
])
/** The same as a table of 1024 steps, as old cameras write it. */
const TABLE = joinBytes([
  ...[four('curv'), u32(0), u32(1024)],
  ...Array.from({ length: 1024 }, (_, at) => u16(Math.round(0xffff * ((at / 1023 + 0.055) / 1.055) ** 2.4))),
])

function profile(space: string, tags: Record<string, Uint8Array>): Uint8Array {
  const entries = Object.entries(tags)
  const header = new Uint8Array(128)
  header.set(four(space), 16)
  let at = 128 + 4 + entries.length * 12
  const table = entries.map(([tag, content]) => {
    const entry = joinBytes([four(tag), u32(at), u32(content.length)])
    at += content.length
    return entry
  })
  return joinBytes([header, u32(entries.length), ...table, ...entries.map(([, content]) => content)])
}

function rgb([red, green, blue]: readonly [Triple, Triple, Triple], curve: Uint8Array, more = {}) {
  const xyz = (values: Triple) => joinBytes([four('XYZ '), u32(0), ...values.map(fixed)])
  const colorants = { rXYZ: xyz(red), gXYZ: xyz(green), bXYZ: xyz(blue) }
  return profile('RGB ', { ...colorants, rTRC: curve, gTRC: curve, bTRC: curve, ...more })
}

test('a profile with the primaries and a curve of sRGB is sRGB, however the curve is written', () => {
  const powerAlone = joinBytes([four('para'), u32(0), u16(0), u16(0), fixed(2.2)])
  for (const curve of [gamma(2.2), powerAlone, PARAMETRIC, TABLE])
    expect(colorProfileOfIcc(rgb(SRGB, curve))).toBe('srgb')
})

test('other primaries, and other curves with the same primaries, are other colours', () => {
  expect(colorProfileOfIcc(rgb(DISPLAY_P3, PARAMETRIC))).toBe('other')
  expect(colorProfileOfIcc(rgb(SRGB, LINEAR))).toBe('other')
  expect(colorProfileOfIcc(rgb(SRGB, gamma(1.8)))).toBe('other')
})

test('a profile of tables, one for print, and one that cannot be read are other colours', () => {
  expect(colorProfileOfIcc(rgb(SRGB, PARAMETRIC, { A2B0: LINEAR }))).toBe('other')
  expect(colorProfileOfIcc(profile('CMYK', {}))).toBe('other')
  expect(colorProfileOfIcc(new Uint8Array())).toBe('other')
  expect(colorProfileOfIcc(rgb(SRGB, PARAMETRIC).subarray(0, 200))).toBe('other')
})

test('a grey profile is sRGB’s by its curve', () => {
  expect(colorProfileOfIcc(profile('GRAY', { kTRC: gamma(2.2) }))).toBe('srgb')
  expect(colorProfileOfIcc(profile('GRAY', { kTRC: LINEAR }))).toBe('other')
})

test('numbers name colours too, and may leave them open', () => {
  expect(colorProfileOfCodePoints(1, 13)).toBe('srgb')
  expect(colorProfileOfCodePoints(12, 13)).toBe('other')
  expect(colorProfileOfCodePoints(1, 16)).toBe('other')
  expect(colorProfileOfCodePoints(2, 2)).toBe('none')
})
