import type { IncomingMessage } from 'node:http'
import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { accountKeys, addAccount, changeAccount } from '../control/accounts'
import { removeApp, reportApp, setApp } from '../control/apps'
import { reportClock, setClock } from '../control/clock'
import { addFault, removeFaults } from '../control/faults'
import { FRONT_FORMS } from '../control/forms/front-forms'
import { reportModes, setModes } from '../control/modes'
import { clearRateLimits, setRateLimit } from '../control/rate-limits'
import { addSeedAccounts, type SeedAccount } from '../control/seed-accounts'
import { setSettings } from '../control/settings'
import { settlePictures } from '../images/stored-images'
import { userObject } from '../profile/user-object'
import { accountByScreenName, findApp, modesFor, resetStore, type Store } from '../store'
import { foreignCaller, isLoopbackHost, mediaBase } from '../wire/addresses'
import { userAnswer } from '../wire/answer'
import { readBody } from '../wire/received'
import { backToFrontPage, showFrontPage, showNotFound, showTrouble } from './pages'

/** Below it the forms of the front page are sent. */
const FORMS = '/__sandbox/forms/'

export interface ControlSurroundings {
  /** The sandbox's own address. */
  origin: string
  /** Added again after every reset. */
  seedAccounts: readonly SeedAccount[]
}

/** Everything below /__sandbox/: JSON, for scripts on this machine. X has no such path. */
export function controlRoutes(
  store: Store,
  { origin, seedAccounts }: ControlSurroundings,
): Hono<{ Bindings: HttpBindings }> {
  const control = new Hono<{ Bindings: HttpBindings }>()

  control.use(async (c, next) => {
    // A name that points here from elsewhere (DNS rebinding) would let a web page read every token.
    if (!isLoopbackHost(c.req.header('host') ?? '')) {
      return c.json({ error: 'The sandbox is controlled by its loopback address alone.' }, 403)
    }
    const foreign = foreignCaller(c.env.incoming, c.req.header('host') ?? '', true)
    if (foreign !== null) return c.json({ error: foreign }, 403)
    settlePictures(store)
    await next()
    if ((await store.saving()) === false) {
      const sentence = 'The state could not be saved; the terminal says why.'
      c.res = c.req.path.startsWith(FORMS) ? showTrouble(c, sentence) : c.json({ error: sentence }, 500)
    }
    c.header('cache-control', 'no-store')
  })

  const reset = () => {
    resetStore(store)
    addSeedAccounts(store, seedAccounts)
  }
  control.post('/reset', (c) => {
    reset()
    return c.json({
      status: 'reset',
      accounts: store.state.accounts.map((account) => accountKeys(store, account)),
    })
  })

  control.get('/accounts', (c) => c.json(store.state.accounts.map((account) => accountKeys(store, account))))
  control.post('/accounts', async (c) => {
    const result = addAccount(store, await readJson(c.env.incoming))
    return result.ok
      ? c.json(accountKeys(store, result.account), 201)
      : c.json({ error: result.message }, result.status)
  })
  control.post('/accounts/:screen_name', async (c) => {
    const result = changeAccount(store, c.req.param('screen_name'), await readJson(c.env.incoming))
    return result.ok
      ? c.json(accountKeys(store, result.account))
      : c.json({ error: result.message }, result.status)
  })
  control.get('/accounts/:screen_name', (c) => {
    const account = accountByScreenName(store, c.req.param('screen_name'))
    if (!account) return c.json({ error: 'There is no such account.' }, 404)
    const base = store.state.settings.media_base || mediaBase(c.req.header('host') ?? '', origin)
    const { body } = userAnswer(
      userObject(store, account, { mediaBase: base, includeEntities: true, skipStatus: false }),
    )
    return c.body(body, 200, { 'content-type': 'application/json' })
  })

  control.get('/apps', (c) => c.json(store.state.apps.map(reportApp)))
  control.post('/apps', async (c) => {
    const result = setApp(store, await readJson(c.env.incoming))
    return result.ok
      ? c.json(reportApp(result.app), result.isNew ? 201 : 200)
      : c.json({ error: result.message }, 400)
  })
  control.delete('/apps', (c) => {
    const result = removeApp(store, c.req.query('consumer_key') ?? '')
    return result.ok ? c.json({ removed: 1 }) : c.json({ error: result.message }, result.status)
  })

  control.get('/requests', (c) => c.json(store.requestLog.list(c.req.query('screen_name'))))
  control.delete('/requests', (c) => {
    store.requestLog.clear()
    return c.json({ status: 'cleared' })
  })

  control.get('/faults', (c) => c.json(store.state.faults))
  control.post('/faults', async (c) => {
    const result = addFault(store, await readJson(c.env.incoming))
    return result.ok ? c.json(result.fault, 201) : c.json({ error: result.message }, 400)
  })
  control.delete('/faults', (c) => {
    const id = c.req.query('id')
    const screenName = c.req.query('screen_name')
    if (id !== undefined && !/^\d+$/.test(id)) return c.json({ error: 'id is the number of a fault.' }, 400)
    const removed = removeFaults(store, {
      ...(id !== undefined && { id: Number(id) }),
      ...(screenName !== undefined && { screenName }),
    })
    return c.json({ removed })
  })

  control.get('/modes', (c) => {
    const screenName = c.req.query('screen_name')
    const consumerKey = c.req.query('consumer_key')
    if (screenName === undefined && consumerKey === undefined) return c.json(reportModes(store))
    const account = screenName === undefined ? null : accountByScreenName(store, screenName)
    if (screenName !== undefined && !account) return c.json({ error: 'There is no such account.' }, 404)
    if (consumerKey !== undefined && !findApp(store, consumerKey)) {
      return c.json({ error: 'There is no such app.' }, 404)
    }
    return c.json(modesFor(store, account, consumerKey ?? null))
  })
  control.post('/modes', async (c) => {
    const result = setModes(store, await readJson(c.env.incoming))
    return result.ok ? c.json(reportModes(store)) : c.json({ error: result.message }, 400)
  })

  control.get('/settings', (c) => c.json(store.state.settings))
  control.post('/settings', async (c) => {
    const result = setSettings(store, await readJson(c.env.incoming))
    return result.ok ? c.json(result.settings) : c.json({ error: result.message }, 400)
  })

  control.get('/rate_limits', (c) => c.json(store.state.rateLimits))
  control.post('/rate_limits', async (c) => {
    const result = setRateLimit(store, await readJson(c.env.incoming))
    return result.ok ? c.json(result.rateLimit, 201) : c.json({ error: result.message }, 400)
  })
  control.delete('/rate_limits', (c) => {
    const path = c.req.query('path')
    const screenName = c.req.query('screen_name')
    const which = {
      ...(path !== undefined && { path }),
      ...(screenName !== undefined && { screenName }),
    }
    return c.json({ removed: clearRateLimits(store, which) })
  })

  control.get('/clock', (c) => c.json(reportClock(store)))
  control.post('/clock', async (c) => {
    const result = setClock(store, await readJson(c.env.incoming))
    return result.ok ? c.json(result.clock) : c.json({ error: result.message }, 400)
  })
  control.delete('/clock', (c) => {
    store.clockOffset.ms = 0
    return c.json(reportClock(store))
  })

  // The same by hand: the front page's forms, which end there again.
  control.post('/forms/reset', (c) => {
    reset()
    return backToFrontPage(store, c, 'top', 'Everything is as at first.')
  })
  control.post('/forms/:form', async (c) => {
    const name = c.req.param('form')
    const form = Object.hasOwn(FRONT_FORMS, name) ? FRONT_FORMS[name] : undefined
    if (!form) return showNotFound(c)
    const typed = new URLSearchParams((await readBody(c.env.incoming))?.toString() ?? '')
    const { section } = form
    const result = form.send(store, typed)
    return result.ok
      ? backToFrontPage(store, c, section, result.said)
      : showFrontPage(store, c, { section, filled: { form: name, typed, problems: result.problems } })
  })
  // An address that a reload without the form leads to.
  control.get('/forms/*', (c) => c.redirect('/', 303))

  control.all('*', (c) =>
    c.json({ error: `${c.req.method} ${c.req.path} is not part of the control API.` }, 404),
  )
  return control
}

/** The body, whatever it calls itself; undefined when it is no JSON, which every schema refuses in words. */
async function readJson(incoming: IncomingMessage): Promise<unknown> {
  try {
    return JSON.parse((await readBody(incoming))?.toString() ?? '')
  } catch {
    return undefined
  }
}
