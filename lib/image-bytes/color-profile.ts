import { byteReader } from './byte-reader'
import type { ColorProfile } from './image-inspection'

/** Red, green and blue of sRGB as ICC profiles store them, seen under D50. Source: ICC's sRGB v2 and v4 profiles. */
const SRGB_COLORANTS: readonly [tag: string, xyz: readonly number[]][] = [
  ['rXYZ', [0.4361, 0.2225, 0.0139]],
  ['gXYZ', [0.3851, 0.7169, 0.0971]],
  ['bXYZ', [0.1431, 0.0606, 0.7141]],
]
/** Profiles of different makers round differently; Display P3 and Adobe RGB lie more than 0.04 away. */
const COLORANT_TOLERANCE = 0.004

/** How bright half of the scale is under sRGB (IEC 61966-2-1), and how far gamma 2.2 may lie from it. */
const SRGB_HALF_WAY = 0.214
const HALF_WAY_TOLERANCE = 0.012

const MAX_TAGS = 100

/**
 * Whether an ICC profile means the colours of sRGB, by its primaries and its curve, whatever it is called.
 * A profile that cannot be read, and one made of tables, is `other`.
 * Source: ICC.1:2022, 7.2 to 7.3, 10.6, 10.18, 10.31.
 */
export function colorProfileOfIcc(profile: Uint8Array): ColorProfile {
  const reader = byteReader(profile)
  const tags = new Map<string, number>()
  for (let index = 0; index < Math.min(reader.u32(128), MAX_TAGS); index += 1) {
    const at = 132 + index * 12
    tags.set(reader.letters(at, 4), reader.u32(at + 4))
  }
  const space = reader.letters(16, 4)
  if (space === 'GRAY') return isSrgbCurve(profile, tags.get('kTRC')) ? 'srgb' : 'other'
  if (space !== 'RGB ' || tags.has('A2B0')) return 'other'
  const hasSrgbColorants = SRGB_COLORANTS.every(([tag, expected]) => {
    const at = tags.get(tag)
    return (
      at !== undefined &&
      expected.every(
        (value, index) => Math.abs(fixedPoint(reader.u32(at + 8 + index * 4)) - value) <= COLORANT_TOLERANCE,
      )
    )
  })
  const hasSrgbCurves = ['rTRC', 'gTRC', 'bTRC'].every((tag) => isSrgbCurve(profile, tags.get(tag)))
  return hasSrgbColorants && hasSrgbCurves ? 'srgb' : 'other'
}

/** An s15Fixed16Number: 16 bits before the point and 16 behind it. */
const fixedPoint = (value: number) => (value | 0) / 0x10000

function isSrgbCurve(profile: Uint8Array, at: number | undefined): boolean {
  if (at === undefined) return false
  const halfWay = curveAtHalf(profile, at)
  return halfWay !== null && Math.abs(halfWay - SRGB_HALF_WAY) <= HALF_WAY_TOLERANCE
}

/** What a tone curve makes of 0.5; null when it is of an unknown kind. */
function curveAtHalf(profile: Uint8Array, at: number): number | null {
  const reader = byteReader(profile)
  const type = reader.letters(at, 4)
  if (type === 'curv') {
    const entries = reader.u32(at + 8)
    if (entries === 0) return 0.5
    if (entries === 1) return 0.5 ** (reader.u16(at + 12) / 0x100)
    return reader.u16(at + 12 + Math.floor((entries - 1) / 2) * 2) / 0xffff
  }
  if (type !== 'para') return null
  const [gamma, a, b] = [0, 1, 2].map((index) => fixedPoint(reader.u32(at + 12 + index * 4)))
  if (gamma === undefined || a === undefined || b === undefined) return null
  // Above its linear foot every kind of curve is (aX + b)^gamma; kind 0 has no a and b.
  return reader.u16(at + 8) === 0 ? 0.5 ** gamma : (a * 0.5 + b) ** gamma
}

/** What the numbers of ITU-T H.273 say, as PNG's cICP and HEIF's nclx carry them. 2 means: not told. */
export function colorProfileOfCodePoints(primaries: number, transfer: number): ColorProfile {
  if (primaries === 2) return 'none'
  const hasSrgbPrimaries = primaries === 1
  // 13 is sRGB's own curve; 1, 6, 14 and 15 are those of video, which players and browsers draw alike.
  return hasSrgbPrimaries && [1, 2, 6, 13, 14, 15].includes(transfer) ? 'srgb' : 'other'
}
