import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { handleCompatible } from './api/compatible/handler'
import { decideConsent, showConsent } from './api/consent'
import { apiHandler, listEndpoints, notImplemented, V1, V2 } from './api/dispatch'
import { type ExchangeHandler, runExchange } from './api/exchange'
import { accessToken, invalidateBearer, issueBearer, requestToken } from './api/oauth'
import { decideAuthorization, issueTokens, revokeToken, showAuthorization } from './api/oauth2'
import type { SeedAccount } from './control/accounts'
import { controlRoutes } from './control/routes'
import { asAcceptedFormat, xError } from './http/response'
import { serveMedia } from './images/media'
import { showDuePictures } from './images/stored-images'
import { pageRoutes, showNotFound } from './pages/routes'
import { resolveShortLink } from './profile/links'
import type { Store } from './state/store'

type SandboxEnv = { Bindings: HttpBindings }

/**
 * All the sandbox's paths over one store. Needs Node's own request: signatures cover the raw path.
 *
 * @param seedAccounts are added again after every reset.
 */
export function createSandboxApp(
  store: Store,
  seedAccounts: readonly SeedAccount[],
): Pick<Hono<SandboxEnv>, 'fetch'> {
  const app = new Hono<SandboxEnv>()
  const endpoints = listEndpoints()
  const imitate =
    (handler: ExchangeHandler, mayBeLinked = false) =>
    (c: Context<SandboxEnv>) =>
      runExchange(store, c.env, handler, mayBeLinked)

  app.get('/i/oauth2/authorize', imitate(asX(showAuthorization), true))
  app.post('/i/oauth2/authorize', imitate(asX(decideAuthorization)))
  app.all('/2/oauth2/token', imitate(asX(issueTokens)))
  app.all('/2/oauth2/revoke', imitate(asX(revokeToken)))
  app.all('/i/oauth2/*', imitate(notImplemented))
  app.all('/1.1/*', imitate(apiHandler(V1)))
  app.all('/2/*', imitate(apiHandler(V2)))
  app.all(
    '/1/*',
    imitate(() => xError(68)),
  )
  app.get('/api/oauth/authorize', imitate(handleCompatible, true))
  app.all('/api/*', imitate(handleCompatible))
  app.all('/oauth/request_token', imitate(inAcceptedFormat(requestToken)))
  app.all('/oauth/access_token', imitate(inAcceptedFormat(accessToken)))
  app.get('/oauth/authorize', imitate(showConsent, true))
  app.get('/oauth/authenticate', imitate(showConsent, true))
  app.post('/oauth/authorize', imitate(decideConsent))
  app.all('/oauth2/token', imitate(issueBearer))
  app.all('/oauth2/invalidate_token', imitate(invalidateBearer))
  app.all('/oauth/*', imitate(notImplemented))
  app.all('/oauth2/*', imitate(notImplemented))

  app.route('/__sandbox', controlRoutes(store, { seedAccounts, endpoints }))
  app.use(async (_, next) => {
    showDuePictures(store)
    await next()
  })
  app.get('/media/*', (c) => serveMedia(store, c.req.path.slice('/media/'.length)))
  app.get('/t.co/:code', (c) => {
    const target = resolveShortLink(store, `https://t.co/${c.req.param('code')}`)
    return target === null ? showNotFound(c) : c.redirect(target, 301)
  })

  app.use((c, next) => (looksLikeApiCall(c) ? imitate(notImplemented)(c) : next()))
  app.route('/', pageRoutes(store, endpoints))
  app.notFound((c) => showNotFound(c))
  app.onError((error, c) => {
    // Someone who hung up in the middle of a request waits for no response.
    const hungUp = c.env.incoming.errored !== null
    if (!hungUp) store.notice(`A mistake in the sandbox itself: ${error.stack ?? error.message}`)
    const { body, status, contentType } = xError(131)
    return new Response(body, { status, headers: { 'content-type': contentType } })
  })
  return app
}

/** The two other kinds of server have none of OAuth 2.0. */
function asX(handler: ExchangeHandler): ExchangeHandler {
  return (store, exchange) => (exchange.modes.server === 'x' ? handler : notImplemented)(store, exchange)
}

function inAcceptedFormat(handler: ExchangeHandler): ExchangeHandler {
  return async (store, exchange) => asAcceptedFormat(await handler(store, exchange), exchange.request.accept)
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
