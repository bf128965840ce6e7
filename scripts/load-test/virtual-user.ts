import { setTimeout as pause } from 'node:timers/promises'
import { signInOverHttp } from '../sign-in'

/** Between two changes of one user. */
const PAUSE_MILLISECONDS = 1000

/** Somebody who publishes one change after another, and remembers what the app said to each. */
export type VirtualUser = {
  screenName: string
  /** Values the app reported as published, in order. */
  published: string[]
  /** Values that were sent and not reported as published: each may have arrived or not. */
  unsure: string[]
}

/** Signs somebody in and lets them publish until `deadline`. */
export async function publishUntil(
  appOrigin: string,
  user: VirtualUser,
  cookie: string,
  deadline: () => boolean,
): Promise<void> {
  for (let turn = 0; !deadline(); turn += 1) {
    const value = `${user.screenName} ${turn}`
    const isPublished = await publish(appOrigin, cookie, value)
    user[isPublished ? 'published' : 'unsure'].push(value)
    await pause(PAUSE_MILLISECONDS)
  }
}

async function publish(appOrigin: string, cookie: string, location: string): Promise<boolean> {
  try {
    const response = await fetch(`${appOrigin}/api/account/update_profile`, {
      method: 'POST',
      headers: { cookie, origin: appOrigin },
      body: new URLSearchParams({ location, skip_status: 'true' }),
    })
    const user = (await response.json()) as { location?: string }
    return response.status === 200 && user.location === location
  } catch {
    return false
  }
}

/** Signs users in, some at a time, as they would come. */
export async function signInAll(appOrigin: string, users: VirtualUser[], atATime: number): Promise<string[]> {
  const cookies: string[] = []
  for (let from = 0; from < users.length; from += atATime) {
    const some = users.slice(from, from + atATime)
    cookies.push(...(await Promise.all(some.map(({ screenName }) => signInOverHttp(appOrigin, screenName)))))
  }
  return cookies
}
