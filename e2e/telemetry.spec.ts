import { readFileSync } from 'node:fs'
import type { APIResponse, Page } from '@playwright/test'
import { expect, test } from './fixtures'

const TRACES = 'test-results/traces.jsonl'
/** The instance that was told of a collector; the proxy says in an answer which one gave it. */
const TRACED_INSTANCE = '1'

interface Span {
  traceId: string
  name: string
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[]
}

interface Export {
  resourceSpans: { resource: { attributes: Span['attributes'] }; scopeSpans: { spans: Span[] }[] }[]
}

const attributeOf = ({ attributes }: { attributes: Span['attributes'] }, key: string) => {
  const value = attributes.find((one) => one.key === key)?.value
  return value?.stringValue ?? value?.intValue
}

function exports(): Export[] {
  return readFileSync(TRACES, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Export)
}

const spans = () =>
  exports().flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap((one) => one.scopeSpans.flatMap((it) => it.spans)),
  )

/** Asks until the traced instance was asked. */
async function askTracedInstance(page: Page, address: string): Promise<APIResponse> {
  const headers = { 'sec-fetch-site': 'same-origin' }
  const response = await page.request.get(address, { headers, maxRedirects: 0 })
  return response.headers()['x-instance'] === TRACED_INSTANCE ? response : askTracedInstance(page, address)
}

test('a server that is told of a collector traces each request and the call it makes, by the id its answer carries', async ({
  page,
  account,
  startSession,
}) => {
  await startSession(page, account.screen_name)
  const id = (await askTracedInstance(page, '/api/account/verify_credentials')).headers()['x-request-id']
  expect(id).toBeTruthy()
  const callOf = () => spans().find((span) => attributeOf(span, 'plumage.request_id') === id)
  await expect.poll(callOf).toBeTruthy()
  const call = callOf()
  if (!call) return
  expect(call.name).toBe('GET /1.1/account/verify_credentials.json')
  expect(attributeOf(call, 'http.response.status_code')).toBe(200)
  const sameTrace = spans().filter(({ traceId }) => traceId === call.traceId)
  expect(sameTrace.map((span) => attributeOf(span, 'http.route'))).toContain(
    '/api/account/verify_credentials',
  )
  expect(
    exports().flatMap(({ resourceSpans }) =>
      resourceSpans.map(({ resource }) => attributeOf(resource, 'service.name')),
    ),
  ).toContain('plumage')
})

test('no trace has a query in it, as on the way back from signing in, where it is a verifier', async ({
  page,
}) => {
  await askTracedInstance(
    page,
    '/api/auth/callback/twitter?oauth_token=watched&oauth_verifier=nobody-may-see',
  )
  const ways = () =>
    spans().filter((span) => String(attributeOf(span, 'http.target')).startsWith('/api/auth/callback/'))
  await expect.poll(() => ways().length).toBeGreaterThan(0)
  expect(readFileSync(TRACES, 'utf8')).not.toMatch(/nobody-may-see|oauth_verifier|oauth_token/)
})
