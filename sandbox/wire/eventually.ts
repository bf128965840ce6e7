/** A value that is there already, or a promise of it. What need not wait is answered within the same turn. */
export type Eventually<Value> = Value | Promise<Value>

/** What `next` makes of the value: at once when it is there, later when it is not. */
export function andThen<Value, Result>(
  value: Eventually<Value>,
  next: (value: Value) => Eventually<Result>,
): Eventually<Result> {
  return value instanceof Promise ? value.then(next) : next(value)
}
