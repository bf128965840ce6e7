import type { ProtocolParameters } from '../http/authorization'
import { percentEncode } from '../http/encoding'
import type { HttpRequest, Parameter } from '../http/request'
import type { SignatureExplanation } from '../state/request-log'
import { ADDRESS_MISTAKES } from './mistakes/address-mistakes'
import { ENCODING_MISTAKES } from './mistakes/encoding-mistakes'
import { KEY_MISTAKES } from './mistakes/key-mistakes'
import { PARAMETER_MISTAKES } from './mistakes/parameter-mistakes'
import { sameSignature } from './signature'
import {
  baseStringOf,
  type Circumstances,
  type Mistake,
  rightSigning,
  type Signing,
  shareEncodings,
  signatureOf,
  type Variant,
} from './signing'

export interface RefusedSignature {
  request: HttpRequest
  protocol: ProtocolParameters
  /** The addresses that would have been accepted, the request's own first. */
  baseUrls: readonly string[]
  consumerSecret: string
  tokenSecrets: readonly string[]
  otherSecrets: Circumstances['otherSecrets']
}

/** In the order they are tried: where two give the same signature, the first is named. */
export const MISTAKES: readonly Mistake[] = [
  ...ENCODING_MISTAKES,
  ...PARAMETER_MISTAKES,
  ...KEY_MISTAKES,
  ...ADDRESS_MISTAKES,
]

/** Beyond this a base string holds a picture, and trying every mistake would hold everyone else up. */
const MAX_TRIED_CHARACTERS = 60_000
/** These are tried even then: what was signed is short again. */
const LEFT_OUT = PARAMETER_MISTAKES.filter(({ name }) => name.endsWith('left-out'))
/** Up to here every mistake is tried with every accepted address, and two at once; beyond, with the one called. */
const MAX_TRIED_IN_FULL_CHARACTERS = 8_000
/** The log keeps no more of a base string than this, around the first difference. */
const EXCERPT_CHARACTERS = 4_000

/** Finds the mistake, or the two mistakes, that make exactly the signature which came. */
export function explainSignature(refused: RefusedSignature): SignatureExplanation {
  const { request, protocol, otherSecrets } = refused
  const given = protocol.oauth.get('oauth_signature') ?? ''
  const right = rightSignings(refused)
  const [own] = right
  const wanted = baseOf(refused)
  if (!own) return unexplained(wanted, refused)

  const circumstances = { request, otherSecrets }
  if (wanted.length > MAX_TRIED_CHARACTERS) {
    const short = right
      .flatMap((signing) => single(signing, circumstances, LEFT_OUT))
      .filter(({ wrong }) => wrong.parameters.every(({ value }) => value.length < EXCERPT_CHARACTERS))
    const found = firstFitting(given, short)
    return found ? explained(found, refused) : unexplained(wanted, refused, TOO_LONG)
  }
  const isShort = wanted.length <= MAX_TRIED_IN_FULL_CHARACTERS
  const tried = isShort ? right : right.filter(({ baseUrl }) => baseUrl === own.baseUrl)
  const found =
    firstFitting(
      given,
      tried.flatMap((signing) => single(signing, circumstances)),
    ) ?? (isShort ? firstFitting(given, pairs(own, circumstances)) : null)
  return found ? explained(found, refused) : unexplained(wanted, refused)
}

/** A wrong way of signing, what it should have been, and the words for it. */
interface Attempt {
  right: Signing
  wrong: Signing
  mistake: string
  sentence: string
}

function rightSignings({
  request,
  protocol,
  baseUrls,
  consumerSecret,
  tokenSecrets,
}: RefusedSignature): Signing[] {
  return baseUrls.flatMap((baseUrl) =>
    tokenSecrets.map((tokenSecret) =>
      rightSigning({
        method: request.method.toUpperCase(),
        baseUrl,
        parameters: protocol.signed,
        consumerSecret,
        tokenSecret,
      }),
    ),
  )
}

function single(right: Signing, circumstances: Circumstances, mistakes = MISTAKES): Attempt[] {
  return mistakes.flatMap((mistake) =>
    mistake.variants(right, circumstances).map((variant) => attempt(right, right, mistake, variant)),
  )
}

/** The plainest shape of every mistake on top of the plainest shape of every other. */
function* pairs(right: Signing, circumstances: Circumstances): Generator<Attempt> {
  for (const [index, first] of MISTAKES.entries()) {
    const [firstVariant] = first.variants(right, circumstances)
    if (!firstVariant) continue
    const one = attempt(right, right, first, firstVariant)
    for (const second of MISTAKES.slice(index + 1)) {
      for (const secondVariant of second.variants(one.wrong, circumstances).slice(0, 3)) {
        const two = attempt(right, one.wrong, second, secondVariant)
        yield {
          ...two,
          mistake: `${one.mistake} + ${two.mistake}`,
          sentence: `Two mistakes at once. ${one.sentence} ${two.sentence}`,
        }
      }
    }
  }
}

function attempt(right: Signing, from: Signing, mistake: Mistake, variant: Variant): Attempt {
  return {
    right,
    wrong: { ...from, ...variant.step },
    mistake: mistake.name,
    sentence: variant.sentence ?? mistake.sentence,
  }
}

function firstFitting(given: string, attempts: Iterable<Attempt>): Attempt | null {
  const shared = shareEncodings()
  for (const candidate of attempts) {
    const baseString = baseStringOf(candidate.wrong, shared)
    if (sameSignature(given, signatureOf(candidate.wrong, baseString))) return candidate
  }
  return null
}

function explained(
  { right, wrong, mistake, sentence }: Attempt,
  refused: RefusedSignature,
): SignatureExplanation {
  const strings = { yours: baseStringOf(wrong), wanted: baseStringOf(right) }
  const difference = firstDifference(strings.yours, strings.wanted)
  if (difference === null) {
    const shown = hideSecrets(clip(strings.wanted, 0).text, refused)
    return {
      mistake,
      sentence: `The base strings agree. ${sentence}`,
      yours: shown,
      wanted: shown,
      first_difference: null,
    }
  }
  const yours = clip(strings.yours, difference)
  const wanted = clip(strings.wanted, difference)
  return {
    mistake,
    sentence: `The base strings part at character ${difference}. ${sentence}`,
    yours: hideSecrets(yours.text, refused),
    wanted: hideSecrets(wanted.text, refused),
    first_difference: difference - yours.cut,
  }
}

const NONE_FITS = 'No usual mistake gives this signature.'
const TOO_LONG =
  'So much is signed here that few mistakes were tried; try the same call with a short value to hear more.'

function unexplained(wanted: string, refused: RefusedSignature, tried = NONE_FITS): SignatureExplanation {
  return {
    mistake: null,
    sentence: `${tried} If your base string is the one wanted, a secret must differ: the consumer’s or the token’s.`,
    yours: null,
    wanted: hideSecrets(clip(wanted, 0).text, refused),
    first_difference: null,
  }
}

/**
 * Of a call that is signed as OAuth says and sent otherwise: X signs what is sent, letter for letter. It makes capitals of
 * hexadecimal digits and a space of +, and encodes , [ and ] alone.
 *
 * @returns null when everything that OAuth encodes was encoded.
 */
export function explainUnencoded({ unencoded }: HttpRequest): string | null {
  if (!unencoded) return null
  const { name, character } = unencoded
  const what = /[\x21-\x7e]/.test(character) ? character : 'a character'
  const encoded = `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
  return `${name.slice(0, 80)} arrived with ${what} as it is. X takes what is sent letter for letter, and answers 401 with code 32. Percent-encode it: ${encoded}.`
}

/** Where the setting refuses what {@link explainUnencoded} names. */
export function unencodedExplanation(refused: RefusedSignature, sentence: string): SignatureExplanation {
  return { ...unexplained(baseOf(refused), refused), mistake: 'sent-unencoded', sentence }
}

function baseOf(refused: RefusedSignature): string {
  const [own] = rightSignings(refused)
  return own ? baseStringOf(own) : ''
}

/** Index of the first character that differs; null when the texts are the same. */
export function firstDifference(a: string, b: string): number | null {
  if (a === b) return null
  let index = 0
  while (index < a.length && index < b.length && a[index] === b[index]) index += 1
  return index
}

/** At most so much of a text, with the difference in it; `cut` characters fewer stand before it. */
function clip(text: string, difference: number): { text: string; cut: number } {
  const from = Math.max(0, difference - EXCERPT_CHARACTERS / 2)
  const end = from + EXCERPT_CHARACTERS
  const head = from > 0 ? '…' : ''
  const tail = end < text.length ? '…' : ''
  return { text: `${head}${text.slice(from, end)}${tail}`, cut: from - head.length }
}

/** Nobody should send a secret as a parameter; who does it must not find it here. As many stars keep the columns. */
function hideSecrets(text: string, { consumerSecret, tokenSecrets, protocol }: RefusedSignature): string {
  const sent = protocol.signed.filter(({ name }: Parameter) => /secret|password/i.test(name))
  return [consumerSecret, ...tokenSecrets, ...sent.map(({ value }) => value)]
    .filter((secret) => secret !== '')
    .flatMap((secret) => [secret, percentEncode(percentEncode(secret))])
    .reduce((hidden, secret) => hidden.replaceAll(secret, '*'.repeat(secret.length)), text)
}
