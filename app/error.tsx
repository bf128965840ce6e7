'use client'

import { CalmPage } from '@/components/frame/calm-page'
import { Button } from '@/components/ui/button'

export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return (
    <CalmPage title="Something went wrong on our side.">
      <p>Nothing was sent. Try again; if it happens again, reload the page.</p>
      <Button tone="main" onClick={reset}>
        Try again
      </Button>
    </CalmPage>
  )
}
