'use client'

import { CalmPage } from '@/components/frame/calm-page'
import { Button } from '@/components/ui/button'
import { ErrorReference } from './error-reference'

interface ErrorPageProps {
  error: Error & { digest?: string }
  reset: () => void
}

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <CalmPage title="This page broke off, by a mistake of ours.">
      <p>Nothing was sent to the server. Try again; if it happens again, reload the page.</p>
      <Button tone="main" onClick={reset}>
        Try again
      </Button>
      <ErrorReference error={error} />
    </CalmPage>
  )
}
