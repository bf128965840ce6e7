/**
 * `npm run traced`: fails when a function of the build is given a file that it has no use for: a test, a development
 * tool, a file of settings. Platforms that run each route as a function of its own take what these lists name.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { PROJECT_FOLDER } from './next-process'
import { runCommand } from './run-command'

const traceSchema = z.object({ files: z.array(z.string()) })
const packageSchema = z.object({ devDependencies: z.record(z.string(), z.string()) })

/** What a function needs that is neither built nor installed. */
const NEEDED = new Set(['package.json'])

/** The package below the last `node_modules` of a path. */
const PACKAGE = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//

/**
 * Which of the files (paths from the project's folder) a function has no use for.
 *
 * @param developmentPackages the names of the packages that only development needs.
 */
export function needlessFiles(files: string[], developmentPackages: ReadonlySet<string>): string[] {
  return files.filter((file) => {
    const [, name] = PACKAGE.exec(file) ?? []
    if (name) return developmentPackages.has(name)
    return !file.startsWith('.next/') && !NEEDED.has(file)
  })
}

/** Every file that a list in the build names, by the path of that list. */
function tracedFiles(): Map<string, string[]> {
  const build = path.join(PROJECT_FOLDER, '.next')
  if (!existsSync(path.join(build, 'BUILD_ID')))
    throw new Error('There is no build. Run npm run build first.')
  const lists = readdirSync(path.join(build, 'server'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.nft.json'))
    .map((name) => path.join(build, 'server', name))
  return new Map(
    lists.map((list) => {
      const { files } = traceSchema.parse(JSON.parse(readFileSync(list, 'utf8')))
      const fromTop = (file: string) =>
        path.relative(PROJECT_FOLDER, path.resolve(path.dirname(list), file)).replaceAll(path.sep, '/')
      return [path.relative(build, list), files.map(fromTop)]
    }),
  )
}

/** Prints what is wrong; 0 when nothing is. */
async function checkTracedFiles(): Promise<number> {
  const settings = JSON.parse(readFileSync(path.join(PROJECT_FOLDER, 'package.json'), 'utf8'))
  const developmentPackages = new Set(Object.keys(packageSchema.parse(settings).devDependencies))
  const traced = tracedFiles()
  const problems = [...traced].flatMap(([list, files]) =>
    needlessFiles(files, developmentPackages).map((file) => `${list} names ${file}`),
  )
  console.log(problems.join('\n') || `${traced.size} functions and parts: each has only what it needs.`)
  return problems.length === 0 ? 0 : 1
}

if (process.argv[1] === import.meta.filename) await runCommand(checkTracedFiles)
