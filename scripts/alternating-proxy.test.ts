import { EventEmitter, once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { startAlternatingProxy } from './alternating-proxy'
import { freePort } from './free-port'

const openServers: { close(): unknown }[] = []

afterEach(async () => {
  for (const server of openServers.splice(0)) await server.close()
})

async function startTarget(listener: RequestListener): Promise<number> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  openServers.push({ close: () => server.close() })
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('The target has no port.')
  return address.port
}

async function startProxy(targetPorts: number[]): Promise<string> {
  const proxy = await startAlternatingProxy({ port: 0, targetPorts })
  openServers.push(proxy)
  return `http://127.0.0.1:${proxy.port}`
}

test('requests reach the instances strictly in turn, and each answer names its instance', async () => {
  const first = await startTarget((_, answer) => answer.end('first'))
  const second = await startTarget((_, answer) => answer.end('second'))
  const origin = await startProxy([first, second])
  const answers: string[] = []
  for (let count = 0; count < 4; count += 1) {
    const answer = await fetch(origin)
    answers.push(`${answer.headers.get('x-instance')} ${await answer.text()}`)
  }
  expect(answers).toEqual(['0 first', '1 second', '0 first', '1 second'])
})

test('the instance sees the host, method, path and body that the client sent', async () => {
  const target = await startTarget(async (request, answer) => {
    let body = ''
    for await (const chunk of request) body += chunk
    answer.end(JSON.stringify([request.headers.host, request.method, request.url, body]))
  })
  const origin = await startProxy([target])
  const answer = await fetch(`${origin}/a/b?c=d`, { method: 'POST', body: 'x'.repeat(300_000) })
  expect(await answer.json()).toEqual([new URL(origin).host, 'POST', '/a/b?c=d', 'x'.repeat(300_000)])
})

test('status, several cookies and a redirect arrive unchanged', async () => {
  const target = await startTarget((_, answer) => {
    answer.writeHead(302, { location: '/next', 'set-cookie': ['a=1', 'b=2'] }).end()
  })
  const answer = await fetch(await startProxy([target]), { redirect: 'manual' })
  expect(answer.status).toBe(302)
  expect(answer.headers.get('location')).toBe('/next')
  expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
})

test('an answer is passed on while it is still being written', async () => {
  const client = new EventEmitter()
  const target = await startTarget(async (_, answer) => {
    answer.write('early')
    await once(client, 'has read')
    answer.end('late')
  })
  const answer = await fetch(await startProxy([target]))
  const reader = answer.body?.getReader()
  const early = await reader?.read()
  expect(new TextDecoder().decode(early?.value)).toBe('early')
  client.emit('has read')
  const late = await reader?.read()
  expect(new TextDecoder().decode(late?.value)).toBe('late')
})

test('an instance that does not answer becomes a 502', async () => {
  const answer = await fetch(await startProxy([await freePort()]))
  expect(answer.status).toBe(502)
})

test('an answer that is cut off arrives cut off', async () => {
  const target = await startTarget((_, answer) => {
    // Without a length only the missing last chunk tells a cut answer from a whole one.
    answer.write('part', () => answer.destroy())
  })
  const answer = await fetch(await startProxy([target]))
  await expect(answer.text()).rejects.toThrow()
})
