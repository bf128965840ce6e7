import { readEnv } from '@/lib/server/env'
import { answerRoute } from '@/lib/server/http/response'
import packageJson from '@/package.json'

export const runtime = 'nodejs'

/** Says that this program is alive, and which server it speaks to. Calls nobody. */
export function GET(request: Request): Promise<Response> {
  return answerRoute(request, async () => {
    const { serverOrigin } = readEnv()
    return Response.json({ status: 'ok', server: serverOrigin, version: packageJson.version })
  })
}
