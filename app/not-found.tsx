import type { Metadata } from 'next'
import { CalmPage } from '@/components/frame/calm-page'

export const metadata: Metadata = { title: 'Page not found' }

export default function NotFound() {
  return (
    <CalmPage title="There is no page here.">
      <p>The address may be mistyped, or the page has moved.</p>
      <p>
        <a href="/" className="font-strong text-accent underline underline-offset-4">
          Go to your profile
        </a>
      </p>
    </CalmPage>
  )
}
