/**
 * Vitest 5 is made for Node 22. On Node 20 it lacks these functions alone, for printing failures and for watching:
 * without them a failed test ends the run with a complaint of Vitest's own in place of the test's.
 */
function groupToMap(items, keyOf) {
  const groups = new Map()
  for (const [index, item] of [...items].entries()) {
    const key = keyOf(item, index)
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  return groups
}

Map.groupBy ??= groupToMap
Object.groupBy ??= (items, keyOf) => Object.fromEntries(groupToMap(items, keyOf))
Promise.withResolvers ??= () => {
  const resolvers = {}
  const promise = new Promise((resolve, reject) => Object.assign(resolvers, { resolve, reject }))
  return { promise, ...resolvers }
}
