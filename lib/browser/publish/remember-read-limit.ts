/** Has our server remember, with the person, until when (ISO 8601) nothing is read of `account` (an id). Nothing is lost if it fails. */
export async function rememberReadLimit(account: string, until: string): Promise<void> {
  const body = new URLSearchParams({ account, until })
  await fetch('/api/account/read_limit', { method: 'POST', body }).catch(() => undefined)
}
