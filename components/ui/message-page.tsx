import type { ReactNode } from 'react'
import { Mark } from './logo'

/** A page with one message: what is the case, and what can be done. */
export function CalmPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="page-width flex flex-col items-start gap-4 py-16 sm:py-24">
      <Mark className="size-10 text-accent" />
      <h1 className="max-w-160 text-h1-dialog sm:text-h1">{title}</h1>
      <div className="flex max-w-140 flex-col items-start gap-5 text-body text-ink-2">{children}</div>
    </main>
  )
}
