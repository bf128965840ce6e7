'use client'

import dynamic from 'next/dynamic'
import { whenPageIsPainted } from '@/components/ui/page-idle'

const RETRY_MILLISECONDS = 3000

/** React keeps a failure for good, and puts an error in place of the whole page: this fetches again until it comes. */
async function untilLoaded<T>(load: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await load()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MILLISECONDS))
    }
  }
}

/**
 * The editor, which the server has rendered whole, taken over by its code once the page is painted. What is typed or
 * chosen before is kept: see `pre-hydration-input.ts`.
 */
export const LazyProfileEditor = dynamic(() =>
  whenPageIsPainted()
    .then(() => untilLoaded(() => import('./profile-editor')))
    .then(({ ProfileEditor }) => ProfileEditor),
)
