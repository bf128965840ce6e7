import { decodeUtf8 } from '../../http/encoding'
import type { Parameter } from '../../http/request'
import type { EncodedPair, Mistake, Variant } from '../signing'

const signing = (parameters: readonly Parameter[]): Variant => ({ step: { parameters } })

/** Only shapes that sign something else than was right. */
function without(parameters: readonly Parameter[], isLeftOut: (parameter: Parameter) => boolean): Variant[] {
  const kept = parameters.filter((parameter) => !isLeftOut(parameter))
  return kept.length === parameters.length ? [] : [signing(kept)]
}

function isAmong(parameters: readonly Parameter[]): (parameter: Parameter) => boolean {
  return ({ name, value }) => parameters.some((other) => other.name === name && other.value === value)
}

const isProtocol = ({ name }: Parameter) => name.startsWith('oauth_')

/** Orders in which clients forget to sort, and orders they sort in by mistake. */
const ORDERS: ((pairs: readonly EncodedPair[]) => EncodedPair[])[] = [
  // As they arrived: header, query, body.
  (pairs) => [...pairs],
  (pairs) => [...pairs].sort((a, b) => Number(isOauthPair(a)) - Number(isOauthPair(b))),
  // OAuth's own sorted, the others behind or before them as they came.
  (pairs) => [...byName(pairs.filter(isOauthPair)), ...pairs.filter((pair) => !isOauthPair(pair))],
  (pairs) => [...pairs.filter((pair) => !isOauthPair(pair)), ...byName(pairs.filter(isOauthPair))],
  // Regardless of case, as a person would; or by whole pairs, where = comes after digits and capitals.
  (pairs) => [...pairs].sort(([a], [b]) => a.localeCompare(b)),
  (pairs) => [...pairs].sort((a, b) => (a.join('=') < b.join('=') ? -1 : 1)),
  // By name alone, values of one name as they came.
  (pairs) => byName(pairs),
  (pairs) => byName(pairs).reverse(),
]

function isOauthPair([name]: EncodedPair): boolean {
  return name.startsWith('oauth_')
}

function byName(pairs: readonly EncodedPair[]): EncodedPair[] {
  return [...pairs].sort(([a], [b]) => (a === b ? 0 : a < b ? -1 : 1))
}

/** What forms, templates and libraries do to a text on its way, and what it was before. */
const CHANGES: readonly { what: string; before: (sent: string) => string }[] = [
  { what: 'Line breaks', before: (sent) => sent.replace(/\r\n?/g, '\n') },
  { what: 'Line breaks', before: (sent) => sent.replace(/\r?\n/g, '\r\n') },
  { what: 'White space at an end', before: (sent) => sent.trim() },
  { what: 'Composed letters', before: (sent) => sent.normalize('NFC') },
  { what: 'Composed letters', before: (sent) => sent.normalize('NFD') },
  {
    what: 'Signs of HTML',
    before: (sent) => sent.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  },
  { what: 'Capitals', before: (sent) => sent.replace(/^(true|false)$/, (word) => capitalized(word)) },
  { what: 'Capitals', before: (sent) => sent.replace(/^(True|False)$/, (word) => word.toLowerCase()) },
  { what: 'A yes or no', before: (sent) => sent.replace(/^true$/, '1').replace(/^false$/, '0') },
]

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** Which parameters are signed, and in which order. */
export const PARAMETER_MISTAKES: readonly Mistake[] = [
  {
    name: 'body-left-out',
    sentence: 'You left the form body out; its fields are signed like those of the query.',
    variants: ({ parameters }, { request }) =>
      without(parameters, (parameter) => !isProtocol(parameter) && isAmong(request.form)(parameter)),
  },
  {
    name: 'query-left-out',
    sentence: 'You left the query out; its parameters are signed.',
    variants: ({ parameters }, { request }) =>
      without(parameters, (parameter) => !isProtocol(parameter) && isAmong(request.query)(parameter)),
  },
  {
    name: 'query-and-body-left-out',
    sentence:
      'You signed OAuth’s own parameters alone; those of the query and of a form body are signed too.',
    variants: ({ parameters }) => without(parameters, (parameter) => !isProtocol(parameter)),
  },
  {
    name: 'multipart-signed',
    sentence: 'You signed parts of a multipart body; nothing of such a body is signed.',
    variants: ({ parameters }, { request }) => {
      const texts = request.parts.map(({ name, bytes }) => ({ name, value: decodeUtf8(bytes) ?? '' }))
      if (texts.length === 0) return []
      const isPicture = ({ name }: Parameter) => ['image', 'banner', 'media', 'media_data'].includes(name)
      return [
        signing([...parameters, ...texts.filter((text) => !isPicture(text))]),
        signing([...parameters, ...texts]),
        signing([...parameters, ...texts.map((text) => (isPicture(text) ? { ...text, value: '' } : text))]),
      ]
    },
  },
  {
    name: 'unread-body-signed',
    sentence:
      'You signed the fields of a body that is no form; send it as application/x-www-form-urlencoded, for X neither reads nor signs it otherwise.',
    variants: ({ parameters }, { request: { unread = [] } }) =>
      unread.length === 0 ? [] : [signing([...parameters, ...unread])],
  },
  {
    name: 'oauth-parameter-left-out',
    sentence: 'You left an oauth_* parameter out; all of them are signed but oauth_signature.',
    variants: ({ parameters }) =>
      parameters.filter(isProtocol).map((left) => ({
        step: { parameters: parameters.filter((parameter) => parameter !== left) },
        sentence: `You left ${left.name} out; every oauth_* parameter you send is signed but oauth_signature.`,
      })),
  },
  {
    name: 'oauth-parameters-left-out',
    sentence: 'You signed without OAuth’s own parameters; all of them are signed but oauth_signature.',
    variants: ({ parameters }) => without(parameters, isProtocol),
  },
  {
    name: 'realm-signed',
    sentence: 'You signed realm; it stands in the header, but is never signed.',
    variants: ({ parameters }, { request }) => {
      const realm = /\brealm\s*=\s*"([^"]*)"/i.exec(request.authorization ?? '')?.[1]
      return realm === undefined ? [] : [signing([...parameters, { name: 'realm', value: realm }])]
    },
  },
  {
    name: 'signature-signed',
    sentence: 'You signed an empty oauth_signature; leave it out of what you sign.',
    variants: ({ parameters }) => [signing([...parameters, { name: 'oauth_signature', value: '' }])],
  },
  {
    name: 'empty-left-out',
    sentence: 'You left parameters without a value out; a name with nothing behind it is signed as name=.',
    variants: ({ parameters }) => without(parameters, ({ value }) => value === ''),
  },
  {
    name: 'signed-twice',
    sentence: 'You signed a parameter twice that travels in two places; it counts once.',
    variants: ({ parameters }, { request }) => {
      const alsoElsewhere = [...request.query, ...request.form].filter(
        (parameter) => isProtocol(parameter) && parameter.name !== 'oauth_signature',
      )
      return alsoElsewhere.length === 0 ? [] : [signing([...parameters, ...alsoElsewhere])]
    },
  },
  {
    name: 'repeated-signed-once',
    sentence: 'A parameter comes several times and you signed one of them; each of them is signed.',
    variants: ({ parameters }) => [
      ...without(
        parameters,
        (parameter) => parameters.find(({ name }) => name === parameter.name) !== parameter,
      ),
      ...without(
        parameters,
        (parameter) => parameters.findLast(({ name }) => name === parameter.name) !== parameter,
      ),
    ],
  },
  {
    name: 'value-changed',
    sentence: 'A value was changed after you signed it.',
    variants: ({ parameters }) =>
      CHANGES.flatMap(({ what, before }) => {
        const changed = parameters.map(({ name, value }) => ({ name, value: before(value) }))
        const names = parameters.filter(({ value }) => before(value) !== value).map(({ name }) => name)
        return names.length === 0
          ? []
          : [
              {
                step: { parameters: changed },
                sentence: `${what} in ${names.join(', ')} changed after you signed: sign what is sent.`,
              },
            ]
      }),
  },
  {
    name: 'unsorted',
    sentence:
      'You did not sort the parameters as OAuth does: all of them together, encoded, by name and then by value, byte by byte.',
    variants: () => ORDERS.map((order) => ({ step: { order } })),
  },
]
