import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const ROOT = path.join(import.meta.dirname, '..')
const TOP_FOLDERS = [
  'app',
  'components',
  'lib',
  'sandbox',
  'e2e',
  'scripts',
  'docs',
  'public',
  'compatibility',
]
const TOP_FOLDER = TOP_FOLDERS.join('|')

/** Files that a program makes or a reader would: their names are explained, but they are not in the repository. */
const MADE_LATER = new Set([
  'state.json',
  '.sandbox/state.json',
  'history.json',
  'docs/decisions/NNNN-title.md',
  'NNNN-title.md',
])

const files = [
  ...readdirSync(ROOT, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : [])),
  ...TOP_FOLDERS.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => path.posix.join(folder, name.replaceAll(path.sep, '/')))
      .filter((name) => !name.includes('/node_modules')),
  ),
]
const pages = files.filter((file) => file.endsWith('.md'))
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8')

// Paths from the top, wherever they are written: `lib/server/x`, `app/api/account/*/route.ts`.
const FROM_TOP = new RegExp(String.raw`(?<![\w./@-])(?:${TOP_FOLDER})/[\w./@*[\]-]*`, 'g')
const CODE = /`([^`\n]+)`/g
const FILE_NAME = /^(?:[\w.@[\]-]+\/)*[\w@[\]-][\w.@[\]-]*\.(?:tsx?|m?js|json|md|css|svg)$/
const LINK = /\]\(([^)\s]+)\)/g

/** True when the repository has it from its top, with or without its ending; `*` stands for any one name. */
function isFromTop(name: string): boolean {
  const bare = name.replace(/[./]+$/, '')
  if (!bare.includes('*')) return ['', '.ts', '.tsx'].some((end) => existsSync(path.join(ROOT, bare + end)))
  const escaped = bare.replace(/[.[\]]/g, String.raw`\$&`).replaceAll('*', '[^/]*')
  return files.some((file) => new RegExp(`^${escaped}$`).test(file))
}

/** The paths a page names that the repository does not have. */
function missingIn(page: string, text: string): string[] {
  const folder = path.posix.dirname(page)
  const prose = text.replace(/^```[\s\S]*?^```/gm, '')
  const links = [...prose.matchAll(LINK)]
    .map(([, target = '']) => target.split('#')[0] ?? '')
    .filter((target) => target && !/^\w+:/.test(target))
    .filter((target) => !existsSync(path.join(ROOT, folder, target)))
  const fromTop = [...text.replace(LINK, '').matchAll(FROM_TOP)]
    .map(([name]) => name)
    .filter((name) => !isFromTop(name) && !existsSync(path.join(ROOT, folder, name)))
  const names = [...prose.matchAll(CODE)]
    .flatMap(([, code = '']) => code.split(/\s+/))
    .filter((word) => FILE_NAME.test(word) && !new RegExp(`^(?:${TOP_FOLDER})/`).test(word))
    .filter((name) => {
      const file = path.posix.join(folder, name)
      return !files.some((known) => known === file || known === name || known.endsWith(`/${name}`))
    })
  return [...links, ...fromTop, ...names]
    .filter((name) => !MADE_LATER.has(name))
    .map((name) => `${page}: ${name}`)
}

test('every file and folder that a page of documentation names exists', () => {
  expect(pages).toContain('README.md')
  expect(pages.flatMap((page) => missingIn(page, read(page))).join('\n')).toBe('')
})

test('a path that does not exist is noticed, however it is written', () => {
  for (const text of [
    '`gone.test.ts`',
    '[x](gone.md)',
    'see lib/gone.ts',
    '`app/gone/*/route.ts`',
    '`npm x gone.ts`',
  ])
    expect(missingIn('docs/architecture.md', text)).toHaveLength(1)
})

/** `file` followed by titles in quotation marks; … stands for what is left out. */
const PROOF = /`([\w./[\]-]+\.(?:test|spec|teardown)\.ts)`((?:,? *"[^"]+")+)/g

test('every test that a page of documentation quotes exists in the file it names', () => {
  const missing = pages.flatMap((page) =>
    [...read(page).matchAll(PROOF)].flatMap(([, name = '', titles = '']) => {
      const sources = files.filter((file) => file === name || file.endsWith(`/${name}`)).map(read)
      return [...titles.matchAll(/"([^"]+)"/g)]
        .map(([, title = '']) => title)
        .filter((title) => !sources.some((source) => hasTitle(source, title)))
        .map((title) => `${page}: ${name} "${title}"`)
    }),
  )
  expect(missing.join('\n')).toBe('')
})

/** True when all pieces of a title stand in one line, in order. A value that a test fills in is left out by …. */
function hasTitle(source: string, title: string): boolean {
  const pieces = title.split('…').map((piece) => piece.trim())
  const escaped = pieces.map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(escaped.join('.*').replace(/['’]/g, "['’]")).test(source)
}

/** Rows of a table that walks through the code: functions, and the file they are in. */
const STEP = /^\| ((?:`[\w.]+`(?:, )?)+) \| `([\w./[\]-]+)` \|/gm

test('from the press on Publish to the socket the architecture walks through at most eight functions, each in the file beside it', () => {
  const steps = [...read('docs/architecture.md').matchAll(STEP)]
  expect(steps.length).toBeGreaterThan(5)
  expect(steps.length).toBeLessThanOrEqual(8)
  const missing = steps.flatMap(([, functions = '', file = '']) =>
    [...functions.matchAll(/`(?:\w+\.)?(\w+)`/g)]
      .map(([, name = '']) => name)
      .filter((name) => !new RegExp(String.raw`\b${name}\b.*[({]`).test(read(file)))
      .map((name) => `${file}: ${name}`),
  )
  expect(missing.join('\n')).toBe('')
})
