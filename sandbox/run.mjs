/**
 * Runs one of the sandbox's programs, without a step before: `node sandbox/run.mjs sandbox/main.ts --port 4011`.
 *
 * Its modules are made into one first. That and running it takes half the time of loading a hundred of them one by
 * one through a translator, and nothing is added to functions that are made for each request.
 */
import { renameSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, stop } from 'esbuild'

// Within node_modules, so that packages are found from there.
const FOLDER = fileURLToPath(new URL('../node_modules/.cache/plumage-sandbox/', import.meta.url))

/** Makes one module of a program and of all that it imports but packages. Answers its address. */
async function makeModule(program) {
  const file = path.join(FOLDER, `${path.basename(program, '.ts')}.mjs`)
  const unfinished = `${file}.${process.pid}`
  await build({
    entryPoints: [program],
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: 'inline',
    sourcesContent: false,
    outfile: unfinished,
    // What a module asks it for is folder.ts alone, which is in this folder too.
    define: { 'import.meta.url': JSON.stringify(import.meta.url) },
  })
  await stop()
  // Whole or not at all: another sandbox may be starting from the same file.
  renameSync(unfinished, file)
  return pathToFileURL(file).href
}

// The program finds its options where it would if it had been started itself.
process.argv.splice(1, 1)
process.setSourceMapsEnabled(true)
await import(await makeModule(process.argv[1]))
