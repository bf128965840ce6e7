/** The id of the request that brought this page; a browser that tells none gets no line about it. */
function requestIdOfPage(): string | undefined {
  const [navigation] = performance.getEntriesByType('navigation')
  const timings = navigation && 'serverTiming' in navigation ? navigation.serverTiming : []
  if (!Array.isArray(timings)) return undefined
  const entries: PerformanceServerTiming[] = timings
  return entries.find(({ name }) => name === 'request')?.description
}

/** By which words whoever runs the site finds this failure in its log. */
export function ErrorReference({ error }: { error: Error & { digest?: string } }) {
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
