import { readEnv } from '@/lib/server/env'
import { answerRequest } from '@/lib/server/http/response'
import packageJson from '@/package.json'

/** Says that this program is alive, and which server it speaks to. Calls nobody. */
export function GET(request: Request): Promise<Response> {
  return answerRequest(request, async () => {
    const { serverOrigin } = readEnv()
    return Response.json({ status: 'ok', server: serverOrigin, version: packageJson.version })
  })
}
