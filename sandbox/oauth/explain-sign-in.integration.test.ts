import { beforeEach, expect, test } from 'vitest'
import type { LoggedRequest } from '../state/request-log'
import { KESTREL, type SignedCall, send, WREN } from '../tests/client'
import { challengeOf, oauth2At, REDIRECT } from '../tests/oauth2'
import { sandboxForTests } from '../tests/sandbox'
import { signInAt, tokenOf } from '../tests/sign-in'

const sandbox = sandboxForTests()
const { ask, consent, open, register } = signInAt(sandbox)
const oauth2 = oauth2At(sandbox)

beforeEach(() => sandbox.control('POST', 'reset'))

async function newest(): Promise<LoggedRequest> {
  const log = (await (await sandbox.control('GET', 'requests')).json()) as LoggedRequest[]
  return log.at(-1) as LoggedRequest
}

/** What the log says of the newest call; and that it holds none of these texts. */
async function explanation(secrets: readonly string[] = []): Promise<string> {
  const logged = await newest()
  for (const secret of secrets) expect(JSON.stringify(logged)).not.toContain(secret)
  return logged.explanation?.sentence ?? ''
}

const CALLBACKS: [string, RegExp][] = [
  ['', /did not arrive, or arrived empty/],
  ['https://site.example/back', /leads to another machine/],
  ['http%3A%2F%2Flocalhost%3A3000%2Fback', /percent-encoded twice/],
  ['http://localhost:3000/a b', /a blank or a line break/],
  ['localhost:3000/back', /no whole address/],
  ['bird://back', /not http or https.*POST \/__sandbox\/apps/],
  ['undefined', /a word that your language wrote/],
  ['OOB', /oob is written in small letters/],
  ['javascript:alert(1)', /a scheme that X takes from no app/],
]

test.each(CALLBACKS)('the callback %j is refused with its reason', async (callback, wanted) => {
  expect((await ask({}, callback)).status).toBe(403)
  expect(await explanation()).toMatch(wanted)
})

test('a callback under another name is seen', async () => {
  const url = sandbox.url('/oauth/request_token')
  await send({ method: 'POST', url, form: { callback: 'oob' } })
  expect(await explanation()).toMatch(/callback arrived, and is not its name/)
})

test.each([
  [`${REDIRECT.replace('?', '/?')}`, /differs from one in the slash at its end/],
  [REDIRECT.replace('http:', 'https:'), /differs from one in http or https/],
  [REDIRECT.replace('localhost', '127.0.0.1'), /differs from one in localhost or 127\.0\.0\.1/],
  [REDIRECT.replace('back', 'Back'), /differs from one in capitals/],
  [REDIRECT.replace('app=1', 'app=2'), /differs from one in the query/],
  [REDIRECT.replace('3000', '3001'), /not among the addresses registered/],
])('%s is held against what is registered, in either OAuth', async (address, wanted) => {
  const app = await register({ callbacks: [REDIRECT], client_id: 'nest', client_secret: 'nest-secret' })
  await ask(app, address)
  expect(await explanation()).toMatch(wanted)
  await oauth2.open({ client_id: 'nest', redirect_uri: address })
  expect(await explanation()).toMatch(wanted)
})

test('a consent page says which token it wanted, and what came of this one', async () => {
  const pages: [string, RegExp][] = [
    ['', /oauth_token did not arrive/],
    ['nobody', /never issued here, or is older than 15 minutes/],
    [KESTREL.token, /This is an access token/],
    ['sandbox-key', /consumer key or secret arrived as oauth_token/],
  ]
  for (const [token, wanted] of pages) {
    await open('authorize', token)
    expect(await explanation()).toMatch(wanted)
  }
  const { token } = await tokenOf(await ask({}))
  const form = new URLSearchParams({ oauth_token: token, decision: 'authorize', screen_name: 'wren' })
  await fetch(sandbox.url('/oauth/authorize'), { method: 'POST', body: form })
  expect(await explanation()).toMatch(/did not come from a consent page/)
  await consent(token, 'nobody')
  expect(await explanation()).toMatch(/named no account/)
  await consent(token)
  await open('authorize', token)
  expect(await explanation()).toMatch(/has answered for this request token already/)
  const other = await tokenOf(await ask({}))
  await consent(other.token, 'wren', 'cancel')
  await open('authorize', other.token)
  expect(await explanation()).toMatch(/pressed Cancel/)
})

test('a verifier that is refused is told from every other', async () => {
  const [request, second] = [await tokenOf(await ask({})), await tokenOf(await ask({}, 'oob'))]
  const exchange = (rest: Partial<SignedCall>, keys = request) =>
    send({ method: 'POST', url: sandbox.url('/oauth/access_token'), ...keys, ...rest })
  const verifierIs = (text: string) => ({ form: { oauth_verifier: text } })
  await exchange(verifierIs('x'))
  expect(await explanation()).toMatch(/Nobody has allowed this request token yet/)
  const { location } = await consent(request.token)
  const verifier = new URL(location).searchParams.get('oauth_verifier') ?? ''
  const pin = /\d{7}/.exec(await (await consent(second.token)).response.text())?.[0] ?? ''
  const json = {
    headers: { 'content-type': 'application/json' },
    body: new TextEncoder().encode('{"oauth_verifier":"x"}'),
  }
  const refused: [Partial<SignedCall>, RegExp, typeof request][] = [
    [{}, /did not arrive, or arrived empty\. It stands in the query of the callback/, request],
    [{ form: { pin } }, /pin is not its name\. It is the PIN/, second],
    [json, /arrived in a body that is no form/, request],
    [verifierIs(`${pin.slice(0, 3)} ${pin.slice(3)}`), /blanks, hyphens, quotation marks/, second],
    [verifierIs('0000000'), /is not the PIN that the person was shown/, second],
    [verifierIs(pin.slice(0, 4)), /cut off after 4 characters/, second],
    [verifierIs(verifier.toUpperCase()), /right letters in the wrong case/, request],
    [verifierIs(pin), /that of another request token/, request],
    [verifierIs(request.token), /A request token or its secret arrived as oauth_verifier/, request],
  ]
  for (const [rest, wanted, keys] of refused) {
    expect((await exchange(rest, keys)).status).toBe(401)
    expect(await explanation([verifier, pin])).toMatch(wanted)
  }
  expect((await exchange(verifierIs(verifier))).status).toBe(200)
  await exchange(verifierIs(verifier))
  expect(await explanation()).toMatch(/was exchanged before: it works once/)
  await send({ method: 'POST', url: sandbox.url('/oauth/access_token') })
  expect(await explanation()).toMatch(/^No oauth_token arrived/)
  await send({
    method: 'POST',
    url: sandbox.url('/oauth/access_token'),
    form: { x_auth_mode: 'client_auth' },
  })
  expect(await explanation()).toMatch(/xAuth.*is closed at X/)
  const reverse = { url: sandbox.url('/oauth/request_token'), form: { x_auth_mode: 'reverse_auth' } }
  expect((await send({ method: 'POST', ...reverse, ...WREN })).status).toBe(401)
  expect(await explanation()).toMatch(/reverse auth.*is closed at X/)
})

const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` })
const GRANT = 'grant_type=client_credentials'

test.each([
  [{}, GRANT, /^No Authorization header arrived\. Send Authorization: Basic/],
  [{}, `${GRANT}&client_id=a&client_secret=b`, /not read from a body or a query/],
  [{ authorization: 'OAuth a="b"' }, GRANT, /has the scheme OAuth/],
  [{ authorization: 'Basic sandbox-key:sandbox-secret' }, GRANT, /not one piece of base64/],
  [basic('sandbox-key'), GRANT, /base64 without a colon/],
  [basic('sandbox-client:sandbox-client-secret'), GRANT, /client id of OAuth 2\.0 arrived/],
  [basic('sandbox-secret:sandbox-key'), GRANT, /They are exchanged/],
  [basic('sandbox-key:'), GRANT, /secret arrived empty/],
  [basic('sandbox-key:sandbox-secret\n'), GRANT, /blanks or quotation marks around the consumer secret/],
  [basic(`sandbox-key:${WREN.tokenSecret}`), GRANT, /A user’s token or its secret arrived/],
  [basic('sandbox-key:wrong'), GRANT, /not the one of this consumer key/],
  [basic('sandbox-key:sandbox-secret'), '', /grant_type did not arrive/],
  [basic('sandbox-key:sandbox-secret'), 'grant_type=password', /not client_credentials, written so/],
  [basic('sandbox-key:sandbox-secret'), 'grant_type=refresh_token', /POST \/2\/oauth2\/token takes/],
])(
  'an app that asks for its own token with %j and “%s” is told what was wrong',
  async (headers, body, wanted) => {
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    const response = await fetch(sandbox.url('/oauth2/token'), {
      method: 'POST',
      headers: { ...type, ...headers },
      body,
    })
    expect(response.status).toBe(403)
    expect(await explanation(['sandbox-secret', WREN.tokenSecret])).toMatch(wanted)
  },
)

test('an app that ends its own token, or sends it changed, is told what was wrong', async () => {
  const headers = basic('sandbox-key:sandbox-secret')
  const end = async (fields: Record<string, string>) => {
    await fetch(sandbox.url('/oauth2/invalidate_token'), {
      method: 'POST',
      headers,
      body: new URLSearchParams(fields),
    })
    return explanation()
  }
  expect(await end({})).toMatch(/access_token did not arrive/)
  expect(await end({ access_token: 'x' })).toMatch(/has no bearer token to end/)
  const body = new URLSearchParams(GRANT)
  const issued = await fetch(sandbox.url('/oauth2/token'), { method: 'POST', headers, body })
  const { access_token: token } = (await issued.json()) as { access_token: string }
  expect(await end({ access_token: 'x' })).toMatch(/not the bearer token of this app/)
  const read = async (bearer: string) => {
    await oauth2.call(bearer, '/1.1/users/show.json?screen_name=wren')
    return explanation([token])
  }
  expect(await read(decodeURIComponent(token))).toMatch(/was percent-decoded/)
  expect(await read(`"${token}"`)).toMatch(/quotation marks or punctuation around the bearer token/)
  await oauth2.call(token)
  expect(await explanation()).toMatch(/the app’s own bearer token/)
})

test('a code, its verifier and its address are told apart', async () => {
  const code = await oauth2.codeFor()
  const refused: [string, Record<string, string>, RegExp][] = [
    [code, { code_verifier: challengeOf('a verifier') }, /code_challenge arrived as code_verifier/],
    [code, { redirect_uri: REDIRECT.replace('?', '/?') }, /They differ in the slash at its end/],
    [` ${code}`, {}, /percent-encoded twice, or has blanks around it/],
    [code.slice(0, 20), {}, /cut off after 20 characters/],
  ]
  for (const [sent, fields, wanted] of refused) {
    await oauth2.exchange(sent, fields)
    expect(await explanation([code])).toMatch(wanted)
  }
  const body = new FormData()
  body.set('grant_type', 'authorization_code')
  const headers = basic('sandbox-client:sandbox-client-secret')
  await fetch(sandbox.url('/2/oauth2/token'), { method: 'POST', headers, body })
  expect(await explanation()).toMatch(/arrived in a multipart body, which is not read here/)
})
