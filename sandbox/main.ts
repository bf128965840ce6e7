import { type CommandLine, HELP, readCommandLine } from './command-line'
import { startSandbox } from './server'
import { STATE_IN_USE } from './state/lock'
import { APP } from './state/schema'

async function main(): Promise<number> {
  const read = readCommandLine(process.argv.slice(2), process.env.SANDBOX_PORT)
  if (!read.ok) return fail(read.message)
  const { port, stateFile, seedAccounts, https, isQuiet, wantsHelp } = read.value
  if (wantsHelp) {
    console.log(HELP)
    return 0
  }
  const print = (sentence: string) => console.error(`  ${sentence}`)
  // Listened for from the start: who reads the address below may end us at once.
  const requested = new Promise<void>((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  try {
    const sandbox = await startSandbox({
      port,
      stateFile,
      seedAccounts,
      ...(https && { https }),
      notice: isQuiet ? () => undefined : print,
      warn: print,
    })
    if (!isQuiet) {
      console.log(`
  Sandbox of X's APIs          ${sandbox.origin}
  consumer key and secret      ${APP.consumerKey}, ${APP.consumerSecret}
  client id and secret         ${APP.clientId}, ${APP.clientSecret}
  accounts                     ${sandbox.origin}/wren   ${sandbox.origin}/kestrel   ${sandbox.origin}/jay
  their tokens                 ${sandbox.origin}/__sandbox/accounts
  what it remembers            ${stateFile}

  Ctrl-C ends it.
`)
    }
    await requested
    await sandbox.close()
    return 0
  } catch (error) {
    const sentence = sentenceFor(error, read.value)
    if (sentence === null) throw error
    return fail(sentence)
  }
}

function fail(sentence: string): number {
  console.error(sentence)
  return 1
}

/** What a person can do about it; null when it is a mistake of ours. */
function sentenceFor(
  error: unknown,
  { port, stateFile }: Pick<CommandLine, 'port' | 'stateFile'>,
): string | null {
  if (!(error instanceof Error)) return null
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'EADDRINUSE') {
    return `Port ${port} on 127.0.0.1 is in use, perhaps by another sandbox. End that one, or choose a port: npm run sandbox -- --port 4011`
  }
  if (code === STATE_IN_USE) return error.message
  if (code === 'EACCES' && 'port' in error)
    return `Port ${port} on 127.0.0.1 is not open to you. Choose one above 1023.`
  if (code.startsWith('ERR_SSL') || code.startsWith('ERR_OSSL')) {
    return `The certificate and key of --https do not fit: ${error.message}`
  }
  return 'errno' in error ? `The state file ${stateFile} cannot be used: ${error.message}` : null
}

process.exitCode = await main()
