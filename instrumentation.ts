/** Runs once when a server starts: one that could not work, or would not be safe, says why and does not start. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { prepareStart } = await import('./lib/server/start-check')
  prepareStart()
}
