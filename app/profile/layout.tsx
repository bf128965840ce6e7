import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { readSession } from '@/lib/server/auth/session'

/** Asked here and not in the page: above the loading state a redirect is still a real one. */
export default async function ProfileLayout({ children }: { children: ReactNode }) {
  if (!(await readSession())) redirect('/')
  return children
}
