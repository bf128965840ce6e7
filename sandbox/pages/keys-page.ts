import { randomBytes } from 'node:crypto'
import { html } from 'hono/html'
import { accountKeys } from '../control/accounts'
import { percentEncode } from '../http/encoding'
import { rightSigning, signatureOf } from '../oauth/signing'
import { type Account, APP } from '../state/schema'
import type { Store } from '../state/store'
import { avatarImage, type Html, page } from './layout'

/** One account's keys as they are written for `curl` and for common clients, each with a button that copies it. */
export function keysPage(store: Store, origin: string, account: Account): string {
  const main = html`
<div class="card-body">
<p class="who">${avatarImage(account)}<span class="mono">@${account.screenName}</span></p>
<h1>Act as ${account.screenName}</h1>
<p class="lead">Keys and address, ready to paste. Whatever a client changes is seen on the <a href="/${account.screenName}">public page</a>.</p>
${isHttps(origin) && html`<p>The sandbox speaks https with a certificate of yours, <code>cert.pem</code> below. Start Node with <code>NODE_EXTRA_CA_CERTS=cert.pem</code>, Python with <code>REQUESTS_CA_BUNDLE=cert.pem</code>.</p>`}
<p class="status" role="status" data-status></p>
${snippets(store, origin, account).map(snippet)}
<p><a href="/">To the sandbox’s front page</a></p>
</div>`
  return page({
    title: `Act as ${account.screenName}`,
    host: new URL(origin).host,
    main,
    width: 'card',
    script: 'front-page.js',
  })
}

interface Snippet {
  client: string
  note: string
  text: string
}

function snippet({ client, note, text }: Snippet): Html {
  return html`<section class="snippet" aria-label="${client}">
<div class="snippet-head"><h2>${client}</h2><button type="button" class="plain" data-copy="${text}">Copy<span class="unseen"> what to write for ${client}</span></button></div>
<p class="quiet">${note}</p>
<pre tabindex="0">${text}</pre>
</section>`
}

function isHttps(origin: string): boolean {
  return origin.startsWith('https:')
}

function snippets(store: Store, origin: string, account: Account): Snippet[] {
  const { access_token: token, access_token_secret: secret } = accountKeys(store, account)
  const verify = `${origin}/1.1/account/verify_credentials.json`
  const update = `${origin}/1.1/account/update_profile.json`
  const socket = isHttps(origin) ? 'tls' : 'net'
  return [
    {
      client: 'curl',
      note: 'Signed now: it works once, in the next five minutes. Load the page again for another.',
      text: `curl ${isHttps(origin) ? '--cacert cert.pem ' : ''}'${verify}' \\\n  -H '${signedHeader(store, verify, token, secret)}'`,
    },
    {
      client: 'curl, with OAuth 2.0',
      note: 'A bearer token of two hours, as a sign-in with every scope of a profile issues it.',
      text: `TOKEN=$(curl ${isHttps(origin) ? '--cacert cert.pem ' : ''}-s '${origin}/__sandbox/oauth2_tokens' \\
  -d '{"screen_name":"${account.screenName}"}' | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
curl ${isHttps(origin) ? '--cacert cert.pem ' : ''}'${origin}/2/users/me' -H "Authorization: Bearer $TOKEN"`,
    },
    {
      client: 'twitter-api-v2 (Node)',
      note: 'Its host is fixed, so it is given an agent that connects here whatever it is asked for.',
      text: `import https from 'node:https'
import ${socket} from 'node:${socket}'
import { TwitterApi } from 'twitter-api-v2'

const { hostname, port } = new URL('${origin}')
const agent = new https.Agent()
agent.createConnection = () => ${socket}.connect(Number(port), hostname)

const client = new TwitterApi({
  appKey: '${APP.consumerKey}',
  appSecret: '${APP.consumerSecret}',
  accessToken: '${token}',
  accessSecret: '${secret}',
}, { httpAgent: agent })
console.log(await client.v1.verifyCredentials())`,
    },
    {
      client: 'twit (Node)',
      note: 'Takes a full address in place of a short name.',
      text: `import Twit from 'twit'

const client = new Twit({
  consumer_key: '${APP.consumerKey}',
  consumer_secret: '${APP.consumerSecret}',
  access_token: '${token}',
  access_token_secret: '${secret}',
})
const { data } = await client.post(
  '${update}',
  { location: 'Here' },
)
console.log(data)`,
    },
    {
      client: 'requests-oauthlib (Python)',
      note: 'tweepy signs with it, but speaks https alone; the documentation shows how the sandbox does.',
      text: `from requests_oauthlib import OAuth1Session

session = OAuth1Session(
    '${APP.consumerKey}',
    '${APP.consumerSecret}',
    '${token}',
    '${secret}',
)
response = session.post(
    '${update}',
    data={'location': 'Here'},
)
print(response.json())`,
    },
  ]
}

/** The Authorization header of a GET without parameters. */
function signedHeader(store: Store, url: string, token: string, tokenSecret: string): string {
  const parameters = Object.entries({
    oauth_consumer_key: APP.consumerKey,
    oauth_nonce: randomBytes(12).toString('hex'),
    oauth_signature_method: 'HMAC-SHA1',
    oauth_timestamp: String(Math.floor(store.clock() / 1000)),
    oauth_token: token,
    oauth_version: '1.0',
  }).map(([name, value]) => ({ name, value }))
  const { consumerSecret } = APP
  const signing = rightSigning({ method: 'GET', baseUrl: url, parameters, consumerSecret, tokenSecret })
  const pairs = [...parameters, { name: 'oauth_signature', value: signatureOf(signing) }]
  return `Authorization: OAuth ${pairs.map(({ name, value }) => `${name}="${percentEncode(value)}"`).join(', ')}`
}
