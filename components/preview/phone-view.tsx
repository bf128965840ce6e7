import { CoveredHeader } from './covered-header'
import type { PreviewSubject } from './preview-pictures'
import { ProfileCard } from './profile-card'

interface PhoneViewProps {
  subject: PreviewSubject
  showsCovered: boolean
}

/** The card on a phone 360 pixels wide, where a header is 360 × 120. */
export function PhoneView({ subject, showsCovered }: PhoneViewProps) {
  return (
    <div className="rounded-[4px_16px_4px_4px] bg-sunk sm:px-6 sm:pt-10 sm:pb-6">
      <div className="mx-auto max-w-90">
        {/* As high as the card of a full bio needs, which then moves nothing. */}
        <div className="lg:min-h-110">
          <ProfileCard
            subject={subject}
            shape="phone"
            overHeader={showsCovered && <CoveredHeader marksPhoto={false} />}
          />
        </div>
        <NoBackground />
      </div>
    </div>
  )
}

export function NoBackground() {
  return (
    <p className="pt-4 text-center text-hint text-ink-2 max-sm:pb-3 max-sm:text-hint-phone">
      Phones do not show a background.
    </p>
  )
}
