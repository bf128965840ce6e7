/**
 * Everything the end-to-end tests run against, for as long as they run: the sandbox, two instances of the production
 * build, and before them a proxy that sends each request to the other instance. Started by playwright.config.ts, which
 * names the ports: E2E_APP_PORT is the proxy's, E2E_SANDBOX_PORT the sandbox's, E2E_HTTPS_APP_PORT that of one more
 * instance, which is told that people reach it over https, E2E_INSECURE_APP_PORT of one that they reach over plain http
 * by a name that is not loopback, E2E_OAUTH2_APP_PORT that of a proxy before two more to which people sign in by
 * OAuth 2.0, E2E_GNUSOCIAL_APP_PORT and E2E_STATUSNET_APP_PORT of one for each other kind of server. What the servers
 * print, refusals that
 * tests provoke among it, goes to test-results/servers.log; what one of them tells OpenTelemetry to
 * test-results/traces.jsonl; what the sandbox refused, or took without changing anything, and did not explain, to
 * test-results/unexplained.jsonl.
 */
import { createWriteStream, mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import { startSandbox } from '../sandbox/server'
import { onUnexplained } from '../sandbox/state/request-log'
import { startAlternatingProxy } from './alternating-proxy'
import { freePort } from './free-port'
import { onEnd, PROJECT_FOLDER } from './next-process'
import { productionEnvironment, startApp } from './start-app'

const INSTANCES = 2
/** One tells OpenTelemetry what it does, the other does not. */
const TRACED_INSTANCE = 1

function portFrom(name: string): number {
  const port = Number(process.env[name])
  if (!port) throw new Error(`${name} is missing: these servers are started by playwright.config.ts.`)
  return port
}

const logFolder = path.join(PROJECT_FOLDER, 'test-results')
mkdirSync(logFolder, { recursive: true })
const log = createWriteStream(path.join(logFolder, 'servers.log'))
const logAs = (name: string) => (line: string) => void log.write(`${name}: ${line}\n`)

// The proxy opens its port last, so whoever sees it answer may count on the rest.
const open: { close(): Promise<unknown> }[] = []
onEnd(async () => {
  await Promise.all(open.map((server) => server.close()))
  process.exit(0)
})

const unexplained = createWriteStream(path.join(logFolder, 'unexplained.jsonl'))
onUnexplained((request) => void unexplained.write(`${JSON.stringify(request)}\n`))

const appPort = portFrom('E2E_APP_PORT')
const sandbox = await startSandbox({ port: portFrom('E2E_SANDBOX_PORT'), notice: logAs('sandbox') })
open.push(sandbox)
const collector = await startTraceCollector(path.join(logFolder, 'traces.jsonl'))
open.push(collector)
/** Starts a server beside those that are starting already: each of them keeps one core busy for a second. */
const start = async (name: string, port: number, env: NodeJS.ProcessEnv) =>
  void open.push(await startApp({ port, env, onLine: logAs(name) }))

/** Starts the instances of an app, and before them the proxy. */
async function startInstances(name: string, port: number, env: NodeJS.ProcessEnv): Promise<void> {
  const targetPorts: number[] = []
  for (let instance = 0; instance < INSTANCES; instance += 1) targetPorts.push(await freePort())
  await Promise.all(
    targetPorts.map((target, instance) =>
      start(
        `${name} ${instance}`,
        target,
        instance === TRACED_INSTANCE ? { ...env, ...tracesTo(collector.origin) } : env,
      ),
    ),
  )
  open.push(await startAlternatingProxy({ port, targetPorts }))
}

const oauth2Port = portFrom('E2E_OAUTH2_APP_PORT')
const httpsPort = portFrom('E2E_HTTPS_APP_PORT')
const insecurePort = portFrom('E2E_INSECURE_APP_PORT')
const originOf = (port: number) => `http://localhost:${port}`
const envAt = (origin: string) => productionEnvironment(origin, sandbox.origin)
await Promise.all([
  startInstances(
    'app by OAuth 2.0',
    oauth2Port,
    productionEnvironment(originOf(oauth2Port), sandbox.origin, 'oauth2'),
  ),
  start('app over https', httpsPort, envAt(`https://localhost:${httpsPort}`)),
  start('app over plain http', insecurePort, envAt(`http://plumage.test:${insecurePort}`)),
  ...['gnusocial', 'statusnet'].map((kind) => {
    const port = portFrom(`E2E_${kind.toUpperCase()}_APP_PORT`)
    return start(`app for ${kind}`, port, { ...envAt(originOf(port)), X_SERVER: kind })
  }),
])
await startInstances('app', appPort, envAt(originOf(appPort)))

type TraceCollector = { origin: string; close(): Promise<void> }

/**
 * A collector that speaks as much of OTLP over HTTP as an exporter needs: whatever is sent, one JSON document a request,
 * becomes a line of `file`. On a free port of 127.0.0.1.
 */
async function startTraceCollector(file: string): Promise<TraceCollector> {
  const lines = createWriteStream(file)
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    lines.write(`${Buffer.concat(parts).toString('utf8')}\n`)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('The collector listens, but has no port.')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => lines.end(resolve))
        server.closeAllConnections()
      }),
  }
}

/** The variables by which a server is told to send its traces there, soon after they are made. */
function tracesTo(origin: string): Record<string, string> {
  return { OTEL_EXPORTER_OTLP_ENDPOINT: origin, OTEL_BSP_SCHEDULE_DELAY: '200' }
}
