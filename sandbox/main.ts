import path from 'node:path'
import { startSandbox } from './server'
import { APP } from './state'

const DEFAULT_PORT = 4010

async function main(): Promise<number> {
  const setting = process.env.SANDBOX_PORT ?? String(DEFAULT_PORT)
  const port = Number(setting)
  if (!/^\d+$/.test(setting) || port < 1 || port > 65_535) {
    console.error(`SANDBOX_PORT is "${setting}", which is no port: it takes a number from 1 to 65535.`)
    return 1
  }
  const stateFile = path.join('.sandbox', 'state.json')
  try {
    const sandbox = await startSandbox({
      port,
      stateFile,
      notice: (sentence) => console.error(`  ${sentence}`),
    })
    console.log(`
  Sandbox of X's API v1.1      ${sandbox.origin}
  consumer key and secret      ${APP.consumerKey}, ${APP.consumerSecret}
  accounts                     ${sandbox.origin}/wren   ${sandbox.origin}/kestrel   ${sandbox.origin}/jay
  their tokens                 ${sandbox.origin}/__sandbox/accounts
  what it remembers            ${stateFile}

  Ctrl-C ends it.
`)
    await new Promise<void>((resolve) => {
      process.once('SIGINT', resolve)
      process.once('SIGTERM', resolve)
    })
    await sandbox.close()
    return 0
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      console.error(
        `Port ${port} on 127.0.0.1 is in use, perhaps by another sandbox. End that one, or choose a port: SANDBOX_PORT=4011 npm run sandbox`,
      )
      return 1
    }
    throw error
  }
}

process.exitCode = await main()
