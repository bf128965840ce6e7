import { CspEvaluator } from 'csp_evaluator/dist/evaluator.js'
import { Severity } from 'csp_evaluator/dist/finding.js'
import { CspParser } from 'csp_evaluator/dist/parser.js'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { contentSecurityPolicy } from './security-headers'

// Pictures of a sandbox on this machine come over plain http; in production every origin is https.
beforeAll(() => {
  process.env.X_API_ORIGIN = 'https://api.x.com'
})
afterEach(() => vi.unstubAllEnvs())

function productionPolicy(): string {
  vi.stubEnv('NODE_ENV', 'production')
  return contentSecurityPolicy('bm9uY2Utb2Ytb25lLXJlcXVlc3Q')
}

const SERIOUS = [Severity.HIGH, Severity.HIGH_MAYBE, Severity.MEDIUM, Severity.MEDIUM_MAYBE, Severity.SYNTAX]

const seriousFindings = (policy: string) =>
  new CspEvaluator(new CspParser(policy).csp)
    .evaluate()
    .filter(({ severity }) => SERIOUS.includes(severity))
    .map(({ directive, value, description }) => `${directive} ${value ?? ''}: ${description}`)

test('an evaluator of policies finds nothing serious in that of production', () => {
  expect(seriousFindings(productionPolicy())).toEqual([])
})

test('the evaluator would find what must never get in', () => {
  const policy = productionPolicy()
  expect(seriousFindings(policy.replace("object-src 'none'", "object-src 'self'"))).not.toEqual([])
  expect(seriousFindings(policy.replace("'strict-dynamic'", "'unsafe-inline' https:"))).not.toEqual([])
  expect(seriousFindings(policy.replace(/base-uri 'none'(; )?/, ''))).not.toEqual([])
})

test('in production nothing inline runs without its nonce, and nothing is evaluated', () => {
  expect(productionPolicy()).not.toMatch(/unsafe-|\bws:|\*/)
})
