/**
 * Does pieces of work one after another, in the order in which they were asked for. What one of them throws reaches
 * whoever asked for it, and the next one has its turn all the same.
 */
export function createTaskQueue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const result = last.then(work)
    last = result.catch(() => undefined)
    return result
  }
}
