import { stdout } from 'node:process'

// What follows takes seconds to load, and nobody should look at an empty terminal meanwhile.
stdout.write('Starting…\n')
const { startDevelopment } = await import('./development-servers')
await startDevelopment()
