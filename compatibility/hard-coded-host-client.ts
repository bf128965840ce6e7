import https from 'node:https'
import tls from 'node:tls'
import TwitterLite from 'twitter-lite'
import { newPerson } from '../sandbox/conformance/helpers'
import { WREN } from '../sandbox/tests/client'

/**
 * A program with its library as it came: nothing points it anywhere but at https://api.twitter.com. Started with the
 * sandbox's port and NODE_EXTRA_CA_CERTS; writes what it met as JSON.
 */

const [, , port = ''] = process.argv
const CALLBACK = 'http://localhost:3000/callback'

// Stands for the line in the hosts file and for port 443, which want a privileged person. The certificate is asked for
// api.twitter.com and checked against what the machine trusts, as ever.
Object.assign(https.globalAgent, {
  createConnection: (options: tls.ConnectionOptions) =>
    tls.connect({ ...options, host: '127.0.0.1', port: Number(port) }),
})

const app = { consumer_key: 'sandbox-key', consumer_secret: 'sandbox-secret' }
const pair = (secret: string) => ({ access_token_key: WREN.token, access_token_secret: secret })

/** Signs in through the consent page. */
async function signIn(): Promise<unknown> {
  const client = new TwitterLite(app)
  const requested = await client.getRequestToken(CALLBACK)
  const token = requested.oauth_callback_confirmed === 'true' ? requested.oauth_token : ''
  const url = (path: string) => `https://127.0.0.1:${port}${path}`
  const address = url(`/oauth/authenticate?oauth_token=${token}`)
  const back = await newPerson({ url }).authorize(address, 'wren')
  return client.getAccessToken({
    oauth_token: token,
    oauth_verifier: back.searchParams.get('oauth_verifier') ?? '',
  })
}

const picture = Buffer.from(process.env.PICTURE ?? '', 'base64')
const client = new TwitterLite({ ...app, ...pair(WREN.tokenSecret) })
const stranger = new TwitterLite({ ...app, ...pair('nobodysSecret') })
const met = {
  signedIn: await signIn(),
  written: await client.post('account/update_profile', { location: 'Behind X’s own name' }),
  uploaded: await client.post('account/update_profile_image', { image: picture.toString('base64') }),
  read: await client.get('account/verify_credentials'),
  bearer: await new TwitterLite(app).getBearerToken(),
  refused: await stranger.get('account/verify_credentials').catch((error: unknown) => error),
}
process.stdout.write(JSON.stringify(met))
