import { z } from 'zod'
import { revokeGrants } from '../oauth/grants'
import { checkProfileText, type ProfileText } from '../profile/text-rules'
import {
  type AccessToken,
  type Account,
  APP,
  accessLevels,
  accountStandings,
  profileTexts,
} from '../state/schema'
import { NEW_ACCOUNT_LOOK, seedState } from '../state/seed'
import { accessTokenFor, accountById, accountByScreenName, createStore, type Store } from '../state/store'
import { type ControlResult, controlError, type FieldError, limitError, schemaError } from './errors'

/**
 * An account with the keys to act for it, as the control API returns it. Issues a token first when the last one was revoked: the list is there to sign calls with. Not for an account that
 * was made to have a revoked one.
 */
export function accountKeys(store: Store, account: Account) {
  const token = revokedToken(store, account) ?? accessTokenFor(store, account, account.listedAccess)
  return {
    id_str: account.id,
    screen_name: account.screenName,
    name: account.name,
    access_token: token.token,
    access_token_secret: token.secret,
  }
}

function revokedToken(store: Store, account: Account): AccessToken | null {
  if (!account.keysRevoked) return null
  return (
    store.state.accessTokens.find(
      (token) => token.accountId === account.id && token.consumerKey === APP.consumerKey && token.revoked,
    ) ?? null
  )
}

/** Paths of the sandbox that a public page of the same name would hide. */
const RESERVED_NAMES = new Set(['__sandbox', 'api', 'assets', 'media', 'oauth', 'oauth2', 'i', '1', '2'])

/** Each may have three pictures and some that were replaced. */
const MAX_ACCOUNTS = 5_000

/** What an account can be made with, and changed to later. */
export const accountChangeSchema = z.strictObject({
  name: z.string().optional().describe('Left out, the screen name'),
  location: z.string().optional(),
  url: z.string().optional(),
  email: z.string().max(254).nullable().optional(),
  standing: z.enum(accountStandings).optional().describe('suspended: 403, code 64; locked: 403, code 326'),
  access: z.enum(accessLevels).optional().describe('Of the token that is listed'),
  description: z.string().optional(),
  protected: z.boolean().optional(),
  verified: z.boolean().optional(),
  revoked: z.boolean().optional().describe('its tokens: 401, code 89'),
})

export const newAccountSchema = z.strictObject({
  screen_name: z
    .string()
    .regex(/^[A-Za-z0-9_]{1,15}$/, 'screen_name is 1 to 15 letters, digits or underscores')
    .describe('1 to 15 letters, digits or underscores'),
  id_str: z
    .string()
    .regex(/^[1-9]\d{0,18}$/, 'id_str is a number of at most 19 digits, as text')
    .optional()
    .describe('Left out, the next one'),
  ...accountChangeSchema.shape,
})

/** Adds an account. Its texts obey the same rules as update_profile. */
export function addAccount(store: Store, request: unknown): ControlResult<Account> {
  const parsed = newAccountSchema.safeParse(request)
  if (!parsed.success) return schemaError(parsed.error)
  const {
    screen_name: screenName,
    protected: isProtected = false,
    verified = false,
    standing = 'active',
    access = 'read-write',
    revoked = false,
    id_str: wantedId,
    email = `${screenName.toLowerCase()}@sandbox.example`,
    ...text
  } = parsed.data
  if (RESERVED_NAMES.has(screenName.toLowerCase())) {
    return controlError(`${screenName} is a path of the sandbox itself.`, 'screen_name')
  }
  if (accountByScreenName(store, screenName)) {
    return { ...controlError(`There is an account named ${screenName} already.`, 'screen_name'), status: 409 }
  }
  if (wantedId !== undefined && accountById(store, wantedId)) {
    return { ...controlError(`There is an account with the id ${wantedId} already.`, 'id_str'), status: 409 }
  }
  if (store.state.accounts.length >= MAX_ACCOUNTS)
    return { ...limitError('accounts', MAX_ACCOUNTS), status: 409 }
  const checked = checkProfileText(store, { ...text, name: text.name ?? screenName })
  if (!checked.ok) {
    return { ok: false, message: checked.message, problems: textProblems(store, text) }
  }
  const id = wantedId ?? freeId(store)
  const account: Account = {
    ...NEW_ACCOUNT_LOOK,
    standing,
    listedAccess: access,
    keysRevoked: revoked,
    id,
    screenName,
    name: screenName,
    description: '',
    location: '',
    url: '',
    protected: isProtected,
    verified,
    email,
    createdAtMs: store.clock(),
    followersCount: 0,
    friendsCount: 0,
    ...checked.values,
  }
  store.state.accounts.push(account)
  if (revoked) accessTokenFor(store, account, access).revoked = true
  store.changed()
  return { ok: true, value: account, status: 201 }
}

/**
 * Changes what is named of an account and leaves the rest; all or nothing. Tokens that were issued keep their access,
 * as on X: `access` is that of the token the list shows from now on. `revoked` ends every token of the account, as
 * when a person takes back what they allowed.
 */
export function changeAccount(store: Store, screenName: string, request: unknown): ControlResult<Account> {
  const account = accountByScreenName(store, screenName)
  if (!account) return { ...controlError(`There is no account named ${screenName}.`), status: 404 }
  const parsed = accountChangeSchema.safeParse(request)
  if (!parsed.success) return schemaError(parsed.error)
  const { standing, access, revoked, protected: isProtected, verified, email, ...text } = parsed.data
  if (Object.keys(parsed.data).length === 0) {
    const names = Object.keys(accountChangeSchema.shape)
    return controlError(`Name at least one of: ${names.join(', ')}.`)
  }
  const checked = checkProfileText(store, text)
  if (!checked.ok) {
    return { ok: false, message: checked.message, problems: textProblems(store, text) }
  }
  Object.assign(account, checked.values)
  account.emptiedTexts = account.emptiedTexts.filter((field) => text[field] === undefined)
  if (isProtected !== undefined) account.protected = isProtected
  if (verified !== undefined) account.verified = verified
  if (email !== undefined) account.email = email
  if (standing !== undefined) account.standing = standing
  if (access !== undefined) account.listedAccess = access
  if (revoked === true) revokeAll(store, account)
  if (revoked !== undefined) account.keysRevoked = revoked
  store.changed()
  return { ok: true, value: account }
}

function revokeAll(store: Store, account: Account): void {
  // The list has a dead token to show even when the account had none.
  accessTokenFor(store, account, account.listedAccess)
  for (const token of store.state.accessTokens) {
    if (token.accountId === account.id) token.revoked = true
  }
  revokeGrants(store, ({ accountId }) => accountId === account.id)
}

/** Every wrong text at its own field; X's sentence names the first alone. */
function textProblems(store: Store, text: ProfileText): FieldError[] {
  return profileTexts.flatMap((field) => {
    const checked = checkProfileText(store, { [field]: text[field] })
    return checked.ok ? [] : [{ field, sentence: checked.message.replace('Account update failed: ', '') }]
  })
}

function freeId(store: Store): string {
  let id = String(store.state.nextAccountId++)
  while (accountById(store, id)) id = String(store.state.nextAccountId++)
  return id
}

const seedFileSchema = z.strictObject({ accounts: z.array(z.looseObject({ screen_name: z.string() })) })

/** What a seed file asks for; each has the fields of `POST /__sandbox/accounts`. */
export type SeedAccount = z.infer<typeof seedFileSchema>['accounts'][number]

export type SeedAccountsResult =
  | { ok: true; accounts: readonly SeedAccount[] }
  | { ok: false; message: string }

/** Checks the accounts of a seed file by adding them to a sandbox of its own. The first wrong one is named. */
export function readSeedAccounts(file: unknown): SeedAccountsResult {
  const parsed = seedFileSchema.safeParse(file)
  if (!parsed.success) return { ok: false, message: z.prettifyError(parsed.error) }
  const { accounts } = parsed.data
  const scratch = createStore(Date.now, seedState())
  for (const [index, account] of accounts.entries()) {
    const result = addAccount(scratch, account)
    if (!result.ok) return { ok: false, message: `Account ${index + 1}: ${result.message}` }
  }
  return { ok: true, accounts }
}

/** Adds those that are not there yet. Tells in sentences which could not be added. */
export function addSeedAccounts(store: Store, accounts: readonly SeedAccount[]): string[] {
  return accounts.flatMap((account) => {
    if (accountByScreenName(store, account.screen_name)) return []
    const result = addAccount(store, account)
    return result.ok ? [] : [`${account.screen_name} of the seed file was left out: ${result.message}`]
  })
}
