import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { LINK_AS_BUTTON } from '@/components/ui/button'
import { Logo } from '@/components/ui/logo'
import { MessagePage } from '@/components/ui/message-page'
import { PageHead } from './page-head'

export const metadata: Metadata = { title: 'Page not found' }

export default async function NotFound() {
  // Browsers ask for icons and the like of their own accord: only a person who sees the page is worth a call.
  const isSeen = (await headers()).get('sec-fetch-dest') === 'document'
  return (
    <>
      <PageHead readsProfile={isSeen} />
      <MessagePage title="Page not found" logo={<Logo className="size-10 text-accent" />}>
        <p>The address may be mistyped, or the page may have moved. Nothing was changed.</p>
        <p className="flex flex-wrap items-center gap-x-6 gap-y-3">
          <a href="/" className={LINK_AS_BUTTON}>
            Go to your profile
          </a>
          <a href="/help" className="py-2.5 font-strong text-accent underline underline-offset-4">
            Open the help
          </a>
        </p>
      </MessagePage>
    </>
  )
}
