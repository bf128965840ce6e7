import { z } from 'zod'
import {
  type Answer,
  about,
  type Call,
  callServer,
  type Finding,
  generalError,
  parseJson,
  type Settings,
  unknownAnswer,
  type Way,
} from './finding'

/** Six times what X takes. Refused, so nothing changes. */
const IMPOSSIBLE_NAME = 'x'.repeat(300)

const CLOCK_TOLERANCE_SECONDS = 120

type Ask = (call: Call) => Promise<Answer | null>

/**
 * Asks the server, step by step, what an app may do there. Changes nothing: every write it tries is one that the
 * server has to refuse, and by how it refuses it says whether a right one would be taken.
 */
export async function* examine(settings: Settings): AsyncGenerator<Finding> {
  const ask: Ask = (call) => callServer(settings, call)
  const isOauth2 = settings.client !== undefined
  yield await (isOauth2 ? examineClient(ask, settings) : examineSignIn(ask, settings))
  if (!settings.token && !settings.bearer) {
    const sentence = 'No access token was given, so nothing can be asked in your name.'
    const remedy = isOauth2
      ? 'Set X_ACCESS_TOKEN to an OAuth 2.0 user token of your own account; X’s command line tool xurl makes one, with the scopes tweet.read users.read media.write.'
      : 'Set X_ACCESS_TOKEN and X_ACCESS_TOKEN_SECRET; the developer portal makes them for your own account (Keys and tokens).'
    yield finding('Your account', 'unknown', sentence, remedy)
    return
  }
  const byV1 = isOauth2 ? null : await examineAccount(ask, settings)
  if (byV1) yield byV1.finding
  if (settings.kind.id !== 'x') {
    if (byV1?.texts) yield* partsOfKind(settings)
    return
  }
  const byV2 = await examineAccountByV2(ask, isOauth2)
  yield byV2.finding
  const texts = byV1?.texts ?? byV2.texts
  if (texts === null) return
  if (!isOauth2) yield await examineTexts(ask, texts)
  yield await examineV2(ask, texts, isOauth2)
  if (!isOauth2) yield await examinePicture(ask, 'Profile photo', 'update_profile_image')
  yield await examinePhotoByV2(ask, isOauth2)
  if (isOauth2) {
    yield notInV2('Header image')
    yield notInV2('Background image')
    return
  }
  yield await examinePicture(ask, 'Header image', 'update_profile_banner')
  yield await examinePicture(ask, 'Background image', 'update_profile_background_image')
}

/** A finding about a part of a profile by one API, or about something else by its name. */
function finding(of: Way | string, state: Finding['state'], sentence: string, remedy?: string): Finding {
  const named = typeof of === 'string' ? { about: of } : { about: about(of), way: of }
  return { ...named, state, sentence, ...(remedy && { remedy }) }
}

/** What GNU social and StatusNet take is known. GNU social takes a name of any length, so no write can be tried. */
function* partsOfKind({ kind }: Settings): Generator<Finding> {
  const parts = [
    ['text', 'Name, bio, location and website'],
    ['avatar', 'Profile photo'],
    ['banner', 'Header image'],
    ['background', 'Background image'],
  ] as const
  for (const [name, part] of parts) {
    const way: Way = { part, api: 'v1.1' }
    yield kind.missingParts.includes(name) ? finding(way, 'shut', `${kind.name} has none.`) : taken(way)
  }
}

const notInV2 = (part: Way['part']): Finding => ({
  about: part,
  state: 'shut',
  sentence: 'API v2 has no call for it, and OAuth 2.0 opens no other API.',
  remedy:
    'For header and background, sign people in by OAuth 1.0a: set X_API_KEY and X_API_SECRET (Keys and tokens), and X_SIGN_IN=oauth1.',
  way: { part, api: 'v2' },
})

/** Exchanges a code that was never issued: it shows the client's id and secret, and nothing of the callback address. */
async function examineClient(ask: Ask, { callback, client }: Settings): Promise<Finding> {
  const form = {
    grant_type: 'authorization_code',
    code: 'made-up-by-the-doctor',
    redirect_uri: callback,
    code_verifier: 'made-up-by-the-doctor-to-be-refused-by-the-server',
  }
  const answer = await ask({ method: 'POST', path: '/2/oauth2/token', form, isByClient: true })
  if (answer && (answer.status === 401 || /(?:invalid|unauthorized)_client/.test(answer.message))) {
    return finding(
      SIGNING_IN,
      'fix',
      `The server does not know this OAuth 2.0 client: ${answer.message}`,
      'Copy X_CLIENT_ID and X_CLIENT_SECRET anew in X’s developer portal (Keys and tokens, OAuth 2.0), and set the type of app to “Web App” (User authentication settings).',
    )
  }
  if (answer?.status === 400) {
    const sentence = `The server knows the client. It is asked for ${client?.scopes.join(' ')}.`
    const remedy = `Only a sign-in shows whether the callback address is registered: add exactly ${callback} (User authentication settings).`
    return clockFinding(answer) ?? finding(SIGNING_IN, 'fine', sentence, remedy)
  }
  if (answer?.status === 404) {
    const remedy = 'Check X_API_ORIGIN: OAuth 2.0 is X’s alone.'
    return finding(SIGNING_IN, 'fix', 'There is no OAuth 2.0 at this address.', remedy)
  }
  return generalError(SIGNING_IN, answer) ?? noAnswer(SIGNING_IN, answer)
}

const SIGNING_IN = 'Signing in'

const noAnswer = (about: string, answer: Answer | null): Finding =>
  answer ? unknownAnswer(about, answer) : finding(about, 'unknown', 'No answer.')

/** Asks for a request token, which nobody will use: it shows the app's keys and the callback address at once. */
async function examineSignIn(ask: Ask, { callback, kind }: Settings): Promise<Finding> {
  const path = `${kind.oauthPath}/request_token`
  const oauth = { oauth_callback: callback }
  const answer = await ask({ method: 'POST', path, oauth, isWithoutToken: true })
  if (answer && isCallbackRefused(answer)) {
    const remedy = `Add exactly this address to the callback URLs in X’s developer portal (User authentication settings), as a web app.`
    return finding(SIGNING_IN, 'fix', `The server does not send people back to ${callback}.`, remedy)
  }
  const refused = generalError(SIGNING_IN, answer)
  if (refused || !answer) return refused ?? noAnswer(SIGNING_IN, answer)
  if (answer.status === 200 && answer.body.includes('oauth_callback_confirmed=true')) {
    const sentence = `People can sign in and come back to ${callback}.`
    return clockFinding(answer) ?? finding(SIGNING_IN, 'fine', sentence)
  }
  if (answer.status === 404) {
    const remedy = 'Check X_API_ORIGIN; a server below a path needs that path in it.'
    return finding(SIGNING_IN, 'fix', 'There is no OAuth 1.0a at this address.', remedy)
  }
  return unknownAnswer(SIGNING_IN, answer)
}

/** 415: the address is not registered; 417: the app is a desktop app and has none. */
const isCallbackRefused = ({ code, body }: Answer) =>
  code === 415 || code === 417 || /code="41[57]"/.test(body)

function clockFinding({ headers }: Answer): Finding | null {
  const skewSeconds = Math.round((Date.now() - Date.parse(headers.get('date') ?? '')) / 1000)
  if (!(Math.abs(skewSeconds) > CLOCK_TOLERANCE_SECONDS)) return null
  const sentence = `It differs from the server’s by ${Math.abs(skewSeconds)} seconds; at 300 every call is refused.`
  return finding('Your clock', 'fix', sentence, 'Set your machine’s clock by the network.')
}

const TextSchema = z
  .string()
  .nullish()
  .transform((text) => text ?? '')
const UserSchema = z.object({
  screen_name: z.string(),
  name: z.string(),
  description: TextSchema,
  location: TextSchema,
  url: TextSchema,
})

/** The texts of a profile, as they are sent. */
type Texts = Record<'name' | 'description' | 'location' | 'url', string>

interface Account {
  finding: Finding
  texts: Texts | null
}

async function examineAccount(ask: Ask, { kind }: Settings): Promise<Account> {
  const way: Way = { part: 'Reading your profile', api: 'v1.1' }
  const answer = await ask({ method: 'GET', path: `${kind.accountPath}/verify_credentials.json` })
  const refused = errorOf(way, answer)
  if (refused || !answer) return { finding: refused ?? unclear(way, answer), texts: null }
  const user = answer.status === 200 ? UserSchema.safeParse(parseJson(answer.body)).data : undefined
  if (!user) return { finding: unclear(way, answer), texts: null }
  const { screen_name: handle, ...texts } = user
  const level = answer.headers.get('x-access-level')
  if (level !== 'read') {
    const sentence = `You are @${handle}${level ? `, with access “${level}”` : ''}.`
    return { finding: finding(way, 'fine', sentence), texts }
  }
  const sentence = `You are @${handle}, and this access token may read, but not write.`
  const remedy =
    'Set App permissions to “Read and write” in X’s developer portal (User authentication settings), then generate the access token anew: a token keeps the permission it was made with.'
  return { finding: finding(way, 'fix', sentence, remedy), texts }
}

/** What a refusal means wherever it comes, said of one way; null when it says nothing in general. */
function errorOf(way: Way, answer: Answer | null): Finding | null {
  const refused = generalError(about(way), answer)
  return refused && { ...refused, way }
}

/** What is left when nobody knows what an answer, or none, means. */
const unclear = (way: Way, answer: Answer | null): Finding => ({ ...noAnswer(about(way), answer), way })

const V2UserSchema = z.object({ data: z.object({ username: z.string(), name: z.string() }) })

async function examineAccountByV2(ask: Ask, isOauth2: boolean): Promise<Account> {
  const way: Way = { part: 'Reading your profile', api: 'v2' }
  const answer = await ask({ method: 'GET', path: '/2/users/me' })
  const user = answer?.status === 200 ? V2UserSchema.safeParse(parseJson(answer.body)) : null
  if (user?.success) {
    const { username, name } = user.data.data
    const texts = { name, description: '', location: '', url: '' }
    return { finding: finding(way, 'fine', `You are @${username}.`), texts }
  }
  return { finding: errorByV2(way, answer, isOauth2), texts: null }
}

/** What a refusal by v2 means. With OAuth 1.0a it says nothing about the keys: v2 may not take this kind of token here. */
function errorByV2(way: Way, answer: Answer | null, isOauth2: boolean): Finding {
  if (!answer) return errorOf(way, answer) ?? unclear(way, answer)
  const { status, message } = answer
  if (status === 402 || /credits/i.test(answer.body)) {
    const remedy = 'Add credits in X’s developer portal (Billing).'
    return finding(way, 'fix', 'The app has no credits left.', remedy)
  }
  if (isOauth2 && status === 401) {
    const remedy = 'Make a new X_ACCESS_TOKEN: one of OAuth 2.0 lives for two hours.'
    return finding(way, 'fix', `The server does not take this token: ${message}`, remedy)
  }
  if ([401, 403, 404, 405].includes(status)) {
    const sentence = `Not open to this app (${status}: ${message || 'no reason given'}).`
    const remedy = isOauth2
      ? 'Make the token with the scopes tweet.read users.read media.write, and set App permissions to “Read and write” in X’s developer portal (User authentication settings).'
      : 'API v2 may take OAuth 2.0 alone here: set X_CLIENT_ID and X_CLIENT_SECRET (Keys and tokens, OAuth 2.0), and X_SIGN_IN=oauth2.'
    return finding(way, 'shut', sentence, status === 403 ? remedy : undefined)
  }
  return errorOf(way, answer) ?? unclear(way, answer)
}

const TEXTS = 'Name, bio, location and website'

async function examineTexts(ask: Ask, texts: Texts): Promise<Finding> {
  const way: Way = { part: TEXTS, api: 'v1.1' }
  const path = '/1.1/account/update_profile.json'
  const answer = await ask({ method: 'POST', path, form: { name: IMPOSSIBLE_NAME } })
  const refused = errorOf(way, answer)
  if (refused || !answer) return refused ?? unclear(way, answer)
  if (answer.status === 404 || answer.status === 410) return gone(way)
  if (answer.status === 200) {
    // All of them: a server that takes such a name may also empty what is left out, as GNU social does.
    const back = await ask({ method: 'POST', path, form: texts })
    return nameWasTaken(way, back?.status === 200)
  }
  // The name was refused for what it is, so a right one would be taken.
  if (answer.code === 120 || answer.status === 400) return taken(way)
  return unclear(way, answer)
}

async function examineV2(ask: Ask, { name }: Texts, isOauth2: boolean): Promise<Finding> {
  const way: Way = { part: TEXTS, api: 'v2' }
  const path = '/2/users/me'
  const answer = await ask({ method: 'PUT', path, json: { name: IMPOSSIBLE_NAME } })
  if (answer?.status === 200) {
    const back = await ask({ method: 'PUT', path, json: { name } })
    return nameWasTaken(way, back?.status === 200)
  }
  if (answer && (answer.status === 400 || answer.status === 422)) {
    return /\bname\b/i.test(answer.message) ? taken(way) : unclear(way, answer)
  }
  return errorByV2(way, answer, isOauth2)
}

/** Uploads nothing, and sets a photo of no upload: both calls have to be open. */
async function examinePhotoByV2(ask: Ask, isOauth2: boolean): Promise<Finding> {
  const way: Way = { part: 'Profile photo', api: 'v2' }
  const calls: Call[] = [
    { method: 'POST', path: '/2/media/upload', json: { media_category: 'tweet_image' } },
    { method: 'PUT', path: '/2/users/me/profile_image', json: { media_id: '0' } },
  ]
  for (const call of calls) {
    const answer = await ask(call)
    const isMissed = answer?.status === 400 || answer?.status === 422
    if (!isMissed) return errorByV2(way, answer, isOauth2)
  }
  return taken(way)
}

/** Calls without the picture that has to be there. */
async function examinePicture(ask: Ask, part: Way['part'], name: string): Promise<Finding> {
  const way: Way = { part, api: 'v1.1' }
  const answer = await ask({ method: 'POST', path: `/1.1/account/${name}.json` })
  if (answer && (answer.status === 404 || answer.status === 410)) return gone(way)
  const refused = errorOf(way, answer)
  if (refused || !answer) return refused ?? unclear(way, answer)
  // The picture was missed, so with one the call would be taken.
  if (answer.status === 400 || answer.status === 422) return taken(way)
  if (answer.status === 200) {
    const sentence =
      'The server takes the call, even without a picture: it may take one and show nothing of it.'
    const remedy = 'Publish one and look at your public profile.'
    return finding(way, 'unknown', sentence, remedy)
  }
  return unclear(way, answer)
}

const taken = (way: Way): Finding => finding(way, 'fine', 'Can be published.')

const gone = (way: Way): Finding => finding(way, 'shut', 'The server has no such call (any more).')

function nameWasTaken(way: Way, isPutBack: boolean): Finding {
  const sentence = 'The server took a name of 300 characters, which no known server does.'
  return isPutBack
    ? finding(way, 'fine', `${sentence} Yours was put back at once.`)
    : finding(way, 'fix', sentence, 'Your name could not be put back: set it in your profile.')
}
