import { ClassicView } from './classic-view'
import { CoveredHeader } from './covered-header'
import { PhoneView } from './phone-view'
import { PhotoSizes } from './photo-sizes'
import type { PreviewSubject } from './preview-pictures'
import { CoveredToggle, PreviewSwitch, type PreviewView } from './preview-switch'

interface OtherViewProps {
  view: Exclude<PreviewView, 'desktop'>
  subject: PreviewSubject
  showsCovered: boolean
}

function OtherView({ view, ...rest }: OtherViewProps) {
  return view === 'phone' ? <PhoneView {...rest} /> : <ClassicView {...rest} />
}

/** What the preview shows beyond the desktop's view, fetched together once the page stands. */
export const MORE_VIEWS = { PreviewSwitch, OtherView, CoveredHeader, CoveredToggle, PhotoSizes }
