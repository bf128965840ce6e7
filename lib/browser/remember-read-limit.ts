/** Has our server remember, with the person, until when (ISO 8601) nothing is read. Nothing is lost if it fails. */
export async function rememberReadLimit(until: string): Promise<void> {
  const body = new URLSearchParams({ until })
  await fetch('/api/account/read_limit', { method: 'POST', body }).catch(() => undefined)
}
