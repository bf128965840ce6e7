import 'server-only'

/** What a line of the log may say. Never a token, a header, a body, a text or a URL with parameters. */
export interface LogFacts {
  endpoint?: string
  status?: number
  code?: number
  reason?: string
  detail?: string
}

/** Writes one line for a failure. The only place that speaks to the console. */
export function logFailure(event: string, facts: LogFacts = {}): void {
  const known = Object.entries(facts).filter(([, value]) => value !== undefined)
  console.error([event, ...known.map(([name, value]) => `${name}=${value}`)].join(' '))
}
