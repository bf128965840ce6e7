import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { readSeedAccounts, type SeedAccount, type SeedAccountsResult } from './control/accounts'

const DEFAULT_PORT = 4010

export const HELP = `Sandbox of X's account calls (v1.1 and v2) and OAuth 1.0a and 2.0, on this machine alone.

  npm run sandbox -- [options]

  --port NUMBER      where it listens on 127.0.0.1; 0 takes any free port
                     (otherwise SANDBOX_PORT, otherwise ${DEFAULT_PORT})
  --state FILE       where it keeps what it remembers (otherwise .sandbox/state.json);
                     one sandbox a file, a second one ends with a sentence
  --seed FILE        further accounts, as JSON: {"accounts":[{"screen_name":"linnet"}]}
                     with the fields of POST /__sandbox/accounts
  --https CERT KEY   speaks https with this certificate and key, both PEM files,
                     for clients whose host cannot be changed
  --quiet            says nothing but what is wrong with starting or with the state
  --help             this text

wren, kestrel and jay are always there. sandbox/README.md has the rest.
`

export interface CommandLine {
  port: number
  stateFile: string
  seedAccounts: readonly SeedAccount[]
  https: { cert: string; key: string } | null
  isQuiet: boolean
  wantsHelp: boolean
}

type Reading<Value> = { ok: true; value: Value } | { ok: false; message: string }

/** Of what kind each option is. --https takes a second value. */
const OPTIONS = {
  port: { type: 'string' },
  state: { type: 'string' },
  seed: { type: 'string' },
  https: { type: 'string' },
  quiet: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

/**
 * Reads the options, and the files they name. Refuses with a sentence; nothing has been touched then.
 *
 * @param portSetting SANDBOX_PORT of the environment.
 */
export function readCommandLine(
  given: readonly string[],
  portSetting: string | undefined,
): Reading<CommandLine> {
  const options = readOptions([...given])
  if (!options.ok) return options
  const valuesOf = (name: keyof typeof OPTIONS) => options.value.get(name)
  const [wanted] = valuesOf('port') ?? []
  const port = readPort(wanted ?? portSetting ?? String(DEFAULT_PORT), wanted === undefined)
  if (!port.ok) return port
  const seed = readSeed(valuesOf('seed')?.[0])
  if (!seed.ok) return seed
  const pem = (valuesOf('https') ?? []).map(readText)
  const missing = pem.find((file) => !file.ok)
  if (missing) return missing
  const [cert, key] = pem.flatMap((file) => (file.ok ? [file.value] : []))
  return {
    ok: true,
    value: {
      port: port.value,
      stateFile: valuesOf('state')?.[0] ?? path.join('.sandbox', 'state.json'),
      seedAccounts: seed.accounts,
      https: cert !== undefined && key !== undefined ? { cert, key } : null,
      isQuiet: valuesOf('quiet') !== undefined,
      wantsHelp: valuesOf('help') !== undefined,
    },
  }
}

/** The values behind each option that was given. */
function readOptions(args: string[]): Reading<ReadonlyMap<string, string[]>> {
  const { tokens } = parseArgs({
    args,
    options: OPTIONS,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const found = new Map<string, string[]>()
  for (const token of tokens) {
    const https = found.get('https')
    if (token.kind === 'positional' && https?.length === 1) https.push(token.value)
    else if (token.kind !== 'option' || !Object.hasOwn(OPTIONS, token.name))
      return refused(unknownOption(token))
    else if (found.has(token.name)) return refused(`${token.rawName} is given twice.`)
    else found.set(token.name, token.value === undefined ? [] : [token.value])
  }
  const lacking = [...found].find(([name, values]) => isLacking(name, values))?.[0]
  if (lacking === undefined) return { ok: true, value: found }
  return refused(`--${lacking} needs ${lacking === 'https' ? '2 values' : 'a value'} behind it.`)
}

function isLacking(name: string, values: readonly string[]): boolean {
  const wanted = name === 'https' ? 2 : ['quiet', 'help'].includes(name) ? 0 : 1
  return values.length < wanted || values.some((value) => value.startsWith('--'))
}

function unknownOption(token: { kind: string; rawName?: string; value?: string | undefined }): string {
  const name = token.kind === 'option' ? token.rawName : (token.value ?? '--')
  return `${name} is no option of the sandbox. --help lists them.`
}

function refused(message: string): { ok: false; message: string } {
  return { ok: false, message }
}

function readPort(text: string, isSetting: boolean): Reading<number> {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return { ok: true, value: port }
  const name = isSetting ? 'SANDBOX_PORT' : '--port'
  return refused(`${name} is "${text}", which is no port: it takes a number from 0 to 65535.`)
}

function readSeed(file: string | undefined): SeedAccountsResult {
  if (file === undefined) return { ok: true, accounts: [] }
  const text = readText(file)
  if (!text.ok) return text
  try {
    const accounts = readSeedAccounts(JSON.parse(text.value))
    return accounts.ok ? accounts : refused(`The seed file ${file} is not usable. ${accounts.message}`)
  } catch (error) {
    return refused(`The seed file ${file} is no JSON: ${messageOf(error)}.`)
  }
}

function readText(file: string): Reading<string> {
  try {
    return { ok: true, value: readFileSync(file, 'utf8') }
  } catch (error) {
    return refused(`${file} cannot be read: ${messageOf(error)}.`)
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
