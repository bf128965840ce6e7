/** The three pictures of a profile, in the order in which they are sent. */
export const SLOTS = ['avatar', 'banner', 'background'] as const
export type Slot = (typeof SLOTS)[number]

/** What one upstream call publishes, in the order in which parts are sent. */
export const PARTS = ['text', ...SLOTS] as const
export type Part = (typeof PARTS)[number]

/** The picture formats X takes, as browsers name them. */
export const PICTURE_TYPES = ['image/jpeg', 'image/png', 'image/gif'] as const
export type PictureType = (typeof PICTURE_TYPES)[number]

export const PICTURE_TYPE_NAMES: Record<PictureType, string> = {
  'image/jpeg': 'JPEG',
  'image/png': 'PNG',
  'image/gif': 'GIF',
}

/** How the names of their files end. */
export const PICTURE_ENDINGS: Record<PictureType, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
}

/**
 * The largest profile photo, in bytes. X says "less than 700 kilobytes" and does not define the kilobyte; 1000 is
 * the smaller reading.
 * Source: X API v1.1, account/update_profile_image.
 */
export const AVATAR_MAX_BYTES = 700_000

/**
 * The largest header image, in bytes. X's page names no number; guides quote 2 and 5 MB, and a header of
 * 1500 × 500 pixels fits into the smaller one at any quality.
 */
export const BANNER_MAX_BYTES = 2_000_000

/**
 * The largest background image, in bytes: "less than 800 kilobytes", read as above.
 * Source: X API v1.1, account/update_profile_background_image.
 */
export const BACKGROUND_MAX_BYTES = 800_000

/** Wider backgrounds are scaled down to this by X itself. Same source. */
const BACKGROUND_MAX_WIDTH_PIXELS = 2048

/**
 * What a picture is made into for its slot: the largest pixels it is given, and the bytes it stays within, a little
 * under the server's limit. A photo and a header have exactly this shape; a background only stays within it.
 * Sources: X keeps photos at 400 × 400 and headers at 1500 × 500, and scales wider backgrounds down.
 */
export const SLOT_TARGETS: Record<Slot, PixelSize & { maxBytes: number }> = {
  avatar: { widthPixels: 400, heightPixels: 400, maxBytes: 690_000 },
  banner: { widthPixels: 1500, heightPixels: 500, maxBytes: 1_900_000 },
  background: {
    widthPixels: BACKGROUND_MAX_WIDTH_PIXELS,
    heightPixels: BACKGROUND_MAX_WIDTH_PIXELS,
    maxBytes: 790_000,
  },
}

/** A picture's size in its own pixels. */
export interface PixelSize {
  widthPixels: number
  heightPixels: number
}

/** What is known of a chosen picture from its first bytes, before anything is decoded. */
export interface PictureFacts extends PixelSize {
  type: PictureType
}

/** The most pixels of a picture that a list draws as it is; a server of X's kind takes no larger one from us. */
const LISTED_PICTURE_MAX_PIXELS = 4096 * 4096

/** Whether a list shows something else in a picture's place, so that it stays quick and within a device's memory. */
export const isTooLargeForLists = ({ widthPixels, heightPixels }: PixelSize): boolean =>
  widthPixels * heightPixels > LISTED_PICTURE_MAX_PIXELS
