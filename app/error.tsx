'use client'

import { MessagePage } from '@/components/ui/message-page'

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

/** The id of the request that brought this page; a browser that tells none gets no line about it. */
function requestIdOfPage(): string | undefined {
  const [navigation] = performance.getEntriesByType('navigation')
  const timings = navigation && 'serverTiming' in navigation ? navigation.serverTiming : []
  if (!Array.isArray(timings)) return undefined
  const entries: PerformanceServerTiming[] = timings
  return entries.find(({ name }) => name === 'request')?.description
}

/** By which words whoever runs the site finds this failure in its log. */
function ErrorReference({ error }: { error: Error & { digest?: string } }) {
  const requestId = requestIdOfPage()
  if (!requestId && !error.digest) return null
  return (
    <p>
      For this site’s owner:{' '}
      <code>
        {[requestId && `request ${requestId}`, error.digest && `error ${error.digest}`]
          .filter(Boolean)
          .join(', ')}
      </code>
    </p>
  )
}
