import type { HttpBindings } from '@hono/node-server'
import { type ErrorHandler, Hono } from 'hono'
import type { SeedAccount } from './control/seed-accounts'
import { settlePictures } from './images/stored-images'
import { resolveShortLink } from './profile/links'
import { apiHandler, notImitated, V1, V2 } from './routes/api'
import { serveAsset } from './routes/assets'
import { invalidateBearer, issueBearer } from './routes/bearer'
import { decideConsent, showConsent } from './routes/consent'
import { controlRoutes } from './routes/control'
import { serveMedia } from './routes/media'
import { accessToken, requestToken } from './routes/oauth'
import {
  revokeApplication,
  showApplications,
  showFrontPage,
  showKeys,
  showNotFound,
  showProfile,
  showWrongHost,
} from './routes/pages'
import type { Store } from './store'
import { isLoopbackHost } from './wire/addresses'
import { inAskedFormat, xError } from './wire/answer'
import { runExchange } from './wire/exchange'

export interface AppOptions {
  /** The sandbox's own address. */
  origin: string
  /** Told in a sentence when something is called that the sandbox does not imitate. */
  notice: (sentence: string) => void
  /** Added again after every reset. */
  seedAccounts: readonly SeedAccount[]
}

/** All the sandbox's paths over one store. Needs Node's own request: signatures cover the raw path. */
export function createSandboxApp(
  store: Store,
  { origin, notice, seedAccounts }: AppOptions,
): Pick<Hono<{ Bindings: HttpBindings }>, 'fetch'> {
  const app = new Hono<{ Bindings: HttpBindings }>()
  // The API is called far more often than the rest. Alone in its router it is found at once, with no middleware.
  const api = new Hono<{ Bindings: HttpBindings }>()

  api.all('/1.1/*', apiHandler({ store, origin, notice }, V1))
  api.all('/2/*', apiHandler({ store, origin, notice }, V2))
  for (const [path, answer] of [
    ['/oauth/request_token', requestToken],
    ['/oauth/access_token', accessToken],
  ] as const) {
    app.all(path, (c) =>
      runExchange(store, c.env, async (exchange) =>
        inAskedFormat(await answer(store, exchange, notice), c.req.header('accept')),
      ),
    )
  }
  for (const page of ['authorize', 'authenticate'] as const) {
    app.get(`/oauth/${page}`, (c) =>
      runExchange(
        store,
        c.env,
        (exchange) => showConsent(store, exchange, { page, cookie: c.req.header('cookie') }),
        true,
      ),
    )
  }
  app.post('/oauth/authorize', (c) => runExchange(store, c.env, (exchange) => decideConsent(store, exchange)))
  app.all('/oauth2/token', (c) => runExchange(store, c.env, (exchange) => issueBearer(store, exchange)))
  app.all('/oauth2/invalidate_token', (c) =>
    runExchange(store, c.env, (exchange) => invalidateBearer(store, exchange)),
  )
  for (const path of ['/oauth/*', '/oauth2/*']) {
    app.all(path, (c) => runExchange(store, c.env, async (exchange) => notImitated(exchange, notice)))
  }
  app.all('/1/*', (c) => runExchange(store, c.env, async () => xError(68)))

  app.route('/__sandbox', controlRoutes(store, { origin, seedAccounts }))
  app.use(async (_, next) => {
    settlePictures(store)
    await next()
  })
  app.get('/media/*', (c) => serveMedia(store, c.req.path.slice('/media/'.length)))
  app.get('/t.co/:code', (c) => {
    const target = resolveShortLink(store, `https://t.co/${c.req.param('code')}`)
    return target === null ? showNotFound(c) : c.redirect(target, 301)
  })

  app.use(async (c, next) => (isLoopbackHost(c.req.header('host') ?? '') ? next() : showWrongHost(c)))
  app.get('/assets/:name', async (c) => (await serveAsset(c.req.param('name'))) ?? showNotFound(c))
  app.get('/keys/:screen_name', (c) => showKeys(store, c, c.req.param('screen_name')))
  app.get('/settings/applications', (c) => showApplications(store, c))
  app.post('/settings/applications', (c) => revokeApplication(store, c))
  app.get('/', (c) => showFrontPage(store, c))
  app.get('/:screen_name', (c) => showProfile(store, c, c.req.param('screen_name')))
  app.notFound((c) => showNotFound(c))
  const answerMistake: ErrorHandler<{ Bindings: HttpBindings }> = (error, c) => {
    // Someone who hung up in the middle of a sentence waits for no answer.
    const hungUp = c.env.incoming.errored !== null
    if (!hungUp) notice(`A mistake in the sandbox itself: ${error.stack ?? error.message}`)
    const { body, status, contentType } = xError(131)
    return new Response(body, { status, headers: { 'content-type': contentType } })
  }
  app.onError(answerMistake)
  api.onError(answerMistake)
  api.notFound((c) => app.fetch(c.req.raw, c.env))
  return api
}
