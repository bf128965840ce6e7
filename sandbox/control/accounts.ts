import { z } from 'zod'
import { checkProfileText } from '../profile/text-rules'
import { NEW_ACCOUNT_LOOK } from '../seed'
import type { Account } from '../state'
import { accessTokenFor, accountByScreenName, type Store } from '../store'

/** An account with the keys to act for it, as the control API tells it. */
export interface AccountKeys {
  id_str: string
  screen_name: string
  name: string
  access_token: string
  access_token_secret: string
}

/** Issues a token first when the last one was revoked: the list is there to sign calls with. */
export function accountKeys(store: Store, account: Account): AccountKeys {
  const token = accessTokenFor(store, account, 'read-write')
  return {
    id_str: account.id,
    screen_name: account.screenName,
    name: account.name,
    access_token: token.token,
    access_token_secret: token.secret,
  }
}

/** Paths of the sandbox that a public page of the same name would hide. */
const RESERVED_NAMES = new Set(['__sandbox', 'assets', 'media', 'oauth'])

const newAccountSchema = z.strictObject({
  screen_name: z
    .string()
    .regex(/^[A-Za-z0-9_]{1,15}$/, 'screen_name is 1 to 15 letters, digits or underscores'),
  name: z.string().optional(),
  description: z.string().optional(),
  location: z.string().optional(),
  url: z.string().optional(),
  protected: z.boolean().optional(),
  verified: z.boolean().optional(),
})

export type NewAccountResult =
  | { ok: true; account: Account }
  | { ok: false; status: 400 | 409; message: string }

/** Adds an account. Its texts obey the same rules as update_profile. */
export function addAccount(store: Store, request: unknown): NewAccountResult {
  const parsed = newAccountSchema.safeParse(request)
  if (!parsed.success) return { ok: false, status: 400, message: z.prettifyError(parsed.error) }
  const { screen_name: screenName, protected: isProtected = false, verified = false, ...text } = parsed.data
  if (RESERVED_NAMES.has(screenName.toLowerCase())) {
    return { ok: false, status: 400, message: `${screenName} is a path of the sandbox itself.` }
  }
  if (accountByScreenName(store, screenName)) {
    return { ok: false, status: 409, message: `There is an account named ${screenName} already.` }
  }
  const checked = checkProfileText(store, { ...text, name: text.name ?? screenName })
  if (!checked.ok) return { ok: false, status: 400, message: checked.message }
  const id = String(store.state.nextAccountId++)
  const account: Account = {
    ...NEW_ACCOUNT_LOOK,
    id,
    screenName,
    name: screenName,
    description: '',
    location: '',
    url: '',
    protected: isProtected,
    verified,
    email: `${screenName.toLowerCase()}@sandbox.example`,
    createdAtMs: store.clock(),
    followersCount: 0,
    friendsCount: 0,
    ...checked.values,
  }
  store.state.accounts.push(account)
  store.changed()
  return { ok: true, account }
}
