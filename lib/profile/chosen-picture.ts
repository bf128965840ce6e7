import type { Placement } from './crop-geometry'
import type { PictureFacts, PixelSize } from './slots'

/** Heavier than any picture a phone takes; such a file is not even read. */
export const MAX_FILE_BYTES = 30_000_000

/** What a file can tell about a person besides its picture. */
export type HiddenData = 'place' | 'time' | 'device' | 'person' | 'other'

/** The file a person chose, as it came, with its size held upright. Kept so that it can be cropped again. */
export interface PictureSource extends PixelSize {
  file: File
  /** What its bytes say it is, as people call it: `HEIC`, `JPEG`. */
  typeName: string
}

/** Something a person should know about how their picture was prepared. */
export type PictureNote =
  /** An animation became its first frame. */
  | { kind: 'first_frame' }
  /** The picture has fewer pixels than the slot shows, and was not enlarged. */
  | { kind: 'soft' }
  /** To stay within the bytes it was made smaller than the slot takes. */
  | { kind: 'made_smaller'; widthPixels: number }
  /** The name promises another type than the bytes are. */
  | { kind: 'misnamed' }
  | VisibilityNote

/** As good as nothing of the picture can be seen, which is said before it is published, too. */
export type VisibilityNote =
  /** It lets the page through, or has its colour. */
  | { kind: 'invisible'; on: 'any' | 'white' | 'black' }
  /** The first frame of an animation shows nothing yet. */
  | { kind: 'plain_first_frame' }
  /** A few pixels wide or high. */
  | { kind: 'thin' }

/** A picture a person has chosen, prepared for its slot, and not yet published. */
export interface ChosenPicture extends PictureFacts {
  /** The very bytes that will be sent. */
  file: File
  source: PictureSource
  /** Null while nothing was cropped, turned or mirrored. */
  placement: Placement | null
  /** True when the pixels are the source's own: at most hidden data was cut out of the file. */
  isUntouched: boolean
  /** What was found in the source and is not in `file`. */
  removed: HiddenData[]
  notes: PictureNote[]
}

/** Why a chosen file cannot become a picture of the profile. */
export type PictureProblem =
  | { rule: 'several_files'; count: number }
  | { rule: 'unreadable' }
  | { rule: 'empty' }
  /** `typeName` is what it is instead, where its bytes tell: `PDF`, `SVG`, `web page`. */
  | { rule: 'not_a_picture'; typeName: string | null }
  /** A picture or photo of a type that no browser opens: `TIFF`, `CR3`. */
  | { rule: 'unsupported_picture'; typeName: string }
  | { rule: 'damaged' }
  /** The file is heavier than what is opened here. */
  | { rule: 'too_heavy'; bytes: number }
  | { rule: 'too_many_pixels'; megapixels: number }
  /** One side is longer than what browsers can draw. */
  | { rule: 'too_long'; sidePixels: number }
  | { rule: 'too_small'; widthPixels: number; heightPixels: number }
  /** A good file of a type this browser cannot open. */
  | { rule: 'no_decoder'; typeName: string }
  /** Even at the lowest quality it does not fit. */
  | { rule: 'cannot_fit'; maxBytes: number }
  /** The browser changes what is drawn, and there is no way around it for this picture. */
  | { rule: 'canvas_protected' }
  | { rule: 'took_too_long' }
  /** The browser did not start what opens pictures. */
  | { rule: 'no_worker' }
  | { rule: 'out_of_memory' }

/** What is being done to a picture; one that has to be fitted into its bytes can take several attempts. */
export type PreparingProgress =
  | { step: 'opening' | 'opening_slowly' | 'loading_decoder' | 'converting' | 'resizing' }
  | { step: 'fitting'; attempt: number; maxBytes: number }
