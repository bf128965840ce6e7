import { NextRequest } from 'next/server'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ApiErrorBodySchema } from '@/lib/profile/api-error'
import { answerAuth } from '@/lib/server/auth/sign-in'
import { answerRequest } from './response'

const ADDRESS = 'http://localhost:3000/api/auth/callback/twitter?oauth_verifier=hidden'

let lines: string[] = []
beforeEach(() => {
  lines = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
})
afterEach(() => vi.restoreAllMocks())

/** What code does that has a mistake in it; the text stands for a secret that an error may quote. */
const breakDown = async (): Promise<never> => encodeURIComponent('hidden \uD800') as never

test.each<[string, () => Promise<Response>]>([
  ['a route of the account', () => answerRequest(new Request(ADDRESS), breakDown)],
  ['a route of a sign-in', () => answerAuth(new NextRequest(ADDRESS), { params: breakDown() })],
])(
  'what %s throws is answered in the shape of every error, with the id under which it is logged',
  async (_, answer) => {
    const response = await answer()
    const id = response.headers.get('x-request-id') ?? ''
    const body = ApiErrorBodySchema.parse(await response.json())
    expect(response.status).toBe(500)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(body).toMatchObject({ reason: 'unexpected_answer', errors: [{ code: 0 }] })
    expect(body.errors[0]?.message).toContain(id)
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      expect.objectContaining({
        event: 'route_failed',
        requestId: id,
        path: '/api/auth/callback/twitter',
        status: 500,
        detail: expect.stringMatching(/^URIError at .*response\.test\.ts/),
      }),
    ])
    expect(lines.join()).not.toContain('hidden')
  },
)
