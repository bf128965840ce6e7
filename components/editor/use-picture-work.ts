import { useRef } from 'react'

/** The pictures that are being taken in, so that reviewing can wait for them. */
export function usePictureWork() {
  const running = useRef(new Map<Promise<boolean>, () => void>())
  return {
    onWork(work: Promise<boolean>, giveUp: () => void) {
      running.current.set(work, giveUp)
      work.finally(() => running.current.delete(work))
    },
    isRunning: () => running.current.size > 0,
    /** Gives false when one of them was refused. */
    settled: async () => (await Promise.all(running.current.keys())).every(Boolean),
    giveUp() {
      for (const giveUp of running.current.values()) giveUp()
    },
  }
}
