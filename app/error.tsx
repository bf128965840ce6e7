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
      title="This page broke off, by a mistake of ours."
      logo={<img src="/icon.svg" alt="" className="size-10" />}
    >
      <p>
        Edits that were kept on this device are still there. Try again; if it happens again, reload the page.
        If you were publishing, it then shows what has arrived.
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
