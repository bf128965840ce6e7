import type { ReactElement } from 'react'
import type { Elements } from '@/components/ui/elements'
import type { Slot } from '@/lib/profile/slots'
import { PlacedPicture } from './placed-picture'
import type { Crop } from './use-crop'

interface SmallPlacesProps {
  crop: Crop
  /** Null while it is being made; its place is kept. */
  copy: { url: string; widthPixels: number; heightPixels: number } | null
}

/** The picture as large as it is seen elsewhere: the photo's circles, or the header on a phone. */
export function SmallPlaces({ crop, copy }: SmallPlacesProps) {
  const placed = copy && <PlacedPicture url={copy.url} picture={copy} placement={crop.placement} />
  return PLACES[crop.slot](placed)
}

/** On X: the page of a profile, its card, a timeline, the smallest lists. */
const CIRCLES = ['size-[134px]', 'size-[73px]', 'size-[48px]', 'size-[24px]']

const PLACES: Record<Slot, (placed: Elements) => ReactElement | null> = {
  avatar: (placed) => (
    <Section title="In the places it is seen">
      <div className="flex flex-wrap items-end gap-3">
        {CIRCLES.map((size) => (
          <div key={size} className={`${size} relative shrink-0 overflow-hidden rounded-full bg-sunk`}>
            {placed}
          </div>
        ))}
      </div>
    </Section>
  ),
  banner: (placed) => (
    <Section title="On a phone">
      <div className="relative mb-9 w-[360px] max-w-full">
        <div className="relative aspect-3/1 overflow-hidden rounded-chip bg-sunk">{placed}</div>
        <div className="hatched absolute -bottom-9 left-4 size-[76px] rounded-full border-4 border-surface bg-accent-soft" />
      </div>
    </Section>
  ),
  background: () => null,
}

function Section({ title, children }: { title: string; children: Elements }) {
  return (
    <section className="mt-6 border-t border-line pt-5">
      <h3 className="mb-3 font-strong">{title}</h3>
      {children}
    </section>
  )
}
