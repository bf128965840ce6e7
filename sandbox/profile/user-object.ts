import type { Account } from '../state/schema'
import { NEW_ACCOUNT_LOOK } from '../state/seed'
import type { Store } from '../state/store'
import { codePoints, linkEntity, shortenLinks } from './links'

export interface UserObjectOptions {
  /** `http://127.0.0.1:4010/media`: where the pictures' addresses begin. */
  mediaBase: string
  includeEntities: boolean
  skipStatus: boolean
  /** `tweet_mode=extended`: the post has `full_text` and `display_text_range` in the place of `text`. */
  isExtended?: boolean
  /** verify_credentials adds `suspended` and `needs_phone_verification`. */
  forVerifyCredentials?: boolean
  includeEmail?: boolean
  /** True when nobody in particular asks: what they would see of the relation to them is null. */
  forApp?: boolean
}

/** X's User object of API v1.1, every field, in X's order. Values are not HTML-escaped. */
export function userObject(
  store: Store,
  account: Account,
  options: UserObjectOptions,
): Record<string, unknown> {
  const description = shortenLinks(store, account.description)
  const website = account.url === '' ? null : linkEntity(store, account.url, 0)
  const avatar = avatarUrl(account, options.mediaBase)
  const background = account.background === null ? null : `${options.mediaBase}/${account.background}`
  const relation = options.forApp ? null : false
  const status = account.status !== null && !account.protected ? account.status : null
  return {
    id: Number(account.id),
    id_str: account.id,
    name: account.name,
    screen_name: account.screenName,
    location: account.location,
    profile_location: null,
    description: description.text,
    url: website?.url ?? null,
    ...(options.includeEntities && {
      entities: { ...(website && { url: { urls: [website] } }), description: { urls: description.urls } },
    }),
    protected: account.protected,
    followers_count: account.followersCount,
    friends_count: account.friendsCount,
    listed_count: 0,
    created_at: xDate(account.createdAtMs),
    favourites_count: 0,
    utc_offset: null,
    time_zone: null,
    geo_enabled: false,
    verified: account.verified,
    statuses_count: account.status === null ? 0 : 1,
    lang: null,
    ...(status && !options.skipStatus && { status: statusObject(status, options.isExtended) }),
    contributors_enabled: false,
    is_translator: false,
    is_translation_enabled: false,
    profile_background_color: account.backgroundColor,
    profile_background_image_url: background,
    profile_background_image_url_https: background,
    profile_background_tile: account.tile,
    profile_image_url: avatar,
    profile_image_url_https: avatar,
    // X leaves the key out when there is no header; a null would be kinder than X.
    ...(account.banner !== null && { profile_banner_url: `${options.mediaBase}/${account.banner}` }),
    profile_link_color: account.linkColor,
    profile_sidebar_border_color: account.sidebarBorderColor,
    profile_sidebar_fill_color: account.sidebarFillColor,
    profile_text_color: account.textColor,
    profile_use_background_image: account.useBackground,
    has_extended_profile: false,
    default_profile: account.background === null && account.linkColor === NEW_ACCOUNT_LOOK.linkColor,
    default_profile_image: account.avatar === null,
    following: relation,
    follow_request_sent: relation,
    notifications: relation,
    translator_type: 'none',
    withheld_in_countries: [],
    ...(options.forVerifyCredentials && { suspended: false, needs_phone_verification: false }),
    ...(options.includeEmail && { email: account.email }),
  }
}

/** What X's documents of 2018 call deprecated, with the value null. Live answers kept most of them. */
const DEPRECATED = [
  'is_translator',
  'profile_background_color',
  'profile_background_image_url',
  'profile_background_image_url_https',
  'profile_background_tile',
  'profile_image_url',
  'profile_link_color',
  'profile_sidebar_border_color',
  'profile_sidebar_fill_color',
  'profile_text_color',
  'profile_use_background_image',
  'has_extended_profile',
  'following',
  'follow_request_sent',
  'notifications',
  'translator_type',
] as const

/** The User object as clients receive it: with deprecated fields null where that is set. */
export function clientUser(
  store: Store,
  account: Account,
  options: UserObjectOptions,
): Record<string, unknown> {
  const user = userObject(store, account, options)
  if (store.state.settings.deprecated_fields === 'values') return user
  return { ...user, ...Object.fromEntries(DEPRECATED.map((field) => [field, null])) }
}

/** Where the 48 px photo is; the default one when none was ever uploaded. */
export function avatarUrl(account: Account, mediaBase: string): string {
  const path = account.avatar ?? 'sticky/default_profile_images/default_profile.png'
  return `${mediaBase}/${path.replace(/\.(png|jpg|gif)$/, '_normal.$1')}`
}

/** `Sat Dec 14 04:35:55 +0000 2013`. */
export function xDate(ms: number): string {
  const [weekday = '', day = '', month = '', year = '', time = ''] = new Date(ms).toUTCString().split(/,? /)
  return `${weekday} ${month} ${day} ${time} +0000 ${year}`
}

function statusObject(status: NonNullable<Account['status']>, isExtended = false): Record<string, unknown> {
  return {
    created_at: xDate(status.createdAtMs),
    id: Number(status.id),
    id_str: status.id,
    ...(!isExtended && { text: status.text }),
    ...(isExtended && { full_text: status.text }),
    truncated: false,
    ...(isExtended && { display_text_range: [0, codePoints(status.text)] }),
    entities: { hashtags: [], symbols: [], user_mentions: [], urls: [] },
    source: '<a href="https://wren.example/" rel="nofollow">Sandbox</a>',
    in_reply_to_status_id: null,
    in_reply_to_status_id_str: null,
    in_reply_to_user_id: null,
    in_reply_to_user_id_str: null,
    in_reply_to_screen_name: null,
    geo: null,
    coordinates: null,
    place: null,
    contributors: null,
    is_quote_status: false,
    retweet_count: 0,
    favorite_count: 0,
    favorited: false,
    retweeted: false,
    lang: 'en',
  }
}
