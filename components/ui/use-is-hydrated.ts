import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** False in what the server renders and until the page's code runs. */
export function useIsHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}
