import { createServer, type Server } from 'node:net'

/** Listens on `port` (0: any free one); answers undefined when something else already does. */
async function hold(port: number, host?: string): Promise<Server | undefined> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined))
    server.listen({ port, host, exclusive: true }, () => resolve(server))
  })
}

async function release(server: Server): Promise<void> {
  await new Promise((resolve) => server.close(resolve))
}

/** Whether nothing listens on `port`, neither on every address nor on the loopback one. */
export async function isPortFree(port: number): Promise<boolean> {
  // macOS lets one program take every address while another holds the loopback one, so both are tried.
  for (const host of [undefined, '127.0.0.1']) {
    const server = await hold(port, host)
    if (!server) return false
    await release(server)
  }
  return true
}

/** The first free port from `port` upwards. Throws when a hundred in a row are in use. */
export async function freePortFrom(port: number): Promise<number> {
  for (let candidate = port; candidate < port + 100; candidate += 1) {
    if (await isPortFree(candidate)) return candidate
  }
  throw new Error(`Ports ${port} to ${port + 99} are all in use.`)
}

/** A port the system says is free. */
export async function freePort(): Promise<number> {
  const server = await hold(0)
  const address = server?.address()
  if (!server || typeof address !== 'object' || !address) throw new Error('The system has no free port.')
  await release(server)
  return address.port
}
