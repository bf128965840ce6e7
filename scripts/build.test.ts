import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { PROJECT_FOLDER } from './next-process'

/** What `next build` does first: asks next.config.js for the settings of a production build. Gives what it throws, or ''. */
async function configureBuild(variables: Record<string, string>): Promise<string> {
  const script =
    "import('./next.config.js').then(({ default: configure }) => configure('phase-production-build')).then(() => '', ({ message }) => message).then((text) => console.log(text))"
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: PROJECT_FOLDER,
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', ...variables },
  })
  return stdout.trim()
}

const GOOD = {
  X_API_KEY: 'k'.repeat(25),
  X_API_SECRET: 's'.repeat(50),
  NEXTAUTH_SECRET: '0123456789abcdef0123456789abcdef-of-nobody',
}

test('on Vercel a build ends with every setting that is missing or malformed', async () => {
  const message = await configureBuild({ VERCEL: '1', X_API_ORIGIN: 'https://api.x.com/1.1' })
  for (const name of ['X_API_KEY', 'NEXTAUTH_SECRET', 'X_API_ORIGIN']) expect(message).toContain(name)
})

test('a build with good settings goes on, and elsewhere the server checks them at its start', async () => {
  expect(await configureBuild({ VERCEL: '1', ...GOOD })).toBe('')
  expect(await configureBuild({})).toBe('')
})
