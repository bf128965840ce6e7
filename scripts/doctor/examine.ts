import { z } from 'zod'
import { type Finding, generalError, unknownAnswer } from './finding'
import { type Answer, type Call, callServer, type Settings } from './signed-call'

/** More than any server takes: X 50 characters, StatusNet and GNU social 255. Refused, so nothing changes. */
const IMPOSSIBLE_NAME = 'x'.repeat(300)

const CLOCK_TOLERANCE_SECONDS = 120

type Ask = (call: Call) => Promise<Answer | null>

/**
 * Asks the server, step by step, what an app may do there. Changes nothing: every write it tries is one that the
 * server has to refuse, and by how it refuses it says whether a right one would be taken.
 */
export async function* examine(settings: Settings): AsyncGenerator<Finding> {
  const ask: Ask = (call) => callServer(settings, call)
  const signIn = await examineSignIn(ask, settings)
  yield signIn
  if (!settings.token) {
    yield {
      about: 'Your account',
      state: 'unknown',
      sentence: 'No access token was given, so nothing can be asked in your name.',
      remedy:
        'Set X_ACCESS_TOKEN and X_ACCESS_TOKEN_SECRET; the developer portal makes them for your own account (Keys and tokens).',
    }
    return
  }
  const account = await examineAccount(ask)
  yield account.finding
  if (account.texts === null) return
  yield await examineTexts(ask, account.texts)
  yield await examineV2(ask, account.texts)
  yield await examinePicture(ask, 'Profile photo', 'update_profile_image')
  yield await examinePicture(ask, 'Header image', 'update_profile_banner')
  yield await examinePicture(ask, 'Background image', 'update_profile_background_image')
}

/** Asks for a request token, which nobody will use: it shows the app's keys and the callback address at once. */
async function examineSignIn(ask: Ask, { callback }: Settings): Promise<Finding> {
  const about = 'Signing in'
  const oauth = { oauth_callback: callback }
  const answer = await ask({ method: 'POST', path: '/oauth/request_token', oauth, isWithoutToken: true })
  if (answer && isCallbackRefused(answer)) {
    return {
      about,
      state: 'fix',
      sentence: `The server does not send people back to ${callback}.`,
      remedy: `Add exactly this address to the callback URLs in X’s developer portal (User authentication settings), as a web app.`,
    }
  }
  const refused = generalError(about, answer)
  if (refused || !answer) return refused ?? { about, state: 'unknown', sentence: 'No answer.' }
  if (answer.status === 200 && answer.body.includes('oauth_callback_confirmed=true')) {
    return (
      clockFinding(answer) ?? {
        about,
        state: 'fine',
        sentence: `People can sign in and come back to ${callback}.`,
      }
    )
  }
  if (answer.status === 404) {
    const remedy = 'Check X_API_ORIGIN; a server below a path needs that path in it.'
    return { about, state: 'fix', sentence: 'There is no OAuth 1.0a at this address.', remedy }
  }
  return unknownAnswer(about, answer)
}

/** 415: the address is not registered; 417: the app is a desktop app and has none. */
const isCallbackRefused = ({ code, body }: Answer) =>
  code === 415 || code === 417 || /code="41[57]"/.test(body)

function clockFinding({ headers }: Answer): Finding | null {
  const skewSeconds = Math.round((Date.now() - Date.parse(headers.get('date') ?? '')) / 1000)
  if (!(Math.abs(skewSeconds) > CLOCK_TOLERANCE_SECONDS)) return null
  return {
    about: 'Your clock',
    state: 'fix',
    sentence: `It differs from the server’s by ${Math.abs(skewSeconds)} seconds; at 300 every call is refused.`,
    remedy: 'Set your machine’s clock by the network.',
  }
}

const TextSchema = z.string().nullish()
const UserSchema = z.object({
  screen_name: z.string(),
  name: z.string(),
  description: TextSchema,
  location: TextSchema,
  url: TextSchema,
})

/** The texts of a profile, as they are sent. */
type Texts = Record<'name' | 'description' | 'location' | 'url', string>

async function examineAccount(ask: Ask): Promise<{ finding: Finding; texts: Texts | null }> {
  const about = 'Your account'
  const answer = await ask({ method: 'GET', path: '/1.1/account/verify_credentials.json' })
  const refused = generalError(about, answer)
  if (refused || !answer)
    return { finding: refused ?? { about, state: 'unknown', sentence: 'No answer.' }, texts: null }
  const user = answer.status === 200 ? readUser(answer.body) : null
  if (!user) return { finding: unknownAnswer(about, answer), texts: null }
  const level = answer.headers.get('x-access-level')
  const finding: Finding =
    level === 'read'
      ? {
          about,
          state: 'fix',
          sentence: `You are @${user.screen_name}, and this access token may read, but not write.`,
          remedy:
            'Set App permissions to “Read and write” in X’s developer portal (User authentication settings), then generate the access token anew: a token keeps the permission it was made with.',
        }
      : {
          about,
          state: 'fine',
          sentence: `You are @${user.screen_name}${level ? `, with access “${level}”` : ''}.`,
        }
  const { name, description, location, url } = user
  return {
    finding,
    texts: { name, description: description ?? '', location: location ?? '', url: url ?? '' },
  }
}

function readUser(body: string): z.infer<typeof UserSchema> | null {
  try {
    const user = UserSchema.safeParse(JSON.parse(body))
    return user.success ? user.data : null
  } catch {
    return null
  }
}

async function examineTexts(ask: Ask, texts: Texts): Promise<Finding> {
  const about = 'Name, bio, location and website, by API v1.1'
  const path = '/1.1/account/update_profile.json'
  const answer = await ask({ method: 'POST', path, form: { name: IMPOSSIBLE_NAME } })
  const refused = generalError(about, answer)
  if (refused || !answer) return refused ?? { about, state: 'unknown', sentence: 'No answer.' }
  if (answer.status === 404 || answer.status === 410) return gone(about)
  if (answer.status === 200) {
    // All of them: a server that takes such a name may also empty what is left out, as GNU social does.
    const back = await ask({ method: 'POST', path, form: texts })
    return nameWasTaken(about, back?.status === 200)
  }
  // The name was refused for what it is, so a right one would be taken.
  if (answer.code === 120 || answer.status === 400) return taken(about)
  return unknownAnswer(about, answer)
}

async function examineV2(ask: Ask, { name }: Texts): Promise<Finding> {
  const about = 'Name, bio, location and website, by API v2'
  const path = '/2/users/me'
  const answer = await ask({ method: 'PUT', path, json: { name: IMPOSSIBLE_NAME } })
  if (answer?.status === 200) {
    const back = await ask({ method: 'PUT', path, json: { name } })
    return nameWasTaken(about, back?.status === 200)
  }
  if (answer && (answer.status === 400 || answer.status === 422)) {
    return /\bname\b/i.test(answer.message) ? taken(about) : unknownAnswer(about, answer)
  }
  // Without a code these say nothing about the keys: that v2 takes this kind of token is not confirmed.
  const isNotTaken = answer && [401, 403, 404, 405].includes(answer.status)
  if (isNotTaken) {
    const sentence = `Not open to this app (${answer.status}: ${answer.message || 'no reason given'}).`
    return { about, state: 'shut', sentence }
  }
  const refused = generalError(about, answer)
  return (
    refused ?? (answer ? unknownAnswer(about, answer) : { about, state: 'unknown', sentence: 'No answer.' })
  )
}

/** Calls without the picture that has to be there. */
async function examinePicture(ask: Ask, about: string, name: string): Promise<Finding> {
  const answer = await ask({ method: 'POST', path: `/1.1/account/${name}.json` })
  if (answer && (answer.status === 404 || answer.status === 410)) return gone(about)
  const refused = generalError(about, answer)
  if (refused || !answer) return refused ?? { about, state: 'unknown', sentence: 'No answer.' }
  // The picture was missed, so with one the call would be taken.
  if (answer.status === 400 || answer.status === 422) return taken(about)
  if (answer.status === 200) {
    const sentence =
      'The server takes the call, even without a picture: it may take one and show nothing of it.'
    return { about, state: 'unknown', sentence, remedy: 'Publish one and look at your public profile.' }
  }
  return unknownAnswer(about, answer)
}

const taken = (about: string): Finding => ({ about, state: 'fine', sentence: 'Can be published.' })

const gone = (about: string): Finding => ({
  about,
  state: 'shut',
  sentence: 'The server has no such call (any more).',
})

function nameWasTaken(about: string, isPutBack: boolean): Finding {
  const sentence = 'The server took a name of 300 characters, which no known server does.'
  return isPutBack
    ? { about, state: 'fine', sentence: `${sentence} Yours was put back at once.` }
    : { about, state: 'fix', sentence, remedy: 'Your name could not be put back: set it in your profile.' }
}
