import { useEffect } from 'react'

/** Says in the window's title that there is a problem, as long as there is one. */
export function useErrorTitle(hasProblem: boolean) {
  useEffect(() => {
    if (!hasProblem) return
    const title = document.title
    document.title = `Error: ${title}`
    return () => {
      document.title = title
    }
  }, [hasProblem])
}
