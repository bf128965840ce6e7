import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { compress } from 'hono/compress'
import { compatibleServerOf, handleCompatible } from './api/compatible/handler'
import { decideConsent, showConsent } from './api/consent'
import { apiHandler, listEndpoints, notImplemented, V1, V2 } from './api/dispatch'
import { type ExchangeHandler, runExchange } from './api/exchange'
import { accessToken, invalidateBearer, issueBearer, requestToken } from './api/oauth'
import { decideAuthorization, issueTokens, revokeToken, showAuthorization } from './api/oauth2'
import type { SeedAccount } from './control/accounts'
import { controlRoutes } from './control/routes'
import { isLoopbackHost } from './http/addresses'
import { asAcceptedFormat, xError } from './http/response'
import { serveMedia } from './images/media'
import { showDuePictures } from './images/stored-images'
import {
  revokeApplication,
  serveAsset,
  showApplications,
  showFrontPage,
  showKeys,
  showNotFound,
  showProfile,
  showWrongHost,
} from './pages/routes'
import { resolveShortLink } from './profile/links'
import type { Store } from './state/store'

export interface AppOptions {
  /** The sandbox's own address. */
  origin: string
  /** Told in a sentence when something is called that the sandbox does not imitate. */
  notice: (sentence: string) => void
  /** Added again after every reset. */
  seedAccounts: readonly SeedAccount[]
}

type SandboxEnv = { Bindings: HttpBindings }

/** All the sandbox's paths over one store. Needs Node's own request: signatures cover the raw path. */
export function createSandboxApp(
  store: Store,
  { origin, notice, seedAccounts }: AppOptions,
): Pick<Hono<SandboxEnv>, 'fetch'> {
  const app = new Hono<SandboxEnv>()
  const endpoints = listEndpoints()
  const exchange = (c: Context<SandboxEnv>, handler: ExchangeHandler, mayBeLinked = false) =>
    runExchange(store, c.env, handler, mayBeLinked)

  // The two other kinds of server have none of OAuth 2.0.
  const asX =
    (handler: ExchangeHandler): ExchangeHandler =>
    (call) =>
      call.modes.server === 'x' ? handler(call) : notImplemented(call, notice)
  const authorizePath = '/i/oauth2/authorize'
  app.get(authorizePath, (c) =>
    exchange(
      c,
      asX((call) => showAuthorization(store, call, c.req.header('cookie'))),
      true,
    ),
  )
  app.post(authorizePath, (c) =>
    exchange(
      c,
      asX((call) => decideAuthorization(store, call)),
    ),
  )
  app.all('/2/oauth2/token', (c) =>
    exchange(
      c,
      asX((call) => issueTokens(store, call)),
    ),
  )
  app.all('/2/oauth2/revoke', (c) =>
    exchange(
      c,
      asX((call) => revokeToken(store, call)),
    ),
  )
  app.all('/i/oauth2/*', (c) => exchange(c, (call) => notImplemented(call, notice)))
  app.all('/1.1/*', apiHandler({ store, origin, notice }, V1))
  app.all('/2/*', apiHandler({ store, origin, notice }, V2))
  app.all('/1/*', (c) => exchange(c, () => xError(68)))
  app.all('/api/*', (c) =>
    exchange(
      c,
      (call) => {
        const server = compatibleServerOf(store, call)
        if (server === null) return notImplemented(call, notice)
        return handleCompatible({ store, origin, notice }, call, { server, cookie: c.req.header('cookie') })
      },
      c.req.path === '/api/oauth/authorize',
    ),
  )
  for (const [path, handler] of [
    ['/oauth/request_token', requestToken],
    ['/oauth/access_token', accessToken],
  ] as const) {
    app.all(path, (c) =>
      exchange(c, async (call) =>
        asAcceptedFormat(await handler(store, call, notice), c.req.header('accept')),
      ),
    )
  }
  for (const page of ['authorize', 'authenticate'] as const) {
    const cookieOf = (c: Context<SandboxEnv>) => c.req.header('cookie')
    app.get(`/oauth/${page}`, (c) =>
      exchange(c, (call) => showConsent(store, call, { page, cookie: cookieOf(c) }), true),
    )
  }
  app.post('/oauth/authorize', (c) => exchange(c, (call) => decideConsent(store, call)))
  app.all('/oauth2/token', (c) => exchange(c, (call) => issueBearer(store, call)))
  app.all('/oauth2/invalidate_token', (c) => exchange(c, (call) => invalidateBearer(store, call)))
  for (const path of ['/oauth/*', '/oauth2/*'])
    app.all(path, (c) => exchange(c, (call) => notImplemented(call, notice)))

  app.route('/__sandbox', controlRoutes(store, { origin, seedAccounts, endpoints }))
  app.use(async (_, next) => {
    showDuePictures(store)
    await next()
  })
  app.get('/media/*', (c) => serveMedia(store, c.req.path.slice('/media/'.length)))
  app.get('/t.co/:code', (c) => {
    const target = resolveShortLink(store, `https://t.co/${c.req.param('code')}`)
    return target === null ? showNotFound(c) : c.redirect(target, 301)
  })

  app.use((c, next) => (looksLikeApiCall(c) ? exchange(c, (call) => notImplemented(call, notice)) : next()))
  app.use(async (c, next) => (isLoopbackHost(c.req.header('host') ?? '') ? next() : showWrongHost(c)))
  app.use(compress())
  app.get('/assets/:name', async (c) => (await serveAsset(c.req.param('name'))) ?? showNotFound(c))
  app.get('/keys/:screen_name', (c) => showKeys(store, c, c.req.param('screen_name')))
  app.get('/settings/applications', (c) => showApplications(store, c))
  app.post('/settings/applications', (c) => revokeApplication(store, c))
  app.get('/', (c) => showFrontPage(store, c, endpoints))
  app.get('/:screen_name', (c) => showProfile(store, c, c.req.param('screen_name')))
  app.notFound((c) => showNotFound(c))
  app.onError((error, c) => {
    // Someone who hung up in the middle of a request waits for no response.
    const hungUp = c.env.incoming.errored !== null
    if (!hungUp) notice(`A mistake in the sandbox itself: ${error.stack ?? error.message}`)
    const { body, status, contentType } = xError(131)
    return new Response(body, { status, headers: { 'content-type': contentType } })
  })
  return app
}

/** A program that missed the right path reads JSON, and its author reads the request log. */
function looksLikeApiCall({ req }: Context<SandboxEnv>): boolean {
  const accept = req.header('accept') ?? ''
  const { method, path } = req
  return (
    /^\s*(oauth|bearer)\b/i.test(req.header('authorization') ?? '') ||
    /[?&]oauth_\w+=/.test(req.url) ||
    /\.(json|xml|atom|rss)\/?$|^\/+(v?\d(\.\d+)?|api|account|users)\/+[^/]|^\/\d(\.\d+)?\/*$|^\/\//i.test(
      path,
    ) ||
    (method !== 'GET' && method !== 'HEAD' && !/^\/settings\//.test(path)) ||
    (/\bjson\b/i.test(accept) && !/\bhtml\b/i.test(accept))
  )
}
