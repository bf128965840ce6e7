import type { IncomingMessage } from 'node:http'
import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { foreignCaller, isLoopbackHost, mediaBase } from '../http/addresses'
import { readBody } from '../http/request'
import { userResponse } from '../http/response'
import { showDuePictures } from '../images/stored-images'
import { userObject } from '../profile/user-object'
import { accountByScreenName, findApp, modesFor, resetStore, type Store } from '../state/store'
import { accountKeys, addAccount, addSeedAccounts, changeAccount, type SeedAccount } from './accounts'
import { removeApp, reportApp, setApp } from './apps'
import { reportClock, setClock } from './clock'
import type { ControlResult } from './errors'
import { addFault, removeFaults } from './faults'
import { reportModes, setModes, setSettings } from './modes'
import { addToken, listTokens, removeTokens } from './oauth2-tokens'
import { clearRateLimits, type ListedEndpoint, setRateLimit } from './rate-limits'

export interface ControlOptions {
  /** Added again after every reset. */
  seedAccounts: readonly SeedAccount[]
  /** Where calls can be counted. */
  endpoints: readonly ListedEndpoint[]
}

type ControlContext = Context<{ Bindings: HttpBindings }>

/** Everything below /__sandbox/: JSON, for scripts and pages on this machine. X has no such path. */
export function controlRoutes(
  store: Store,
  { seedAccounts, endpoints }: ControlOptions,
): Hono<{ Bindings: HttpBindings }> {
  const control = new Hono<{ Bindings: HttpBindings }>()
  const accountsWithKeys = () => store.state.accounts.map((account) => accountKeys(store, account))

  control.use(async (c, next) => {
    const host = c.req.header('host') ?? ''
    // A name that points here from elsewhere (DNS rebinding) would let a web page read every token.
    if (!isLoopbackHost(host))
      return c.json({ error: 'Call the control API as localhost or 127.0.0.1.' }, 403)
    const foreign = foreignCaller(c.env.incoming, host, true)
    if (foreign !== null) return c.json({ error: foreign }, 403)
    showDuePictures(store)
    await next()
    if ((await store.saving()) === false) {
      c.res = c.json({ error: 'The state could not be saved; the terminal says why.' }, 500)
    }
    c.header('cache-control', 'no-store')
  })

  control.post('/reset', (c) => {
    resetStore(store)
    addSeedAccounts(store, seedAccounts)
    return c.json({ status: 'reset', accounts: accountsWithKeys() })
  })

  control.get('/accounts', (c) => c.json(accountsWithKeys()))
  control.post('/accounts', async (c) => {
    const result = addAccount(store, await readJson(c.env.incoming))
    return result.ok ? c.json(accountKeys(store, result.value), 201) : respond(c, result)
  })
  control.post('/accounts/:screen_name', async (c) => {
    const result = changeAccount(store, c.req.param('screen_name'), await readJson(c.env.incoming))
    return result.ok ? c.json(accountKeys(store, result.value)) : respond(c, result)
  })
  control.get('/accounts/:screen_name', (c) => {
    const account = accountByScreenName(store, c.req.param('screen_name'))
    if (!account) return c.json({ error: 'There is no such account.' }, 404)
    const base = store.state.settings.media_base || mediaBase(c.req.header('host') ?? '', store.origin)
    const user = userObject(store, account, { mediaBase: base, includeEntities: true, skipStatus: false })
    return c.body(userResponse(user).body, 200, { 'content-type': 'application/json' })
  })

  control.get('/apps', (c) => c.json(store.state.apps.map(reportApp)))
  control.post('/apps', async (c) => respond(c, setApp(store, await readJson(c.env.incoming))))
  control.delete('/apps', (c) => respond(c, removeApp(store, c.req.query('consumer_key') ?? '')))

  control.get('/oauth2_tokens', (c) => c.json(listTokens(store, c.req.query('screen_name'))))
  control.post('/oauth2_tokens', async (c) => respond(c, addToken(store, await readJson(c.env.incoming))))
  control.delete('/oauth2_tokens', (c) =>
    c.json({ removed: removeTokens(store, c.req.query('screen_name')) }),
  )

  control.get('/requests', (c) => c.json(store.requestLog.list(c.req.query('screen_name'))))
  control.delete('/requests', (c) => {
    store.requestLog.clear()
    return c.json({ status: 'cleared' })
  })

  control.get('/faults', (c) => c.json(store.state.faults))
  control.post('/faults', async (c) => respond(c, addFault(store, await readJson(c.env.incoming))))
  control.delete('/faults', (c) => {
    const { id, screen_name: screenName } = c.req.query()
    if (id !== undefined && !/^\d+$/.test(id)) return c.json({ error: 'id is the number of a fault.' }, 400)
    const removed = removeFaults(store, {
      ...(id !== undefined && { id: Number(id) }),
      ...(screenName !== undefined && { screenName }),
    })
    return c.json({ removed })
  })

  control.get('/modes', (c) => {
    const { screen_name: screenName, consumer_key: consumerKey } = c.req.query()
    if (screenName === undefined && consumerKey === undefined) return c.json(reportModes(store))
    const account = screenName === undefined ? null : accountByScreenName(store, screenName)
    if (screenName !== undefined && !account) return c.json({ error: 'There is no such account.' }, 404)
    if (consumerKey !== undefined && !findApp(store, consumerKey)) {
      return c.json({ error: 'There is no such app.' }, 404)
    }
    return c.json(modesFor(store, account, consumerKey ?? null))
  })
  control.post('/modes', async (c) => respond(c, setModes(store, await readJson(c.env.incoming))))

  control.get('/settings', (c) => c.json(store.state.settings))
  control.post('/settings', async (c) => respond(c, setSettings(store, await readJson(c.env.incoming))))

  control.get('/rate_limits', (c) => c.json(store.state.rateLimits))
  control.post('/rate_limits', async (c) =>
    respond(c, setRateLimit(store, endpoints, await readJson(c.env.incoming))),
  )
  control.delete('/rate_limits', (c) => {
    const { path, screen_name: screenName } = c.req.query()
    const which = { ...(path !== undefined && { path }), ...(screenName !== undefined && { screenName }) }
    return c.json({ removed: clearRateLimits(store, which) })
  })

  control.get('/clock', (c) => c.json(reportClock(store)))
  control.post('/clock', async (c) => respond(c, setClock(store, await readJson(c.env.incoming))))
  control.delete('/clock', (c) => {
    store.clockOffset.ms = 0
    return c.json(reportClock(store))
  })

  control.all('*', (c) =>
    c.json({ error: `${c.req.method} ${c.req.path} is not part of the control API.` }, 404),
  )
  return control
}

/** What was made or changed; or the error as one sentence, and field by field for forms. */
function respond(c: ControlContext, result: ControlResult<object>): Response {
  return result.ok
    ? c.json(result.value, result.status ?? 200)
    : c.json({ error: result.message, problems: result.problems }, result.status ?? 400)
}

/** The body, whatever it calls itself; undefined when it is no JSON, which every schema refuses in words. */
async function readJson(incoming: IncomingMessage): Promise<unknown> {
  try {
    return JSON.parse((await readBody(incoming))?.toString() ?? '')
  } catch {
    return undefined
  }
}
