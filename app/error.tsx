'use client'

import { MessagePage } from '@/components/ui/message-page'
import { ErrorReference } from './error-reference'

interface ErrorPageProps {
  error: Error & { digest?: string }
  reset: () => void
}

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <MessagePage
      title="Something went wrong on this page. It’s our mistake."
      logo={<img src="/icon.svg" alt="" className="size-10" />}
    >
      <p>
        Edits saved on this device are still there. Try again. If it happens again, reload the page: it shows
        what was published.
      </p>
      {/* Plain: this page is loaded with every other, for the one time it is needed. */}
      <button
        type="button"
        onClick={reset}
        className="leaf-button min-h-12 bg-accent px-5 font-strong text-on-accent"
      >
        Try again
      </button>
      <ErrorReference error={error} />
    </MessagePage>
  )
}
