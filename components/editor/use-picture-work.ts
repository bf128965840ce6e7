import { useRef } from 'react'

/** The pictures that are being taken in, so that reviewing can wait for them. */
export function usePictureWork() {
  const running = useRef(new Set<Promise<boolean>>())
  return {
    onWork(work: Promise<boolean>) {
      running.current.add(work)
      work.finally(() => running.current.delete(work))
    },
    isRunning: () => running.current.size > 0,
    /** Gives false when one of them was refused. */
    settled: async () => (await Promise.all(running.current)).every(Boolean),
  }
}
