import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { Logo } from '@/components/ui/logo'
import { MessagePage } from '@/components/ui/message-page'

export const metadata: Metadata = { title: 'Page not found' }

export default async function NotFound() {
  const requestId = (await headers()).get('x-request-id')
  return (
    <MessagePage title="Page not found" logo={<Logo className="size-10 text-accent" />}>
      <p>The address may be mistyped, or the page may have moved. Nothing was changed.</p>
      <p>
        <a href="/" className="font-strong text-accent underline underline-offset-4">
          Go to your profile
        </a>
      </p>
      {requestId && (
        <p>
          For this site’s owner: <code>{`request ${requestId}`}</code>
        </p>
      )}
    </MessagePage>
  )
}
