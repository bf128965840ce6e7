import type { Account, CompatibleServer } from '../state/schema'
import { NEW_ACCOUNT_LOOK } from '../state/seed'
import { avatarUrl, xDate } from './user-object'

/** The User object of GNU social and StatusNet, its keys in their order. */
export type CompatibleUser = Record<string, unknown>

/** PHP takes these two for "nothing there". */
const isFalsy = (text: string) => text === '' || text === '0'

/**
 * The User object as these servers answer it: every text letter for letter, links as they were typed, no entities.
 *
 * @param origin the address of the site, without a slash at its end. @param mediaBase as everywhere: below it are the
 * pictures.
 */
export function compatibleUser(
  account: Account,
  { server, origin, mediaBase }: { server: CompatibleServer; origin: string; mediaBase: string },
): CompatibleUser {
  const at = { account, origin, mediaBase }
  return server === 'gnusocial' ? gnuSocialUser(at) : statusNetUser(at)
}

interface Described {
  account: Account
  origin: string
  mediaBase: string
}

function gnuSocialUser({ account, origin, mediaBase }: Described): CompatibleUser {
  const photo = avatarUrl(account, mediaBase)
  const profileSize = photo.replace(/_normal(\.\w+)$/, '_x96$1')
  const isEmptied = (field: 'location' | 'description') => account.emptiedTexts.includes(field)
  const text = (field: 'location' | 'description') =>
    account[field] === '' && !isEmptied(field) ? null : account[field]
  return {
    id: Number(account.id),
    name: shownName(account),
    screen_name: account.screenName,
    location: text('location'),
    description: text('description'),
    profile_image_url: photo,
    profile_image_url_https: photo,
    profile_image_url_profile_size: profileSize,
    // Whoever never uploaded a photo has the stock picture of 96 pixels.
    profile_image_url_original: account.avatar === null ? profileSize : `${mediaBase}/${account.avatar}`,
    groups_count: 0,
    linkcolor: ownColor(account, 'linkColor') ?? false,
    backgroundcolor: ownColor(account, 'backgroundColor') ?? false,
    url: isFalsy(account.url) ? null : account.url,
    protected: account.protected,
    followers_count: account.followersCount,
    friends_count: account.friendsCount,
    created_at: xDate(account.createdAtMs),
    utc_offset: '0',
    time_zone: 'UTC',
    statuses_count: account.status === null ? 0 : 1,
    following: true,
    statusnet_blocking: false,
    notifications: true,
    ...(account.status !== null && { status: compatibleStatus(account, 'gnusocial', origin) }),
    statusnet_profile_url: `${origin}/${account.screenName}`,
    favourites_count: 0,
  }
}

function statusNetUser({ account, origin, mediaBase }: Described): CompatibleUser {
  const color = (field: ColorField) => {
    const own = ownColor(account, field)
    return own === null ? '' : `#${own}`
  }
  const isShown = account.background !== null && account.useBackground
  return {
    id: Number(account.id),
    name: shownName(account),
    screen_name: account.screenName,
    location: isFalsy(account.location) ? null : account.location,
    description: isFalsy(account.description) ? null : account.description,
    profile_image_url: avatarUrl(account, mediaBase),
    url: isFalsy(account.url) ? null : account.url,
    protected: account.protected,
    followers_count: account.followersCount,
    profile_background_color: color('backgroundColor'),
    profile_text_color: color('textColor'),
    profile_link_color: color('linkColor'),
    profile_sidebar_fill_color: color('sidebarFillColor'),
    profile_sidebar_border_color: color('sidebarBorderColor'),
    friends_count: account.friendsCount,
    created_at: xDate(account.createdAtMs),
    favourites_count: 0,
    utc_offset: '0',
    time_zone: 'UTC',
    profile_background_image_url: isShown ? `${mediaBase}/${account.background}` : '',
    profile_background_tile: account.tile,
    statuses_count: account.status === null ? 0 : 1,
    following: true,
    'statusnet:blocking': false,
    notifications: true,
    ...(account.status !== null && { status: compatibleStatus(account, 'statusnet', origin) }),
    statusnet_profile_url: `${origin}/${account.screenName}`,
  }
}

/** Whoever has no name is shown by the nickname. */
function shownName({ name, screenName }: Account): string {
  return isFalsy(name) ? screenName : name
}

type ColorField = 'backgroundColor' | 'linkColor' | 'textColor' | 'sidebarFillColor' | 'sidebarBorderColor'

/** Null for a colour nobody chose. What a chosen one looks like was not recorded. */
function ownColor(account: Account, field: ColorField): string | null {
  return account[field] === NEW_ACCOUNT_LOOK[field] ? null : account[field]
}

const APP_ADDRESS = 'https://plumage.example.org/'

/** The newest notice as it stands in a User object; null when there is none. */
export function compatibleStatus(
  { id: userId, status }: Account,
  server: CompatibleServer,
  origin: string,
): Record<string, unknown> | null {
  if (status === null) return null
  const first = {
    text: status.text,
    truncated: false,
    created_at: xDate(status.createdAtMs),
    in_reply_to_status_id: null,
  }
  const last = { id: Number(status.id), in_reply_to_user_id: null, in_reply_to_screen_name: null, geo: null }
  if (server === 'statusnet') {
    const source = `<a href="${APP_ADDRESS}" rel="nofollow">Plumage</a>`
    return { ...first, source, ...last, favorited: false, statusnet_html: null }
  }
  const day = new Date(status.createdAtMs).toISOString().slice(0, 10)
  return {
    ...first,
    uri: `tag:${new URL(origin).host},${day}:noticeId=${status.id}:objectType=note`,
    source: 'Plumage',
    source_link: APP_ADDRESS,
    ...last,
    statusnet_html: status.text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    statusnet_conversation_id: Number(userId),
    favorited: false,
    repeated: false,
  }
}

/** As XML, with the names of StatusNet's own fields in its namespace. */
export function userXml(user: CompatibleUser): string {
  const lines = Object.entries(user).flatMap(([key, value]) => {
    if (typeof value === 'object' && value !== null) return []
    const name = key.replace(/^statusnet[_:]/, 'statusnet:')
    return [` <${name}>${escapeXml(value === null ? '' : String(value))}</${name}>`]
  })
  const open = '<user xmlns:statusnet="http://status.net/schema/api/1/">'
  return `<?xml version="1.0" encoding="UTF-8"?>\n${open}\n${lines.join('\n')}\n</user>\n`
}

/** Text made safe for XML, without the characters that XML has none for. */
export function escapeXml(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}
