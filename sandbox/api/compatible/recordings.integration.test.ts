import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { headerOf, type Keys, oauthOf } from '../../tests/client'
import {
  fileLike,
  joinPairs,
  middleRow,
  pairsOf,
  type RecordedAnswer,
  type Recording,
  readRecordings,
  wholeText,
} from '../../tests/recordings'
import { sandboxForTests, type TestSandbox } from '../../tests/sandbox'

/**
 * Each request that two real servers were asked is asked of the sandbox, signed anew, and the answer is compared:
 * status, type, where it leads, its text letter for letter, what is stored, what the next read shows, and the pictures.
 *
 * Three things are the sandbox's own throughout, and are evened out before comparing: addresses of pictures are below
 * /media/, whose file names differ anyway; a page's title ends with "· Sandbox" and not with the site's name; and the
 * consent form has the sandbox's choice of accounts (fields named screen_name) beside the recorded fields.
 */

/** What the sandbox answers otherwise, with the reason. */
const OTHERWISE: Readonly<Record<'gnusocial' | 'statusnet', Readonly<Record<string, string>>>> = {
  gnusocial: {},
  statusnet: {},
}

const AVOCET = {
  name: 'Avocet Marsh',
  description: 'Small and loud',
  location: 'Fen, Norfolk',
  url: 'https://avocet.example.org/',
}

const APP = { consumerKey: 'sandbox-key', consumerSecret: 'sandbox-secret' }

/** These go on with the request token of the record before. */
const WITH_THE_LAST_TOKEN = new Set([
  'oauth/authorize page of a token already allowed',
  'oauth/access_token wrong verifier',
  'oauth/access_token without verifier',
  'oauth/access_token',
  'oauth/access_token a second time',
  'oauth/access_token after cancel',
  'oauth/authorize page after cancel',
  'oauth/access_token, oob',
  'oauth/access_token for a person who allowed before',
])

class Replay {
  readonly keys = new Map<string, Keys>()
  last = { token: '', tokenSecret: '', verifier: '' }
  cookie = ''

  constructor(
    readonly sandbox: TestSandbox,
    readonly server: 'gnusocial' | 'statusnet',
    readonly ids: Record<string, string>,
  ) {}

  async begin(): Promise<void> {
    const names = {
      avocet: AVOCET,
      dunlin: { name: 'Dunlin' },
      smew: { name: 'Smew' },
      knot: { revoked: true },
    }
    for (const [screen_name, fields] of Object.entries(names)) {
      const id_str = this.ids[screen_name]
      const response = await this.sandbox.control('POST', 'accounts', {
        screen_name,
        ...fields,
        ...(id_str && { id_str }),
      })
      const account = (await response.json()) as { access_token: string; access_token_secret: string }
      const keys = { token: account.access_token, tokenSecret: account.access_token_secret }
      this.keys.set(screen_name, { ...APP, ...keys })
    }
  }

  keysOf(screenName: string): Keys {
    return this.keys.get(screenName) ?? APP
  }

  /** Brings the sandbox to where the server stood before the record. */
  async prepare({ name }: Recording): Promise<void> {
    const database = name.endsWith(', lenient database') ? 'lenient' : 'strict'
    await this.sandbox.control('POST', 'modes', { server: this.server, database })
    const isBare = name.endsWith('on a profile with nothing but a name')
    const bare = { name: AVOCET.name, description: '', location: '', url: '' }
    await this.sandbox.control('POST', 'accounts/avocet', isBare ? bare : AVOCET)
    if (name.endsWith('not even a name')) await this.empty({ name: '' })
    if (name.endsWith('stored as empty strings')) {
      await this.empty({ name: '', description: '', location: '', url: '' })
    }
  }

  /** GNU social is the one that stores empty texts. */
  async empty(texts: Record<string, string>): Promise<void> {
    await this.sandbox.control('POST', 'modes', { server: 'gnusocial' })
    const url = this.sandbox.url('/api/account/update_profile.json')
    const pairs = pairsOf(texts)
    const oauth = oauthOf({ ...this.keysOf('dunlin'), method: 'POST', url }, pairs)
    const headers = { authorization: headerOf(oauth), 'content-type': 'application/x-www-form-urlencoded' }
    await fetch(url, { method: 'POST', headers, body: joinPairs(pairs) })
    await this.sandbox.control('POST', 'modes', { server: this.server })
  }

  async freshToken(callback = 'http://localhost:3170/callback'): Promise<void> {
    const url = this.sandbox.url('/api/oauth/request_token')
    const oauth = oauthOf({ ...APP, method: 'POST', url, oauth: { oauth_callback: callback } })
    const response = await fetch(url, { method: 'POST', headers: { authorization: headerOf(oauth) } })
    const fields = new URLSearchParams(await response.text())
    const token = fields.get('oauth_token') ?? ''
    this.last = { token, tokenSecret: fields.get('oauth_token_secret') ?? '', verifier: 'none yet' }
  }

  async send(recording: Recording, screenName: string): Promise<Response> {
    const { name, request } = recording
    const isToken = request.path.startsWith('/api/oauth/') && !request.path.endsWith('request_token')
    const withRequestToken = request.auth.endsWith('an unused request token')
    if ((isToken && !WITH_THE_LAST_TOKEN.has(name)) || withRequestToken) {
      const hasQuery = request.auth.includes('?x=1') ? 'http://localhost:3170/callback?x=1' : undefined
      await this.freshToken(name.endsWith(', oob') ? 'oob' : hasQuery)
    }
    if (request.path === '/api/oauth/authorize') return this.openConsent(recording)
    return this.call(recording, this.signingKeys(recording, screenName))
  }

  signingKeys({ name, request }: Recording, screenName: string): Keys | null {
    const { auth, path } = request
    if (auth === 'none' || auth.startsWith('Bearer') || auth.startsWith('basic')) return null
    const own = this.ownKeys(auth, path, screenName)
    if (auth.includes('nobody has') && auth.includes('consumer')) return { ...own, consumerKey: 'nobody' }
    if (name.endsWith('wrong signature')) return { ...own, consumerSecret: 'wrong' }
    if (auth.endsWith('wrong token secret')) return { ...own, tokenSecret: 'wrong' }
    if (auth.endsWith('token nobody has')) return { ...own, token: 'nobody' }
    return own
  }

  ownKeys(auth: string, path: string, screenName: string): Keys {
    if (auth.includes('no token') || path.endsWith('request_token')) return APP
    const { token, tokenSecret } = this.last
    if (path.endsWith('access_token') || auth.endsWith('an unused request token'))
      return { ...APP, token, tokenSecret }
    return this.keysOf(screenName)
  }

  async call({ name, request }: Recording, keys: Keys | null): Promise<Response> {
    const { method, auth } = request
    const { url, form, parameters, isMultipart, isBodied } = placed(request, this.sandbox)
    const oauth = keys
      ? oauthOf({ ...keys, method, url, oauth: this.oauthOf(request.oauth ?? {}, auth) }, form)
      : {}
    if (auth.endsWith('signature left out')) delete oauth.oauth_signature
    const place = keys && (/in the (form body|query)/.exec(auth)?.[1] ?? 'header')
    const headers: Record<string, string> = {
      ...plainCredentials(auth),
      ...(place === 'header' && {
        authorization: headerOf(oauth, name.includes('realm') ? 'realm="x", ' : ''),
      }),
    }
    const target = place === 'query' ? `${url}?${joinPairs(pairsOf(oauth))}` : url
    const sent = place === 'form body' ? [...form, ...pairsOf(oauth)] : form
    const text = sent.length > 0 ? new Blob([joinPairs(sent)], { type: FORM_TYPE }) : null
    const body = isMultipart ? await multipartBody(request, parameters) : text
    const init = { method, headers, redirect: 'manual' as const, ...(isBodied && { body }) }
    if (name.endsWith('nonce used twice')) await fetch(target, init)
    return fetch(target, init)
  }

  oauthOf(given: Record<string, string>, auth: string): Record<string, string | undefined> {
    const seconds = /timestamp (\d+) s (ago|ahead)/.exec(auth)
    const off = seconds ? Number(seconds[1]) * (seconds[2] === 'ago' ? -1 : 1) : 0
    const method = /HMAC-SHA256|PLAINTEXT/.exec(auth)?.[0]
    return {
      ...given,
      ...(given.oauth_verifier === '…' && { oauth_verifier: this.last.verifier }),
      ...(off !== 0 && { oauth_timestamp: String(Math.floor(Date.now() / 1000) + off) }),
      ...(method && { oauth_signature_method: method }),
      ...(auth.endsWith('oauth_version=1.0A') && { oauth_version: '1.0A' }),
      ...(auth.endsWith('oauth_version left out') && { oauth_version: undefined }),
    }
  }

  async openConsent({ name, request }: Recording): Promise<Response> {
    const named = typeof request.parameters === 'object' ? request.parameters : {}
    const isSignedIn = request.auth === 'session cookie, signed in'
    const headers = { cookie: isSignedIn ? this.cookie : '' }
    const address = this.sandbox.url('/api/oauth/authorize')
    if (request.method === 'GET') {
      const query = new URLSearchParams(
        Object.entries(named).map(([key, value]) => [key, value === '…' ? this.last.token : String(value)]),
      )
      return fetch(`${address}?${query}`, { headers })
    }
    const page = await (await fetch(`${address}?oauth_token=${this.last.token}`, { headers })).text()
    const hidden = /name="token" value="([^"]+)"/.exec(page)?.[1] ?? ''
    const values: Record<string, string> = {
      token: request.auth.endsWith('token=0') ? '0' : hidden,
      mode: '',
      oauth_token: this.last.token,
      oauth_callback: '',
      nickname: 'avocet',
      password: request.auth.endsWith('wrong password') ? 'wrong' : 'avocet-password',
      allow: 'Allow',
      cancel: 'Cancel',
    }
    const sent = String(request.parameters).split(', ')
    const body = new URLSearchParams(sent.map((field) => [field, values[field] ?? '']))
    const response = await fetch(address, { method: 'POST', redirect: 'manual', headers, body })
    const location = response.headers.get('location') ?? ''
    const pin = /class="pin mono">(\d+)</.exec(await response.clone().text())?.[1]
    this.last.verifier = new URLSearchParams(location.split('?')[1]).get('oauth_verifier') ?? pin ?? 'none'
    if (name === 'oauth/authorize allow')
      this.cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    return response
  }

  async verifyCredentials(screenName: string): Promise<Record<string, unknown>> {
    const url = this.sandbox.url('/api/account/verify_credentials.json')
    const oauth = oauthOf({ ...this.keysOf(screenName), url })
    return (await (await fetch(url, { headers: { authorization: headerOf(oauth) } })).json()) as Record<
      string,
      unknown
    >
  }
}

const FORM_TYPE = 'application/x-www-form-urlencoded'

/** Which of the recorded parameters stand in the address, and which in the body. */
function placed(
  { method, path, encoding, file, parameters: recorded }: Recording['request'],
  sandbox: TestSandbox,
) {
  const isBodied = method === 'POST' || method === 'PUT'
  const parameters = pairsOf(recorded).map(([key, value]) =>
    value.includes('base64%20of') ? ([key, 'iVBORw0KGgo%3D'] as const) : ([key, value] as const),
  )
  const inQuery = !isBodied || encoding === 'query string'
  const isMultipart = encoding === 'multipart/form-data' || file !== undefined
  const query = inQuery && parameters.length > 0 ? `?${joinPairs(parameters)}` : ''
  const form = inQuery || isMultipart ? [] : parameters
  return { url: sandbox.url(path + query), form, parameters, isMultipart, isBodied }
}

function plainCredentials(auth: string): Record<string, string> {
  if (auth.startsWith('Bearer')) return { authorization: auth }
  if (!auth.startsWith('basic')) return {}
  const password = auth.includes('wrong') ? 'wrong' : 'avocet-password'
  return { authorization: `Basic ${Buffer.from(`avocet:${password}`).toString('base64')}` }
}

async function multipartBody(
  { file }: Recording['request'],
  parameters: readonly (readonly [string, string])[],
) {
  const body = new FormData()
  for (const [name, value] of parameters) body.set(decodeURIComponent(name), decodeURIComponent(value))
  if (file) {
    const bytes = await fileLike(file)
    body.set(file.field, new Blob([new Uint8Array(bytes)], { type: file.type }), file.filename)
  }
  return body
}

/** Evens out what no two runs have in common. */
function evenedOut(text: string, origin: string): string {
  const { host } = new URL(origin)
  return text
    .replaceAll(origin, '{origin}')
    .replaceAll(origin.replaceAll('/', '\\/'), '{origin}')
    .replaceAll(host, '{host}')
    .replace(/("profile_(?:image|background_image)_url\w*":")[^"]+/g, '$1{picture}')
    .replace(/(<profile_(?:image|background_image)_url\w*>)[^<]+/g, '$1{picture}')
    .replace(/\w{3} \w{3} \d\d \d\d:\d\d:\d\d \+0000 \d{4}/g, '{date}')
    .replace(
      /"reset_time_in_seconds":\d+(.*)"reset_time":"\w{3}, \d\d \w{3} \d{4} [\d:]{8} \+0000"/,
      '{reset}$1',
    )
    .replace(/yours \d+, ours \d+/, '{times}')
    .replace(/(Invalid (?:access|request) token: |Nonce already used: )[^"]+/, '$1…')
    .replace(/(oauth_token(?:_secret)?|oauth_verifier)=[^&]+/g, '$1=…')
    .replace(/"id":\d+,"in_reply/, '"id":{notice},"in_reply')
    .replace(/"uri":"tag:\{host\},[\d-]{10}:noticeId=\d+:objectType=note"/, '"uri":"{uri}"')
    .replace(/"statusnet_conversation_id":\d+/, '"statusnet_conversation_id":1')
    .replaceAll('Basic realm="Sandbox API"', 'Basic realm="{site} API"')
    .replaceAll('"name":"Sandbox"', '"name":"{site}"')
    .replaceAll('database for Sandbox', 'database for {site}')
}

/** The answer in the form of a recorded one, as far as the record goes. */
async function answerOf(
  response: Response,
  recorded: RecordedAnswer,
  origin: string,
): Promise<RecordedAnswer> {
  const text = await response.text()
  const get = (name: string) => evenedOut(response.headers.get(name) ?? '', origin)
  const title = /<title>(.*?)(?: · Sandbox)?<\/title>/.exec(text)?.[1] ?? ''
  const fields = [...text.matchAll(/<(?:input|button)[^>]*name="(\w+)"[^>]*>/g)].map(
    ([tag, name = '']) => [name, /type="(\w+)"/.exec(tag)?.[1] ?? 'submit'] as [string, string],
  )
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    ...(response.headers.has('location') && { location: get('location') }),
    ...(response.headers.has('www-authenticate') && { authenticate: get('www-authenticate') }),
    ...(recorded.body !== undefined && { body: bodyLike(recorded.body, evenedOut(text, origin)) }),
    ...(recorded.title !== undefined && { title }),
    ...(recorded.message !== undefined && {
      message: text.includes(`<p class="lead">${recorded.message}</p>`) ? recorded.message : text,
    }),
    ...(recorded.fields && { fields: fields.filter(([name]) => name !== 'screen_name').sort() }),
    ...(recorded.pinDigits && { pinDigits: /class="pin mono">(\d+)</.exec(text)?.[1]?.length ?? 0 }),
  }
}

/** Long texts were shortened for the record. */
function bodyLike(recorded: string, text: string): string {
  if (!recorded.startsWith('(shortened) ')) return text
  const short = text.replace(/(d{24})d{300,}/, (all, start: string) => `${start}…(${all.length} characters)`)
  return `(shortened) ${short}`
}

function expectedAnswer(recorded: RecordedAnswer, origin: string): RecordedAnswer {
  return {
    ...recorded,
    ...(recorded.body !== undefined && { body: evenedOut(recorded.body, origin) }),
    ...(recorded.location !== undefined && { location: evenedOut(recorded.location, origin) }),
    ...(recorded.title !== undefined && { title: recorded.title.replace(' - {site}', '') }),
    ...(recorded.fields && { fields: [...recorded.fields].sort() }),
  }
}

interface ControlUser {
  name: string
  description: string
  location: string
  entities: { url?: { urls: { expanded_url: string }[] } }
  profile_background_image_url: string | null
  profile_background_tile: boolean
}

/** What the sandbox holds, in the form of what the database held. An empty text and none are one there. */
async function storedLike(
  sandbox: TestSandbox,
  screenName: string,
  recorded: NonNullable<Recording['stored']>,
) {
  const user = (await (await sandbox.control('GET', `accounts/${screenName}`)).json()) as ControlUser
  if ('disposition' in recorded) {
    return { background: user.profile_background_image_url !== null, tile: user.profile_background_tile }
  }
  return {
    fullname: user.name,
    homepage: user.entities.url?.urls[0]?.expanded_url ?? '',
    bio: user.description,
    location: user.location,
  }
}

function expectedStored(recorded: NonNullable<Recording['stored']>) {
  if ('disposition' in recorded) {
    const isTiled = ((recorded.disposition ?? 0) & 4) !== 0
    return { background: Boolean(recorded.backgroundimage), tile: isTiled }
  }
  const { fullname, homepage, bio, location } = recorded
  return {
    fullname: wholeText(fullname),
    homepage: wholeText(homepage),
    bio: wholeText(bio),
    location: wholeText(location),
  }
}

/** Fields of a User object; of a picture only whether there is one. */
function evenedUser(user: Record<string, unknown>, like: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(like).map((key) => {
      const value = user[key]
      if (/_url/.test(key) && key.startsWith('profile_') && value) return [key, '{picture}']
      const isText = typeof value === 'object' && value !== null && 'characters' in value
      return [key, isText ? wholeText(value as { text: string; characters: number }) : value]
    }),
  )
}

async function picturesLike(user: Record<string, unknown>, { pictures = {}, request }: Recording) {
  const entries = Object.entries(pictures).map(async ([key, recorded]) => {
    const response = await fetch(String(user[key]))
    const bytes = Buffer.from(await response.arrayBuffer())
    const { format = '', width, height } = await sharp(bytes).metadata()
    return [
      key,
      {
        ...(recorded.contentType && { contentType: response.headers.get('content-type') }),
        ...(recorded.image && { image: `${format.toUpperCase()} ${width}x${height}` }),
        ...(recorded.size && { size: `${width}x${height}` }),
        ...(recorded.middleRow && { middleRow: await middleRow(bytes) }),
        // Where the record shows the file unchanged, it is so here.
        ...(isUnchanged(recorded, request) && {
          bytes: bytes.equals(await fileOf(request)) ? recorded.bytes : 'other',
        }),
      },
    ] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

const isUnchanged = ({ bytes }: { bytes?: number }, { file }: Recording['request']) =>
  bytes !== undefined && bytes === file?.bytes && !file.filename.startsWith('noise')

const fileOf = ({ file }: Recording['request']) => (file ? fileLike(file) : Promise.resolve(Buffer.alloc(0)))

function expectedPictures({ pictures = {}, request }: Recording) {
  return Object.fromEntries(
    Object.entries(pictures).map(([key, { contentType, image, size, middleRow: row, ...rest }]) => [
      key,
      {
        ...(contentType && { contentType }),
        ...(image && { image }),
        ...(size && { size }),
        ...(row && { middleRow: row }),
        ...(isUnchanged(rest, request) && { bytes: rest.bytes }),
      },
    ]),
  )
}

function callerOf({ name, request }: Recording, isLater: boolean): string {
  if (isLater) return 'smew'
  if (/verify_credentials (empty profile|texts stored)/.test(name)) return 'dunlin'
  return request.auth.includes('revoked') ? 'knot' : 'avocet'
}

describe.each([
  ['gnusocial', 'gnusocial-1.20.10', { avocet: '5', dunlin: '6', smew: '7' }],
  ['statusnet', 'statusnet-0.9.7', { avocet: '4', dunlin: '5', smew: '6' }],
] as const)('the sandbox as %s answers what the real one did', (server, file, ids) => {
  const sandbox = sandboxForTests()
  const replay = new Replay(sandbox, server, ids)
  const recordings = readRecordings(file)
  const later = recordings.findIndex(({ name }) => name === 'verify_credentials before any picture')

  test('with accounts like those of the record', () => replay.begin())

  test.each(recordings.map((recording, index) => [recording.name, recording, index] as const))(
    '%s',
    async (name, recording, index) => {
      const origin = new URL(sandbox.url('/')).origin
      const screenName = callerOf(recording, index >= later)
      await replay.prepare(recording)
      const response = await replay.send(recording, screenName)
      const { answer, stored, readAgain, pictures } = recording
      const actual: Record<string, unknown> = { answer: await answerOf(response, answer, origin) }
      const expected: Record<string, unknown> = { answer: expectedAnswer(answer, origin) }
      if (stored) {
        actual.stored = await storedLike(sandbox, screenName, stored)
        expected.stored = expectedStored(stored)
      }
      const user = readAgain || pictures ? await replay.verifyCredentials(screenName) : {}
      if (readAgain) {
        actual.readAgain = evenedUser(user, readAgain)
        expected.readAgain = evenedUser(readAgain, readAgain)
      }
      if (pictures) {
        actual.pictures = await picturesLike(user, recording)
        expected.pictures = expectedPictures(recording)
      }
      if (OTHERWISE[server][name] === undefined) expect(actual).toEqual(expected)
      else expect(actual).not.toEqual(expected)
    },
  )

  test('and says why in the request log wherever it refused', async () => {
    const log = (await (await sandbox.control('GET', 'requests')).json()) as {
      status: number
      path: string
      explanation?: { sentence: string }
    }[]
    expect(log.length).toBeGreaterThan(50)
    expect(log.filter(({ status, explanation }) => status >= 400 && !explanation?.sentence)).toEqual([])
  })
})
