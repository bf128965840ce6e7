import { readEnv } from '@/lib/server/env'
import { inRequestScope } from '@/lib/server/request-scope'
import { sealAnswer } from '@/lib/server/security-headers'
import packageJson from '@/package.json'

export const runtime = 'nodejs'

/** Says that this program is alive, and which server it speaks to. Calls nobody. */
export function GET(): Promise<Response> {
  const { serverOrigin } = readEnv()
  const body = { status: 'ok', server: serverOrigin, version: packageJson.version }
  return inRequestScope(async ({ id }) => sealAnswer(Response.json(body), id))
}
