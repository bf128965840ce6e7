import type { TextField } from '@/lib/profile/profile'
import type { Part, Slot } from '@/lib/profile/slots'

export const SERVER_KIND_IDS = ['x', 'gnusocial', 'statusnet'] as const
export type ServerKindId = (typeof SERVER_KIND_IDS)[number]

/** The longest text of a field: in characters as `countCharacters` counts them, or in bytes of UTF-8. */
export interface TextLimit {
  max: number
  unit: 'characters' | 'bytes'
}

/** How one kind of server differs from the others. Plain data, so that a page may be given it. */
export interface ServerKind {
  id: ServerKindId
  /** As people call it. */
  name: string
  /** Where its paths begin, below `X_API_ORIGIN`. */
  oauthPath: '/oauth' | '/api/oauth'
  accountPath: '/1.1/account' | '/api/account'
  /** The call that ends an access token; null where there is none. */
  revokePath: string | null
  hasApiV2: boolean
  /** Parts for which it has no call and never had one. */
  missingParts: readonly Part[]
  /** `<`, `>` and `&` are escaped in the texts of a User. */
  escapesTexts: boolean
  /** The name of a photo's 48-pixel variant ends in `_normal`, and without it is the original's. */
  suffixesPhotos: boolean
  /** Addresses in a bio, mentions and tags are shown as links, and long addresses cut short. */
  linksTexts: boolean
  /** `skip_status` leaves the last post out of a User. */
  skipsStatus: boolean
  /** A text sent empty is emptied. */
  clearsTexts: boolean
  /** Characters beyond the basic plane, emoji among them, are stored. */
  storesEmoji: boolean
  /** Whether the background is tiled, or shown, can be changed without sending a picture. */
  takesSwitchesAlone: boolean
  /** The background can be hidden. */
  hidesBackground: boolean
  /** A photo that is not square is squashed. */
  squashesPhotos: boolean
  /** The answer to a write may differ from what is stored, so the profile is read once more. */
  readProvesWrite: boolean
  /** The call that changes the colour of links, and how it takes six hex digits. */
  linkColorCall: {
    name: 'update_profile' | 'update_link_color' | 'update_profile_colors'
    parameter: 'profile_link_color' | 'linkcolor'
    prefix: '' | '#'
  }
  textLimits: Record<TextField, TextLimit>
  /** The largest pictures our routes pass on, in bytes. */
  pictureMaxBytes: Record<Slot, number>
}

/** What a MySQL column of the type TEXT holds. */
const TEXT_COLUMN: TextLimit = { max: 65_535, unit: 'bytes' }

const characters = (max: number): TextLimit => ({ max, unit: 'characters' })

/** Both servers take 8 MB, but hosts of this app take requests of 4.5 MB. */
const OTHERS_PICTURE_MAX_BYTES = 4_000_000

/** What GNU social and StatusNet have in common. Sources: answers recorded from 1.20.10 and 0.9.7. */
const COMMON = {
  oauthPath: '/api/oauth',
  accountPath: '/api/account',
  revokePath: null,
  hasApiV2: false,
  escapesTexts: false,
  suffixesPhotos: false,
  linksTexts: false,
  skipsStatus: false,
  squashesPhotos: true,
  readProvesWrite: true,
  pictureMaxBytes: {
    avatar: OTHERS_PICTURE_MAX_BYTES,
    banner: OTHERS_PICTURE_MAX_BYTES,
    background: OTHERS_PICTURE_MAX_BYTES,
  },
} as const

/**
 * Every kind of server this program speaks to, chosen by `X_SERVER`. What is not known beforehand, which parts X refuses
 * to this app, is learned from its responses: see docs/decisions/0015-server-capabilities.md.
 */
export const SERVER_KINDS: Record<ServerKindId, ServerKind> = {
  x: {
    id: 'x',
    name: 'X',
    oauthPath: '/oauth',
    accountPath: '/1.1/account',
    revokePath: '/1.1/oauth/invalidate_token.json',
    hasApiV2: true,
    missingParts: [],
    escapesTexts: true,
    suffixesPhotos: true,
    linksTexts: true,
    skipsStatus: true,
    clearsTexts: true,
    storesEmoji: true,
    takesSwitchesAlone: true,
    hidesBackground: true,
    squashesPhotos: false,
    readProvesWrite: false,
    // Source: X API v1.1, account/update_profile. API v2 has no call for it.
    linkColorCall: { name: 'update_profile', parameter: 'profile_link_color', prefix: '' },
    // Source: X API v1.1, account/update_profile (50 for the name since November 2017).
    textLimits: {
      name: characters(50),
      bio: characters(160),
      location: characters(30),
      website: characters(100),
    },
    // Source: X API v1.1, account/update_profile_image and update_profile_background_image. See lib/profile/slots.ts.
    pictureMaxBytes: { avatar: 700_000, banner: 2_000_000, background: 800_000 },
  },
  gnusocial: {
    ...COMMON,
    id: 'gnusocial',
    name: 'GNU social',
    missingParts: ['banner', 'background'],
    clearsTexts: true,
    storesEmoji: true,
    takesSwitchesAlone: false,
    hidesBackground: false,
    // Source: GNU social, actions/apiaccountupdatelinkcolor.php.
    linkColorCall: { name: 'update_link_color', parameter: 'linkcolor', prefix: '' },
    textLimits: { name: TEXT_COLUMN, bio: TEXT_COLUMN, location: TEXT_COLUMN, website: TEXT_COLUMN },
  },
  statusnet: {
    ...COMMON,
    id: 'statusnet',
    name: 'StatusNet',
    missingParts: ['banner'],
    clearsTexts: false,
    storesEmoji: false,
    takesSwitchesAlone: false,
    hidesBackground: false,
    // Source: StatusNet, actions/apiaccountupdateprofilecolors.php. Digits alone it would read as a decimal number.
    linkColorCall: { name: 'update_profile_colors', parameter: 'profile_link_color', prefix: '#' },
    textLimits: {
      name: characters(255),
      bio: TEXT_COLUMN,
      location: characters(255),
      website: characters(255),
    },
  },
}
