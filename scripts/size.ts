/**
 * `npm run size`: how much JavaScript the editor's first load takes, beside an empty page of the same Next.
 * `--check` compares with the bound alone, and skips the empty page.
 */
import { parseArgs } from 'node:util'
import { ensureBuild } from './build'
import { type FirstLoad, measureEmptyPage, measureFirstLoad } from './first-load'
import { runCommand } from './run-command'
import { signInOverHttp } from './sign-in'
import { startAppAndSandbox } from './start-app'

/** Before the page is painted: an empty page of Next 16.4 has 134.6 kB. */
const BOUND_KILOBYTES = 145
/** With the editor's own code, which is fetched after that with low priority. */
const WHOLE_BOUND_KILOBYTES = 172
const BYTES_PER_KILOBYTE = 1000

const kilobytes = (bytes: number) => (bytes / BYTES_PER_KILOBYTE).toFixed(1)

function describePage(name: string, { scripts, rawBytes, gzipBytes }: FirstLoad): string {
  return `${name.padEnd(11)} ${kilobytes(gzipBytes)} kB gzip -9 (${scripts} scripts, ${kilobytes(rawBytes)} kB raw)`
}

async function measureEditor(): Promise<FirstLoad> {
  const servers = await startAppAndSandbox()
  try {
    const cookie = await signInOverHttp(servers.appOrigin, 'wren')
    return await measureFirstLoad(`${servers.appOrigin}/profile`, cookie)
  } finally {
    await servers.close()
  }
}

await runCommand(async () => {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
  ensureBuild()
  const editor = await measureEditor()
  console.log(describePage('Editor', editor))
  if (!values.check) {
    const empty = await measureEmptyPage()
    console.log(describePage('Empty page', empty))
    console.log(`Ratio       ${(editor.gzipBytes / empty.gzipBytes).toFixed(2)}`)
  }
  const whole = editor.gzipBytes + editor.laterGzipBytes
  console.log(`With the code that runs once it is painted: ${kilobytes(whole)} kB`)
  const isWithinBound =
    editor.gzipBytes <= BOUND_KILOBYTES * BYTES_PER_KILOBYTE &&
    whole <= WHOLE_BOUND_KILOBYTES * BYTES_PER_KILOBYTE
  const bounds = `${BOUND_KILOBYTES} and ${WHOLE_BOUND_KILOBYTES} kB`
  console.log(`Bounds      ${bounds}: ${isWithinBound ? 'kept' : 'exceeded'}`)
  return values.check && !isWithinBound ? 1 : 0
})
