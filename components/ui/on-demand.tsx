import { type ComponentType, type ReactElement, useEffect, useState } from 'react'

interface Placeholders {
  meanwhile: ReactElement | null
  missing?: ReactElement
}

/**
 * A component whose code comes when it is first drawn; `load` may be called before. React's own `lazy` keeps a failure for
 * good, and puts an error in place of the whole page: here it is fetched again until it comes. `meanwhile` stands in its
 * place, and may say the same more plainly; `missing`, if it is given, once an attempt has failed.
 */
export function onDemand<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  let loaded: ComponentType<Props> | null = null

  return ({ meanwhile, missing, ...props }: Props & Placeholders) => {
    const [Loaded, setLoaded] = useState(() => loaded)
    const [hasFailed, setHasFailed] = useState(false)
    useEffect(() => {
      if (Loaded) return
      const leave = new AbortController()
      const { signal } = leave
      untilLoaded(load, { signal, onFailure: () => setHasFailed(true) }).then((component) => {
        loaded = component
        if (!signal.aborted) setLoaded(() => component)
      })
      return () => leave.abort()
    }, [Loaded])
    if (Loaded) return <Loaded {...(props as unknown as Props)} />
    return hasFailed && missing !== undefined ? missing : meanwhile
  }
}

/** Between two attempts to fetch what did not come. */
const RETRY_MILLISECONDS = 3000

interface Attempts {
  /** Ends the attempts; then the promise stays pending. */
  signal?: AbortSignal
  /** Told of each attempt that failed. */
  onFailure?: () => void
}

/** Loads code that a bad network may keep back: tries again, every few seconds, until it comes. */
export async function untilLoaded<T>(
  load: () => Promise<T>,
  { signal, onFailure }: Attempts = {},
): Promise<T> {
  for (;;) {
    try {
      return await load()
    } catch {
      if (!signal?.aborted) onFailure?.()
      await new Promise<void>((resolve) => {
        setTimeout(() => !signal?.aborted && resolve(), RETRY_MILLISECONDS)
      })
    }
  }
}
