import { useEffect, useState } from 'react'

/** A value as it was when it last stayed the same for a while: what is read out waits for the hand to rest. */
export function useSettled<Value extends string | null>(value: Value, pauseMilliseconds: number): Value {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseMilliseconds)
    return () => clearTimeout(timer)
  }, [value, pauseMilliseconds])
  return settled
}
