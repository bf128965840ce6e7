import { z } from 'zod/mini'
import type { Result } from '@/lib/result'
import { err, ok } from '@/lib/result'
import type { ServerKind } from '@/lib/server-kinds'
import { boundedText } from './bounded-text'
import { hexColor } from './link-color'
import type { Profile } from './profile'

/** A longer id or handle is nobody's. */
const ID_MAX_UNITS = 100

/** A longer address is cut short by somebody on the way. */
const ADDRESS_MAX_UNITS = 2000

/** More links than this fit into no text. */
const MAX_LINKS = 100

const LinkSchema = z.object({
  url: z.string(),
  expanded_url: z.nullish(z.string()),
  display_url: z.nullish(z.string()),
  indices: z.optional(z.tuple([z.number(), z.number()])),
})
type Link = z.infer<typeof LinkSchema>

const LinksSchema = z.optional(z.object({ urls: z.optional(z.array(LinkSchema)) }))

/**
 * The fields of upstream's User object that the editor reads. Everything else may come or go, so that a new
 * field of theirs is not our outage; a null, an empty and a missing field mean the same.
 * Source: X API v1.1, User object.
 */
export const UserSchema = z.object({
  id_str: z.string(),
  screen_name: z.string(),
  name: z.string(),
  description: z.nullish(z.string()),
  location: z.nullish(z.string()),
  url: z.nullish(z.string()),
  entities: z.optional(z.object({ url: LinksSchema, description: LinksSchema })),
  protected: z.nullish(z.boolean()),
  verified: z.nullish(z.boolean()),
  created_at: z.nullish(z.string()),
  default_profile_image: z.nullish(z.boolean()),
  profile_image_url_https: z.nullish(z.string()),
  profile_image_url_profile_size: z.nullish(z.string()),
  profile_image_url_original: z.nullish(z.string()),
  profile_banner_url: z.nullish(z.string()),
  profile_background_color: z.nullish(z.string()),
  profile_link_color: z.nullish(z.string()),
  /** GNU social's; false while nobody has chosen one. */
  linkcolor: z.nullish(z.union([z.string(), z.boolean()])),
  profile_background_image_url_https: z.nullish(z.string()),
  profile_background_tile: z.nullish(z.boolean()),
  profile_use_background_image: z.nullish(z.boolean()),
})
export type User = z.infer<typeof UserSchema>

/** A User object as X had it at first, and as StatusNet and GNU social have it still. */
const OldUserSchema = z.object({
  id: z.int(),
  profile_image_url: z.nullish(z.string()),
  profile_background_image_url: z.nullish(z.string()),
})

/** Names the id and the pictures of an old User object as X does today; leaves everything else as it is. */
function inTodaysWords(json: unknown): unknown {
  if (typeof json !== 'object' || json === null || 'id_str' in json) return json
  const old = OldUserSchema.safeParse(json)
  if (!old.success) return json
  return {
    profile_image_url_https: old.data.profile_image_url,
    profile_background_image_url_https: old.data.profile_background_image_url,
    ...json,
    id_str: String(old.data.id),
  }
}

/** Reads a User object from parsed JSON; the error names the first field that is not as agreed. */
export function readUser(json: unknown): Result<User, string> {
  const parsed = UserSchema.safeParse(inTodaysWords(json))
  if (!parsed.success) return err(parsed.error.issues[0]?.path.join('.') || 'the answer itself')
  const wrongId = IDS.find((field) => parsed.data[field].length > ID_MAX_UNITS)
  return wrongId ? err(wrongId) : ok(bounded(parsed.data))
}

const IDS = ['id_str', 'screen_name'] as const
const TEXTS = ['id_str', 'screen_name', 'name', 'description', 'location', 'url', 'created_at'] as const
const ADDRESSES = [
  'profile_image_url_https',
  'profile_image_url_profile_size',
  'profile_image_url_original',
  'profile_banner_url',
  'profile_background_image_url_https',
] as const

/** A User whose texts are well-formed, and no longer than can be shown and compared: a server may send anything. */
function bounded(user: User): User {
  for (const field of TEXTS) {
    const text = user[field]
    if (text) user[field] = boundedText(text)
  }
  for (const field of ADDRESSES) {
    const address = user[field]
    if (address) user[field] = address.length > ADDRESS_MAX_UNITS ? null : boundedText(address)
  }
  return user
}

/** How a kind of server writes a User object. */
export type UserFormat = Pick<ServerKind, 'escapesTexts' | 'suffixesPhotos'>

/**
 * The profile a User object of such a server tells of. The one place where upstream's spelling ends. What a server leaves
 * out is not known: a background it cannot hide is shown, and a picture of its own is nobody's photo.
 */
export function profileFromUser(user: User, kind: UserFormat): Profile {
  const { escapesTexts } = kind
  const [avatarUrl = null] = photoAddresses(user, kind)
  const avatarSidePixels = avatarUrl ? smallSideOf(avatarUrl, user) : undefined
  const plain = escapesTexts ? unescapeText : (text: string) => text
  return {
    id: user.id_str,
    handle: user.screen_name,
    joinedAt: isoTime(user.created_at),
    isProtected: user.protected ?? false,
    isVerified: user.verified ?? false,
    name: plain(user.name),
    bio: withLinksPutBack(user.description ?? '', user.entities?.description?.urls ?? [], plain),
    location: plain(user.location ?? ''),
    website: withLinksPutBack(user.url ?? '', user.entities?.url?.urls ?? [], plain, 'whole address'),
    avatarUrl,
    ...(avatarSidePixels && { avatarSidePixels }),
    bannerUrl: user.profile_banner_url ? `${user.profile_banner_url}/1500x500` : null,
    backgroundUrl: ownBackground(user.profile_background_image_url_https),
    backgroundColor: cssColor(user.profile_background_color),
    linkColor: hexColor(user.profile_link_color || String(user.linkcolor ?? '')) ?? '',
    tileBackground: user.profile_background_tile ?? false,
    showBackground: user.profile_use_background_image ?? true,
  }
}

/** Undoes the three escapes X applies to text, once: `&amp;lt;` is somebody's `&lt;`. */
function unescapeText(text: string): string {
  const plain: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' }
  return text.replace(/&(?:lt|gt|amp);/g, (escaped) => plain[escaped] ?? escaped)
}

/**
 * Puts the short links of a text back to what the person wrote, and undoes the escapes between them.
 * The links are found by their own text, in order, and not by their indices alone: servers disagree whether
 * indices count escaped or plain text, and a wrong one would cut a sentence in two.
 */
function withLinksPutBack(
  text: string,
  links: Link[],
  plain: (text: string) => string,
  form: 'as written' | 'whole address' = 'as written',
) {
  const inOrder = links.slice(0, MAX_LINKS).sort((a, b) => (a.indices?.[0] ?? 0) - (b.indices?.[0] ?? 0))
  let rest = text
  let written = ''
  for (const link of inOrder) {
    const at = link.url === '' ? -1 : rest.indexOf(link.url)
    if (at < 0) continue
    written += plain(rest.slice(0, at)) + (form === 'as written' ? linkAsWritten(link) : longLink(link))
    rest = rest.slice(at + link.url.length)
  }
  return boundedText(written + plain(rest))
}

const longLink = (link: Link) => link.expanded_url || link.url

/** A link without a scheme gets `http://` from X; it goes back to the bare form, which is what fits the limit. */
function linkAsWritten(link: Link): string {
  return link.display_url && link.expanded_url === `http://${link.display_url}`
    ? link.display_url
    : longLink(link)
}

/** The sides of the photos that GNU social and StatusNet name without saying how large they are. Recorded. */
const SMALL_SIDES_PIXELS = { profile_image_url_profile_size: 96, profile_image_url_https: 48 } as const

/** What a server shows for whoever has no photo; X tells them by `default_profile_image` too. */
const STOCK_PHOTO = /\/default[-_](?:avatar|profile)[-_.][^/]+$/

/**
 * Where a person's own photo can be had, the largest first; none while they have none. X names only its 48-pixel variant.
 */
export function photoAddresses(user: User, { suffixesPhotos }: Pick<UserFormat, 'suffixesPhotos'>): string[] {
  if (user.default_profile_image) return []
  const { profile_image_url_original: original, profile_image_url_https: small } = user
  const unsuffixed = suffixesPhotos ? small?.replace(/_normal(\.\w+)?$/, '$1') : null
  const named = [original, user.profile_image_url_profile_size, unsuffixed, small]
  const own = named.flatMap((address) => address || [])
  return [...new Set(own)].filter((address) => !STOCK_PHOTO.test(address))
}

/** The side of the photo at this address, where it is one of the small ones. */
function smallSideOf(address: string, user: User): number | undefined {
  if (address === user.profile_image_url_original || 'default_profile_image' in user) return undefined
  if (address === user.profile_image_url_profile_size)
    return SMALL_SIDES_PIXELS.profile_image_url_profile_size
  return address === user.profile_image_url_https ? SMALL_SIDES_PIXELS.profile_image_url_https : undefined
}

/** Theme pictures belong to the server, not to the person. */
function ownBackground(url: string | null | undefined): string | null {
  return url && !url.includes('/images/themes/') ? url : null
}

/** X writes six hex digits without `#`, StatusNet with it. */
function cssColor(color: string | null | undefined): string {
  const digits = color?.replace(/^#/, '') ?? ''
  return /^[0-9a-f]{6}$/i.test(digits) ? `#${digits.toUpperCase()}` : '#C0DEED'
}

function isoTime(createdAt: string | null | undefined): string | null {
  const time = createdAt ? Date.parse(createdAt) : Number.NaN
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}
