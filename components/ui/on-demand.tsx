import { type ComponentType, type ReactElement, useEffect, useState } from 'react'

/** Between two attempts to fetch what did not come. */
const RETRY_MILLISECONDS = 3000

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
      let isLeft = false
      let timer: ReturnType<typeof setTimeout> | undefined
      const fetchIt = () =>
        load().then(
          (component) => {
            loaded = component
            if (!isLeft) setLoaded(() => component)
          },
          () => {
            if (isLeft) return
            setHasFailed(true)
            timer = setTimeout(fetchIt, RETRY_MILLISECONDS)
          },
        )
      fetchIt()
      return () => {
        isLeft = true
        clearTimeout(timer)
      }
    }, [Loaded])
    if (Loaded) return <Loaded {...(props as unknown as Props)} />
    return hasFailed && missing !== undefined ? missing : meanwhile
  }
}
