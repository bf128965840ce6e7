import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const APP = ['app/', 'components/', 'lib/']
const FRAMEWORKS = ['next', 'next-auth', 'react', 'react-dom', 'server-only']

interface Boundary {
  from: string
  /** Folders and files it does not know, and packages. */
  mayNotReach: string[]
  /** Exceptions to these. */
  mayReach?: string[]
  packages?: string[]
}

/** What a file may not import. The first row whose `from` matches decides. */
const BOUNDARIES: Boundary[] = [
  { from: 'app/api/', mayNotReach: ['components/', 'lib/browser/', 'sandbox/', 'scripts/'] },
  { from: 'app/', mayNotReach: ['lib/server/x/', 'lib/browser/', 'sandbox/', 'scripts/'] },
  {
    from: 'components/ui/',
    mayNotReach: ['app/', 'components/', 'lib/server/', 'sandbox/', 'scripts/'],
    mayReach: ['components/ui/'],
  },
  { from: 'components/', mayNotReach: ['app/', 'lib/server/', 'sandbox/', 'scripts/'] },
  {
    from: 'lib/server/x/',
    mayNotReach: ['app/', 'components/', 'lib/browser/', 'lib/server/', 'sandbox/', 'scripts/'],
    mayReach: ['lib/server/x/', 'lib/server/env', 'lib/server/log', 'lib/server/request-scope'],
  },
  { from: 'lib/server/', mayNotReach: ['app/', 'components/', 'lib/browser/', 'sandbox/', 'scripts/'] },
  { from: 'lib/browser/', mayNotReach: ['app/', 'components/', 'lib/server/', 'sandbox/', 'scripts/'] },
  {
    from: 'lib/',
    mayNotReach: ['app/', 'components/', 'lib/server/', 'lib/browser/', 'sandbox/', 'scripts/'],
    packages: [...FRAMEWORKS, 'node:'],
  },
  { from: 'sandbox/', mayNotReach: [...APP, 'e2e/', 'scripts/'], packages: FRAMEWORKS },
  { from: 'e2e/', mayNotReach: [...APP, 'sandbox/', 'scripts/'] },
  // The commands check the environment as the app does.
  { from: 'scripts/', mayNotReach: [...APP, 'e2e/'], mayReach: ['lib/environment', 'lib/server-kinds'] },
  { from: 'playwright.config.ts', mayNotReach: [...APP, 'sandbox/'] },
  { from: 'vitest.config.ts', mayNotReach: [...APP, 'sandbox/'] },
  // What stands at the top: proxy.ts, instrumentation.ts and the settings of tools.
  { from: '', mayNotReach: ['components/', 'lib/browser/', 'sandbox/', 'e2e/', 'scripts/'] },
]

/** Who may write to the console; everyone else hands what they have to say to one of these, or to a person. */
const MAY_WRITE_TO_CONSOLE = ['lib/server/log.ts', 'sandbox/main.ts', 'scripts/']

const FOLDERS = ['app', 'components', 'lib', 'sandbox', 'e2e', 'scripts']
const SPECIFIER = /\b(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g
const FETCH = /(?<![\w.])(?:(?:window|globalThis|self)\.)?fetch\(/

const isSource = (name: string) => /\.(tsx?|m?js)$/.test(name)

const sourceFiles = [
  ...readdirSync(import.meta.dirname).filter(isSource),
  ...FOLDERS.flatMap((folder) =>
    readdirSync(path.join(import.meta.dirname, folder), { recursive: true, encoding: 'utf8' })
      .filter(isSource)
      .map((name) => path.posix.join(folder, name.replaceAll(path.sep, '/'))),
  ),
].filter((file) => !file.startsWith('next-env'))

const read = (file: string) => readFileSync(path.join(import.meta.dirname, file), 'utf8')

/** The project's own files that a file imports, by their paths from the top; packages are left out. */
function importsOf(file: string, source: string): string[] {
  return [...source.matchAll(SPECIFIER)].flatMap(([, specifier = '']) => {
    if (specifier.startsWith('@/')) return [specifier.slice('@/'.length)]
    if (specifier.startsWith('.')) return [path.posix.join(path.posix.dirname(file), specifier)]
    return []
  })
}

/** The packages that a file imports, by the first part of their names; built-in modules of Node as `node:`. */
function packagesOf(source: string): string[] {
  return [...source.matchAll(SPECIFIER)].flatMap(([, specifier = '']) => {
    if (specifier.startsWith('@/') || specifier.startsWith('.')) return []
    return [specifier.startsWith('node:') ? 'node:' : (specifier.split('/')[0] ?? '')]
  })
}

function violationsIn(file: string, source: string): string[] {
  const boundary = BOUNDARIES.find(({ from }) => file.startsWith(from))
  const { mayNotReach = [], mayReach = [], packages = [] } = boundary ?? {}
  const targets = importsOf(file, source)
    .filter((target) => mayNotReach.some((known) => target.startsWith(known)))
    .filter((target) => !mayReach.some((known) => target.startsWith(known)))
  const isTest = /\.(?:test|fixture)\.tsx?$/.test(file)
  const forbidden = isTest ? [] : packagesOf(source).filter((name) => packages.includes(name))
  return [...targets, ...forbidden].map((target) => `${file} imports ${target}`)
}

test('no file imports across a boundary', () => {
  expect(sourceFiles.flatMap((file) => violationsIn(file, read(file)))).toEqual([])
})

/** The sandbox's folders: each may know those before it. */
const SANDBOX_ORDER = ['state', 'http', 'profile', 'images', 'oauth', 'control', 'pages', 'api']
/** What stands above them all. */
const SANDBOX_ENTRIES = ['app.ts', 'command-line.ts', 'main.ts', 'server.ts']

function sandboxViolationsIn(file: string, source: string): string[] {
  const [, folder = ''] = file.split('/')
  const rank = SANDBOX_ORDER.indexOf(folder)
  if (!file.startsWith('sandbox/') || rank === -1 || file.endsWith('.test.ts')) return []
  return importsOf(file, source)
    .filter((target) => {
      const [, other = ''] = target.split('/')
      const otherRank = SANDBOX_ORDER.indexOf(other)
      return otherRank === -1 || otherRank > rank
    })
    .map((target) => `${file} imports ${target}`)
}

test('the folders of the sandbox stand in one order, each knowing only those before it', () => {
  expect(sourceFiles.flatMap((file) => sandboxViolationsIn(file, read(file)))).toEqual([])
  for (const breach of ['../pages/layout', '../server', '../tests/client', '../bench/served'])
    expect(sandboxViolationsIn('sandbox/control/faults.ts', `import { x } from '${breach}'`)).toHaveLength(1)
  expect(sandboxViolationsIn('sandbox/api/v2.ts', "import { x } from '../pages/layout'")).toEqual([])
})

test('every source of the sandbox is in one of these folders, or an entry point', () => {
  const known = [...SANDBOX_ORDER, 'assets', 'tests', 'bench', 'conformance']
  const stray = sourceFiles.filter((file) => {
    const [top, folder = '', ...rest] = file.split('/')
    if (top !== 'sandbox' || file.endsWith('.test.ts')) return false
    return rest.length === 0 ? !SANDBOX_ENTRIES.includes(folder) : !known.includes(folder)
  })
  expect(stray).toEqual([])
})

/** The file that an import names, whatever ending or index it leaves out; null for what is no source. */
function fileOf(target: string): string | null {
  const candidates = ['', '.ts', '.tsx', '.js', '.mjs', '/index.ts'].map((ending) => `${target}${ending}`)
  return candidates.find((file) => sourceFiles.includes(file)) ?? null
}

/** One circle of imports, as a route that ends where it began; null when there is none. */
function circleIn(imports: ReadonlyMap<string, readonly string[]>): string[] | null {
  const done = new Set<string>()
  const follow = (file: string, route: readonly string[]): string[] | null => {
    if (route.includes(file)) return [...route.slice(route.indexOf(file)), file]
    if (done.has(file)) return null
    for (const target of imports.get(file) ?? []) {
      const circle = follow(target, [...route, file])
      if (circle) return circle
    }
    done.add(file)
    return null
  }
  for (const file of imports.keys()) {
    const circle = follow(file, [])
    if (circle) return circle
  }
  return null
}

test('no files import each other in a circle, not even for a type', () => {
  const imports = sourceFiles.map((file): [string, string[]] => [
    file,
    importsOf(file, read(file)).flatMap((target) => fileOf(target) ?? []),
  ])
  expect(circleIn(new Map(imports))).toBeNull()
  expect(
    circleIn(
      new Map([
        ['a', ['b']],
        ['b', ['c']],
        ['c', ['b']],
      ]),
    ),
  ).toEqual(['b', 'c', 'b'])
})

test('a breach is noticed however the import is written', () => {
  const breaches = [
    "import { readSession } from '@/lib/server/auth/session'",
    "import type { Session } from '../../lib/server/auth/session'",
    "export { readSession } from '@/lib/server/auth/session'",
    "const session = await import('@/lib/server/auth/session')",
    "import '@/lib/server/auth/session'",
  ]
  for (const breach of breaches) {
    expect(violationsIn('components/editor/form.tsx', breach)).toEqual([
      'components/editor/form.tsx imports lib/server/auth/session',
    ])
  }
})

test('every module in lib/server declares itself server-only on its first line', () => {
  const unmarked = sourceFiles
    .filter((file) => file.startsWith('lib/server/') && !/\.(test|d)\.ts$/.test(file))
    .filter((file) => !read(file).startsWith("import 'server-only'\n"))
  expect(unmarked).toEqual([])
})

test('components never call fetch', () => {
  const callers = sourceFiles.filter((file) => file.startsWith('components/') && FETCH.test(read(file)))
  expect(callers).toEqual([])
})

const withoutTemplates = (source: string) => source.replace(/`[^`]*`/g, '``')

test('only the log, the sandbox’s entry and the scripts write to the console', () => {
  const writers = sourceFiles
    .filter((file) => file !== path.basename(import.meta.filename))
    // Snippets for other people's programs stand in template literals; the linter watches the code around them.
    .filter((file) => /\bconsole\s*\.\s*\w+\s*\(/.test(withoutTemplates(read(file))))
    .filter((file) => !MAY_WRITE_TO_CONSOLE.some((allowed) => file.startsWith(allowed)))
  expect(writers).toEqual([])
})

test('every folder at the top is one of those agreed on', () => {
  const agreed = [...FOLDERS, 'compatibility', 'docs', 'public', 'node_modules']
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
  const toolOutput = ['coverage', 'playwright-report', 'test-results']
  expect(folders.filter((name) => ![...agreed, ...toolOutput].includes(name))).toEqual([])
  expect(agreed.filter((name) => !existsSync(path.join(import.meta.dirname, name)))).toEqual([])
})
