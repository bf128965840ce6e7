import type { ReactNode } from 'react'

/** A page with one message: what is the case, and what can be done. */
export function MessagePage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="page-width flex flex-col items-start gap-4 py-16 sm:py-24">
      {/* As a file: the page for an error is loaded with every other, and its drawing would be, too. */}
      <img src="/icon.svg" alt="" className="size-10" />
      <h1 className="max-w-160 text-h1-dialog sm:text-h1">{title}</h1>
      <div className="flex max-w-140 flex-col items-start gap-5 text-body text-ink-2">{children}</div>
    </main>
  )
}
