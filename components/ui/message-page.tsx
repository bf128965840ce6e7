import type { ReactElement, ReactNode } from 'react'

interface MessagePageProps {
  title: string
  /** Drawn by the server, or a file: the page for an error is loaded with every other, and a drawing would be, too. */
  logo: ReactElement
  children: ReactNode
}

/** A page with one message: what is the case, and what can be done. */
export function MessagePage({ title, logo, children }: MessagePageProps) {
  return (
    <main id="content" tabIndex={-1} className="page-width flex flex-col items-start gap-4 py-16 sm:py-24">
      {logo}
      <h1 className="max-w-160 text-h1-dialog sm:text-h1">{title}</h1>
      <div className="flex max-w-140 flex-col items-start gap-5 text-body text-ink-2">{children}</div>
    </main>
  )
}
