import { afterEach, expect, test, vi } from 'vitest'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

/** What is written of these lines where `LOG_LEVEL` is this. */
async function written(logLevel: string): Promise<{ level: string; path: string }[]> {
  vi.stubEnv('LOG_LEVEL', logLevel)
  vi.resetModules()
  const lines: string[] = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
  const { log } = await import('./log')
  for (const level of ['info', 'warn', 'error'] as const)
    log(level, 'refused_here', { path: `/${'a'.repeat(300)}` })
  return lines.map((line) => JSON.parse(line))
}

test('no line is as long as a visitor makes its path', async () => {
  for (const { path } of await written('info')) expect(path).toBe(`/${'a'.repeat(199)}`)
})

test('lines below the level that is set are not written', async () => {
  const levels = async (logLevel: string) => (await written(logLevel)).map(({ level }) => level)
  expect(await levels('debug')).toEqual(['info', 'warn', 'error'])
  expect(await levels('warn')).toEqual(['warn', 'error'])
  expect(await levels('silent')).toEqual([])
})
