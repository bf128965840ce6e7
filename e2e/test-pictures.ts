import path from 'node:path'

/** The path of a computed test picture; playwright.config.ts has them made before the first test. */
export function testPicture(name: string): string {
  const folder = process.env.E2E_PICTURES_FOLDER
  if (!folder) throw new Error('E2E_PICTURES_FOLDER is missing: playwright.config.ts sets it.')
  return path.join(folder, name)
}
