import type { Account, CompatibleServer } from '../state'
import type { Store } from '../store'
import { type UserObjectOptions, userObject } from './user-object'

/** What StatusNet and GNU social tell of an account as X does. Of entities, headers and 64-bit ids they know nothing. */
const AS_ON_X = [
  'id',
  'name',
  'screen_name',
  'profile_image_url',
  'protected',
  'followers_count',
  'friends_count',
  'created_at',
  'favourites_count',
  'statuses_count',
  'following',
  'notifications',
  'status',
] as const

const COLOURS = [
  'profile_link_color',
  'profile_text_color',
  'profile_sidebar_fill_color',
  'profile_sidebar_border_color',
  'profile_background_color',
] as const

/** The User object of these servers: links are as typed, colours begin with `#`, an empty text is null. */
export function compatibleUser(
  store: Store,
  account: Account,
  { mediaBase, server }: Pick<UserObjectOptions, 'mediaBase'> & { server: CompatibleServer },
): Record<string, unknown> {
  const user = userObject(store, account, { mediaBase, includeEntities: false, skipStatus: false })
  const shared = {
    ...Object.fromEntries(AS_ON_X.flatMap((key) => (key in user ? [[key, user[key]]] : []))),
    location: account.location || null,
    description: account.description || null,
    url: account.url || null,
    // A string, unlike X's number.
    utc_offset: '0',
    time_zone: 'UTC',
  }
  return server === 'statusnet'
    ? { ...shared, ...statusNetOnly(account, user) }
    : { ...shared, ...gnuSocialOnly(account, user) }
}

function statusNetOnly(account: Account, user: Record<string, unknown>): Record<string, unknown> {
  return {
    ...Object.fromEntries(COLOURS.map((key) => [key, `#${user[key]}`])),
    profile_background_image_url: (account.useBackground && user.profile_background_image_url) || '',
    profile_background_tile: account.tile,
    profile_use_background_image: account.useBackground && account.background !== null,
    'statusnet:blocking': false,
  }
}

function gnuSocialOnly(account: Account, user: Record<string, unknown>): Record<string, unknown> {
  const shown = String(user.profile_image_url)
  return {
    profile_image_url_https: shown,
    profile_image_url_original: shown.replace(/_normal(\.\w+)$/, '$1'),
    linkcolor: account.linkColor,
    backgroundcolor: account.backgroundColor,
    statusnet_blocking: false,
  }
}
