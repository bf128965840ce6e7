import type { Slot } from './slots'

/** The four texts of a profile, in the order a person meets them. */
export const TEXT_FIELDS = ['name', 'bio', 'location', 'website'] as const
export type TextField = (typeof TEXT_FIELDS)[number]

/** How upstream, and therefore our own routes, spell the four texts. */
export const PARAMETER_OF_FIELD = {
  name: 'name',
  bio: 'description',
  location: 'location',
  website: 'url',
} as const satisfies Record<TextField, string>
/** The colour of the links, which travels with the texts: three or six hex digits without a `#`. */
export const LINK_COLOR_PARAMETER = 'profile_link_color'
export type TextParameter = (typeof PARAMETER_OF_FIELD)[TextField] | typeof LINK_COLOR_PARAMETER

/** The field behind a parameter's name, or null when no field of the text part is spelled so. */
export function fieldOfParameter(parameter: string): TextField | 'linkColor' | null {
  if (parameter === LINK_COLOR_PARAMETER) return 'linkColor'
  return TEXT_FIELDS.find((field) => PARAMETER_OF_FIELD[field] === parameter) ?? null
}

/** What a profile, a draft of it and a look have alike. */
export interface ProfileValues {
  name: string
  bio: string
  location: string
  website: string
  tileBackground: boolean
  showBackground: boolean
  /** The colour of links, `#1D9BF0`, in a draft as it was typed; empty while nobody knows the published one. */
  linkColor: string
}

/** The profile as the server last told us. Texts are as the person wrote them: no short links, no escapes. */
export interface Profile extends ProfileValues {
  id: string
  /** Without the @. */
  handle: string
  /** ISO 8601, or null where the server does not say. */
  joinedAt: string | null
  isProtected: boolean
  isVerified: boolean
  /** The photo at its original size, or null while the account has none of its own. */
  avatarUrl: string | null
  /** The side of that photo, where the server tells of nothing larger than a small one. */
  avatarSidePixels?: number
  /** The header at 1500 × 500, or null. */
  bannerUrl: string | null
  backgroundUrl: string | null
  /** CSS colour behind the background image, for example `#37504F`. */
  backgroundColor: string
}

/** Where the published picture of a slot is, or null while the account has none of its own. */
export function publishedPicture(profile: Profile, slot: Slot): string | null {
  const { avatarUrl, bannerUrl, backgroundUrl } = profile
  return { avatar: avatarUrl, banner: bannerUrl, background: backgroundUrl }[slot]
}
