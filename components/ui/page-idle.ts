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

let idle: Promise<void> | null = null

/**
 * Resolves when what the first paint does not need may be fetched: with the first thing a person does on the page, or
 * some seconds after it has loaded. Until then a phone's processor is the page's own. Only for effects.
 */
export function whenPageIsIdle(): Promise<void> {
  idle ??= new Promise((resolve) => {
    const stop = new AbortController()
    const end = () => {
      stop.abort()
      resolve()
    }
    // Somebody may have been quicker than this code.
    if (document.activeElement && document.activeElement !== document.body) return end()
    for (const act of FIRST_ACTS) document.addEventListener(act, end, { signal: stop.signal, capture: true })
    const waitOnceMore = () => setTimeout(end, IDLE_MILLISECONDS)
    if (document.readyState === 'complete') waitOnceMore()
    else window.addEventListener('load', waitOnceMore, { signal: stop.signal })
  })
  return idle
}
