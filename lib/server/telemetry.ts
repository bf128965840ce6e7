import 'server-only'
import type { Attributes } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  type ReadableSpan,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-node'

/**
 * Sends what Next and `callX` tell of each request to the OpenTelemetry collector that the environment names. All
 * further settings are OpenTelemetry's own variables.
 */
export function startTelemetry(): void {
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': 'plumage' }))
    .merge(detectResources({ detectors: [envDetector] }))
  const exporter = withoutContents(new OTLPTraceExporter())
  new NodeTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(exporter)] }).register()
}

/** Hands spans on without what may hold a token or a person's words. */
export function withoutContents(exporter: SpanExporter): SpanExporter {
  return {
    export: (spans, done) => exporter.export(spans.map(bareSpan), done),
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  }
}

/**
 * Addresses lose their queries: on the way back from the server one holds a verifier. Of errors only that there was
 * one is told: nobody knows what they quote.
 */
function bareSpan(span: ReadableSpan): ReadableSpan {
  const overrides: Pick<ReadableSpan, 'name' | 'attributes' | 'events' | 'status'> = {
    name: withoutQuery(span.name),
    attributes: bareAttributes(span.attributes),
    events: [],
    status: { code: span.status.code },
  }
  return Object.create(span, Object.getOwnPropertyDescriptors(overrides))
}

const bareAttributes = (attributes: Attributes): Attributes =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      typeof value === 'string' ? withoutQuery(value) : value,
    ]),
  )

const withoutQuery = (text: string) => text.split('?', 1)[0] ?? ''
