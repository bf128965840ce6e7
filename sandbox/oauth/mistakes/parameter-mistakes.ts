import { passedOver } from '../../http/authorization'
import { decodeUtf8, percentDecode } from '../../http/encoding'
import type { Parameter } from '../../http/request'
import type { EncodedPair, Mistake, Variant } from '../signing'

const signing = (parameters: readonly Parameter[]): Variant => ({ step: { parameters } })

/** Only shapes that sign something else than was right. */
function without(parameters: readonly Parameter[], isLeftOut: (parameter: Parameter) => boolean): Variant[] {
  const remaining = parameters.filter((parameter) => !isLeftOut(parameter))
  return remaining.length === parameters.length ? [] : [signing(remaining)]
}

function isAmong(parameters: readonly Parameter[]): (parameter: Parameter) => boolean {
  return ({ name, value }) => parameters.some((other) => other.name === name && other.value === value)
}

const isProtocol = ({ name }: Parameter) => name.startsWith('oauth_')

type Order = (pairs: readonly EncodedPair[]) => EncodedPair[]

const AS_SENT = 'You signed the parameters in the order of sending'
const SORTED_APART = 'You sorted OAuth’s own parameters apart from the others'
const BY_VALUE = 'You sorted by name alone and left values of the same name as they came'

/** Orders in which clients forget to sort, and orders they sort in by mistake, with the words for each. */
const ORDERS: readonly { what: string; order: Order }[] = [
  // As they arrived: header, query, body. Or one of these groups behind another.
  { what: AS_SENT, order: (pairs) => [...pairs] },
  {
    what: AS_SENT,
    order: (pairs) => [...pairs.filter((pair) => !isOauthPair(pair)), ...pairs.filter(isOauthPair)],
  },
  {
    what: AS_SENT,
    order: (pairs) => [...pairs.filter(isOauthPair), ...pairs.filter((pair) => !isOauthPair(pair))],
  },
  {
    what: SORTED_APART,
    order: (pairs) => [...byName(pairs.filter(isOauthPair)), ...pairs.filter((pair) => !isOauthPair(pair))],
  },
  {
    what: SORTED_APART,
    order: (pairs) => [...pairs.filter((pair) => !isOauthPair(pair)), ...byName(pairs.filter(isOauthPair))],
  },
  {
    what: SORTED_APART,
    order: (pairs) => [
      ...byName(pairs.filter((pair) => !isOauthPair(pair))),
      ...byName(pairs.filter(isOauthPair)),
    ],
  },
  {
    what: SORTED_APART,
    order: (pairs) => [
      ...byName(pairs.filter(isOauthPair)),
      ...byName(pairs.filter((pair) => !isOauthPair(pair))),
    ],
  },
  {
    what: 'You sorted without regard to capitals, as a person would',
    order: (pairs) => [...pairs].sort(([a], [b]) => a.localeCompare(b)),
  },
  {
    what: 'You sorted without regard to capitals',
    order: (pairs) => sortedBy(pairs, ([name, value]) => `${name.toLowerCase()} ${value}`),
  },
  {
    what: 'You sorted whole name=value pairs, where = comes after digits',
    order: (pairs) => sortedBy(pairs, (pair) => pair.join('=')),
  },
  {
    what: 'You sorted before you percent-encoded',
    order: (pairs) => sortedBy(pairs, ([name, value]) => `${decoded(name)} ${decoded(value)}`),
  },
  { what: BY_VALUE, order: (pairs) => byName(pairs) },
  { what: BY_VALUE, order: (pairs) => byName([...pairs].reverse()) },
  { what: 'You sorted from z to a', order: (pairs) => byName(pairs).reverse() },
  { what: 'You signed the parameters from the last to the first', order: (pairs) => [...pairs].reverse() },
  { what: 'You sorted by value', order: (pairs) => sortedBy(pairs, ([name, value]) => `${value} ${name}`) },
  {
    what: 'You sorted by the length of names',
    order: (pairs) => byName(pairs).sort(([a], [b]) => a.length - b.length),
  },
]

function sortedBy(pairs: readonly EncodedPair[], key: (pair: EncodedPair) => string): EncodedPair[] {
  const keyed = pairs.map((pair) => ({ pair, key: key(pair) }))
  return keyed.sort((a, b) => (a.key === b.key ? 0 : a.key < b.key ? -1 : 1)).map(({ pair }) => pair)
}

function decoded(text: string): string {
  return percentDecode(text) ?? text
}

/** What clients sign and then do not send: defaults of a library, texts that are empty, a value that is none. */
const OFTEN_SIGNED: readonly Parameter[] = [
  ...['include_entities', 'skip_status', 'include_email'].flatMap((name) =>
    ['true', 'false', '1', '0'].map((value) => ({ name, value })),
  ),
  ...[
    'name',
    'description',
    'location',
    'url',
    'profile_link_color',
    'image',
    'banner',
    'tile',
    'use',
  ].flatMap((name) => ['', 'undefined', 'null'].map((value) => ({ name, value }))),
  ...['width', 'height', 'offset_left', 'offset_top'].map((name) => ({ name, value: '' })),
  { name: 'tweet_mode', value: 'extended' },
  { name: 'format', value: 'json' },
  { name: 'oauth_callback', value: 'oob' },
  { name: 'oauth_callback', value: '' },
  { name: 'oauth_version', value: '1.0' },
  { name: 'oauth_token', value: '' },
  { name: 'oauth_verifier', value: '' },
  { name: 'oauth_body_hash', value: '2jmj7l5rSw0yVb/vlWAYkK/YBwk=' },
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

const JSON_AS_FORM =
  'The body is JSON under the Content-Type of a form, so it is read, and signed, as one field. Send name=value pairs; API v1.1 reads no JSON.'

/** Whether the form's first field is the beginning of a JSON document. */
const isJsonAsForm = ([first]: readonly Parameter[]): boolean => /^\s*[[{]/.test(first?.name ?? '')

/** Which parameters are signed, and in which order. */
export const PARAMETER_MISTAKES: readonly Mistake[] = [
  {
    name: 'body-left-out',
    sentence: 'You left the form body out; its fields are signed like those of the query.',
    variants: ({ parameters }, { request }) =>
      without(parameters, (parameter) => !isProtocol(parameter) && isAmong(request.form)(parameter)).map(
        (variant) => (isJsonAsForm(request.form) ? { ...variant, sentence: JSON_AS_FORM } : variant),
      ),
  },
  {
    name: 'question-mark-in-body',
    sentence: 'A ? stands before the form body, and so belongs to the name of its first field. Take it away.',
    variants: ({ parameters }) =>
      parameters.some(({ name }) => name.startsWith('?'))
        ? [signing(parameters.map(({ name, value }) => ({ name: name.replace(/^\?/, ''), value })))]
        : [],
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
    name: 'header-parameter-signed',
    sentence:
      'You signed a parameter of the Authorization header; X signs those alone that begin with oauth_.',
    variants: ({ parameters }, { request }) => {
      const extra = passedOver(request.authorization).filter(({ name }) => name !== 'realm')
      return extra.length === 0 ? [] : [signing([...parameters, ...extra])]
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
    variants: () =>
      ORDERS.map(({ what, order }) => ({
        step: { order },
        sentence: `${what}. OAuth sorts all of them together, encoded, by name and then by value, byte by byte.`,
      })),
  },
  {
    name: 'signed-not-sent',
    sentence: 'You signed a parameter that you did not send.',
    variants: ({ parameters }) => {
      const isSent = ({ name }: Parameter) => parameters.some((sent) => sent.name === name)
      const extra = OFTEN_SIGNED.filter((candidate) => !isSent(candidate))
      const emptyTexts = extra.filter(
        ({ name, value }) => value === '' && ['name', 'description', 'location', 'url'].includes(name),
      )
      return [...extra.map((one) => [one]), ...(emptyTexts.length > 1 ? [emptyTexts] : [])].map((signed) => ({
        step: { parameters: [...parameters, ...signed] },
        sentence: `You signed ${signed.map(({ name, value }) => `${name}=${value}`).join(' and ')} and did not send it. Sign exactly what is sent.`,
      }))
    },
  },
]
