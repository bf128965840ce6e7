interface ViewProfileProps {
  /** As `profileAddress` gives it. */
  address: string
  className?: string
}

/** Leads to the profile as others see it. In a new tab: what is being edited, and the way back, stay where they are. */
export function ViewProfile({ address, className = TEXT_LINK }: ViewProfileProps) {
  return (
    <a href={address} target="_blank" rel="noopener" className={className}>
      View profile
    </a>
  )
}

const TEXT_LINK =
  'relative -my-px inline-block min-h-6 rounded-check font-strong text-accent underline underline-offset-4 after:absolute after:-inset-[10px]'
