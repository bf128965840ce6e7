/** The quills end at x 25, 172 and 323 of the drawing's 440. */
const LABELS = [
  { label: 'Profile photo', place: 'left-[5.68%]' },
  { label: 'Header image', place: 'left-[39.1%]' },
  { label: 'Background image', place: 'left-[73.4%]' },
]

/** The three pictures of a profile as three feathers. Decoration beside its labels. */
export function FeatherPlate() {
  return (
    <div className="leaf-sign-in bg-surface px-6 py-4 shadow-plate sm:px-15 sm:py-12 forced-colors:border">
      <div className="mx-auto w-full max-w-110">
        <img
          src="/feathers.svg"
          alt=""
          width={440}
          height={512}
          className="mx-auto h-auto max-sm:h-44 max-sm:w-auto"
        />
        <ul className="relative mt-2 h-14 text-note font-firm text-ink-2 max-sm:hidden">
          {LABELS.map(({ label, place }) => (
            <li
              key={label}
              className={`absolute flex -translate-x-1/2 flex-col items-center gap-3 whitespace-nowrap ${place}`}
            >
              <span aria-hidden="true" className="h-5 w-px bg-line-strong" />
              <span>{label}</span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
