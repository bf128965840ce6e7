import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { expect, test } from 'vitest'
import { type NewerApi, newerApis, olderMemberNames, oldestBrowsers } from './newer-apis'

const PROJECT_FOLDER = path.join(import.meta.dirname, '..')

/** What is there only in some browsers, and why the code may name it all the same. */
const ALLOWED: Record<string, string> = {
  ImageDecoder: 'asked for first; without it the picture is decoded by another way',
  'ImageDecoder.isTypeSupported': 'asked for first, with ImageDecoder',
  'CanvasRenderingContext2D.imageSmoothingQuality': 'a wish; it changes nothing where it is not known',
  'OffscreenCanvasRenderingContext2D.imageSmoothingQuality':
    'a wish; it changes nothing where it is not known',
  'StorageManager.estimate': 'asked for first; without it nothing is said of the space',
  'Intl.Segmenter': 'asked for first; without it texts without spaces are compared as a whole',
  // Names of our own.
  'Blob.bytes': 'a property of our records',
  'Navigator.canShare': 'asked for first; without it the file is saved',
  'Navigator.share': 'asked for by canShare',
  'Request.bytes': 'a property of our records',
  'Response.bytes': 'a property of our records',
  'Window.restore': 'functions of our own',
}

/** Objects whose newer members are looked for by their name alone, as no type tells whose a member is. */
const COMMON_OWNERS =
  /^(Abort(Controller|Signal)|Blob|File(List|Reader)?|(Offscreen)?Canvas(RenderingContext2D)?|OffscreenCanvasRenderingContext2D|DOM(Rect|Exception|TokenList)|DataTransfer(Item)?|Document(Fragment)?|Element|Event(Target)?|FormData|Headers|HTML(Anchor|Button|Canvas|Dialog|Form|Image|Input|TextArea|)Element|IDB\w+|ImageBitmap|ImageData|KeyboardEvent|MouseEvent|Node|PointerEvent|Range|Request|Response|Selection|StorageManager|URL(SearchParams)?|Worker|XMLHttpRequest)$/
const GLOBAL_OBJECTS: Record<string, string> = {
  Window: 'window|globalThis|self',
  WorkerGlobalScope: 'globalThis|self',
  DedicatedWorkerGlobalScope: 'globalThis|self',
  Navigator: 'navigator',
  WorkerNavigator: 'navigator',
  Document: 'document',
  Crypto: 'crypto',
  Performance: 'performance',
  History: 'history',
  Location: 'location',
}

const BROWSER_CODE = ['app', 'components', 'lib']
/** What of it runs on the server alone. */
const SERVER_CODE = ['app/api/', 'lib/server/', 'lib/environment.ts']
const isOfBrowser = (file: string) =>
  /\.tsx?$/.test(file) &&
  !/\.(test|fixture|d)\.ts$/.test(file) &&
  !SERVER_CODE.some((place) => file.startsWith(place))

const files = BROWSER_CODE.flatMap((folder) =>
  readdirSync(path.join(PROJECT_FOLDER, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
    path.posix.join(folder, name.replaceAll(path.sep, '/')),
  ),
).filter(isOfBrowser)

const withoutComments = (source: string) => source.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '')

const OLDER_NAMES = olderMemberNames()

/** How a source would name this; null where only its type could tell, as with the methods of arrays. */
function mentionOf({ name, kind }: NewerApi): RegExp | null {
  const [owner = '', member = ''] = name.split('.')
  if (kind === 'global')
    return new RegExp(`(?:\\bnew|\\binstanceof|\\btypeof)\\s+${name}\\b|(?<![.\\w])${name}\\??\\.`)
  if (kind === 'static') return new RegExp(`(?<![.\\w])${owner}\\??\\.${member}\\b`)
  const global = GLOBAL_OBJECTS[owner]
  if (global) {
    const isFunction = owner === 'Window' ? `|(?<![.\\w]|function )${member}\\(` : ''
    return new RegExp(`\\b(?:${global})\\??\\.${member}\\b${isFunction}`)
  }
  return COMMON_OWNERS.test(owner) && !OLDER_NAMES.has(member) ? new RegExp(`\\.${member}\\b`) : null
}

const MENTIONS = newerApis().flatMap((api) => {
  const mention = mentionOf(api)
  return mention ? [{ name: api.name, mention }] : []
})

function newerIn(source: string): string[] {
  const code = withoutComments(source)
  return MENTIONS.filter(({ mention }) => mention.test(code)).map(({ name }) => name)
}

test('the browsers we promise are not older than those that Next supports', () => {
  const ofNext: string[] = createRequire(import.meta.url)('next/dist/shared/lib/modern-browserslist-target')
  for (const [name, version] of ofNext.map((line) => line.split(' ')))
    expect(Number(oldestBrowsers()[name ?? '']), name).toBeGreaterThanOrEqual(Number(version))
})

test('code for browsers names nothing that the oldest of them does not have, unless it asks first', () => {
  const found = files.flatMap((file) =>
    newerIn(readFileSync(path.join(PROJECT_FOLDER, file), 'utf8'))
      .filter((name) => !(name in ALLOWED))
      .map((name) => `${file} names ${name}`),
  )
  expect(found).toEqual([])
})

test('something newer is noticed however it is reached', () => {
  const newer = {
    'AbortSignal.any': 'const either = AbortSignal.any([one, other])',
    'URL.canParse': 'if (!URL.canParse(text)) return null',
    ImageDecoder: 'const decoder = new ImageDecoder(init)',
    'Intl.DurationFormat': "new Intl.DurationFormat('en')",
    'Promise.withResolvers': 'const { promise } = Promise.withResolvers()',
    'Element.checkVisibility': 'if (row.checkVisibility()) return',
    'HTMLElement.inert': 'page.inert = true',
    'HTMLElement.showPopover': 'menu?.showPopover()',
    'Document.startViewTransition': 'document.startViewTransition?.(draw)',
    'Window.requestIdleCallback': 'requestIdleCallback(load)',
    'Navigator.share': 'await navigator.share({ url })',
    'Response.json': 'return Response.json(profile)',
  }
  for (const [name, source] of Object.entries(newer)) expect(newerIn(source), source).toContain(name)
})

test('what every one of them has is not taken for newer', () => {
  const names = new Set(newerApis().map(({ name }) => name))
  const old = [
    'structuredClone',
    'Window.fetch',
    'OffscreenCanvas',
    'Array.at',
    'HTMLDialogElement.showModal',
  ]
  expect(old.filter((name) => names.has(name))).toEqual([])
})
