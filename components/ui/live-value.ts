import { useSyncExternalStore } from 'react'

/** A value outside of React's state: those who use it are drawn at once when it changes, and nobody else is. */
export interface LiveValue<Value> {
  read(): Value
  set(next: Value): void
  /** Calls `onChange` after every change, until the function that it gives is called. */
  subscribe(onChange: () => void): () => void
}

/** A live value that begins as `first`. Two values are the same when `Object.is` says so. */
export function createLiveValue<Value>(first: Value): LiveValue<Value> {
  let value = first
  const listeners = new Set<() => void>()
  return {
    read: () => value,
    set(next) {
      if (Object.is(next, value)) return
      value = next
      for (const listener of listeners) listener()
    },
    subscribe(onChange) {
      listeners.add(onChange)
      return () => listeners.delete(onChange)
    },
  }
}

export function useLiveValue<Value>({ subscribe, read }: LiveValue<Value>): Value {
  return useSyncExternalStore(subscribe, read, read)
}
