import type { Metadata } from 'next'
import { HelpTopics } from '@/components/help/help-topics'
import { identifyServer } from '@/lib/server/env'
import { PageHead } from '../page-head'

export const metadata: Metadata = { title: 'Help' }

export default function HelpPage() {
  return (
    <>
      <PageHead current="help" />
      <main id="content" tabIndex={-1} className="page-width pt-7 pb-14 sm:pt-10">
        <h1 className="text-h1-dialog sm:text-h1">Help</h1>
        <HelpTopics server={identifyServer()} />
      </main>
    </>
  )
}
