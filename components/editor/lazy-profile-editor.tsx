'use client'

import dynamic from 'next/dynamic'
import type { ComponentProps } from 'react'
import { untilLoaded } from '@/components/ui/on-demand'
import { whenPageIsPainted } from '@/components/ui/page-phases'
import { useServerRenderedControls } from './silent-input'

// React keeps a failure for good, and puts an error in place of the whole page.
const Editor = dynamic(() =>
  whenPageIsPainted()
    .then(() => untilLoaded(() => import('./profile-editor')))
    .then(({ ProfileEditor }) => ProfileEditor),
)

/**
 * The editor, which the server has rendered whole, taken over by its code once the page is painted. What is typed or
 * chosen before is kept, also when React draws the page anew meanwhile and takes its controls away.
 */
export function LazyProfileEditor(props: ComponentProps<typeof Editor>) {
  useServerRenderedControls()
  return <Editor {...props} />
}
