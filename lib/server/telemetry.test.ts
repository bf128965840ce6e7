import { SpanStatusCode } from '@opentelemetry/api'
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node'
import { expect, test } from 'vitest'
import { withoutContents } from './telemetry'

test('a trace says where and how long, never what: no query, no words of an error', () => {
  const exporter = new InMemorySpanExporter()
  const provider = new NodeTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(withoutContents(exporter))],
  })
  const span = provider.getTracer('test').startSpan('GET /back?verifier=secret')
  span.setAttributes({
    'http.target': '/back?verifier=secret',
    'http.route': '/back',
    'http.status_code': 500,
  })
  span.recordException(new Error('secret'))
  span.setStatus({ code: SpanStatusCode.ERROR, message: 'secret' })
  span.end()
  const [expected] = exporter.getFinishedSpans()
  expect(expected).toMatchObject({
    name: 'GET /back',
    attributes: { 'http.target': '/back', 'http.route': '/back', 'http.status_code': 500 },
    events: [],
    status: { code: SpanStatusCode.ERROR },
  })
  expect(expected?.status.message).toBeUndefined()
})
