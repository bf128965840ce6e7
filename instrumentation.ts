import type { Instrumentation } from 'next'

/** Runs once when a server starts: one that could not work, or would not be safe, says why and does not start. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { prepareStart } = await import('./lib/server/http/http-server')
  prepareStart()
  if (process.env.NODE_ENV === 'production') {
    const { watchHttpServer } = await import('./lib/server/http/http-server')
    watchHttpServer()
  }
  if (!wantsTraces()) return
  const { startTelemetry } = await import('./lib/server/telemetry')
  startTelemetry()
}

/** By OpenTelemetry's own variables. */
function wantsTraces(): boolean {
  const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, OTEL_SDK_DISABLED } = process.env
  return (
    Boolean(OTEL_EXPORTER_OTLP_ENDPOINT || OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) && OTEL_SDK_DISABLED !== 'true'
  )
}

/** Runs for every error that nobody caught while a request was answered. */
export const onRequestError: Instrumentation.onRequestError = async (error, request) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { logPageFailure } = await import('./lib/server/http/http-server')
  logPageFailure(error, request)
}
