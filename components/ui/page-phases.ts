import { useSyncExternalStore } from 'react'

/** What a person does, or a tool for them, when they begin to use the page. */
const FIRST_ACTS = [
  'pointermove',
  'pointerdown',
  'keydown',
  'focusin',
  'input',
  'dragenter',
  'drop',
  'paste',
] as const

/** Long enough for the page's own work on a slow phone, short enough that a network which goes later is not missed. */
const IDLE_MILLISECONDS = 3000
/** A picture from another server may keep the page from being loaded for long. */
const PAINTED_MILLISECONDS = 1500
/** A page in the background is never painted. */
const FRAME_MILLISECONDS = 100

const waitFor = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

/** Resolves with the first thing that a person does on the page. */
const firstAct = once(() => {
  return new Promise<void>((resolve) => {
    // Somebody may have been quicker than this code.
    if (document.activeElement && document.activeElement !== document.body) return resolve()
    const stop = new AbortController()
    const end = () => {
      stop.abort()
      resolve()
    }
    for (const act of FIRST_ACTS) document.addEventListener(act, end, { signal: stop.signal, capture: true })
  })
})

const whenLoaded = once(() => {
  return new Promise<void>((resolve) => {
    if (document.readyState === 'complete') resolve()
    else window.addEventListener('load', () => resolve(), { once: true })
  })
})

/**
 * Resolves when what the server rendered has been painted with its pictures, or with the first thing a person does. What
 * takes over the page then does not keep it from being seen. On the server: at once.
 */
export const whenPageIsPainted = once(async () => {
  if (typeof window === 'undefined') return
  const nextFrame = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
  const loaded = Promise.race([whenLoaded(), waitFor(PAINTED_MILLISECONDS)])
  await Promise.race([
    firstAct(),
    loaded.then(() => Promise.race([nextFrame(), waitFor(FRAME_MILLISECONDS)])),
  ])
})

/**
 * Resolves when what the first paint does not need may be fetched: with the first thing a person does on the page, or
 * some seconds after it has loaded. Until then a phone's processor is the page's own. Only for effects.
 */
export const whenPageIsIdle = once(() =>
  Promise.race([firstAct(), whenLoaded().then(() => waitFor(IDLE_MILLISECONDS))]),
)

function once(start: () => Promise<void>): () => Promise<void> {
  let promise: Promise<void> | null = null
  return () => {
    promise ??= start()
    return promise
  }
}

const never = () => () => {}

/** False in what the server renders and until the page's code runs. */
export function useIsHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}
