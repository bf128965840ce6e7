import 'server-only'
import { type Span, SpanKind, trace } from '@opentelemetry/api'
import { currentRequestId } from '@/lib/server/request-scope'

// Without a collector in the environment nothing listens, and a span costs nothing.
const tracer = trace.getTracer('plumage')

interface CallFacts {
  method: string
  /** Without query. */
  path: string
  serverOrigin: string
}

/** Tells OpenTelemetry of a call upstream while `work` makes it. Names as in its semantic conventions for HTTP. */
export function inCallSpan<T>(facts: CallFacts, work: (span: Span) => Promise<T>): Promise<T> {
  const requestId = currentRequestId()
  const attributes = {
    'http.request.method': facts.method,
    'url.path': facts.path,
    'server.address': new URL(facts.serverOrigin).hostname,
    ...(requestId && { 'plumage.request_id': requestId }),
  }
  const name = `${facts.method} ${facts.path}`
  return tracer.startActiveSpan(name, { kind: SpanKind.CLIENT, attributes }, async (span) => {
    try {
      return await work(span)
    } finally {
      span.end()
    }
  })
}
