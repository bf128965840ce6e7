import { ClassicView } from './classic-view'
import { CoveredHeader } from './covered-header'
import { PhoneView } from './phone-view'
import { PhotoSizes } from './photo-sizes'

/** What the preview shows beyond the desktop's view, fetched together once the page stands. */
export const MORE_VIEWS = { PhoneView, ClassicView, PhotoSizes, CoveredHeader }
