import { defineConfig } from 'vitest/config'
import '../scripts/vitest-on-node-20.mjs'

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    setupFiles: ['../sandbox/tests/unexplained.ts'],
    testTimeout: 60_000,
    silent: 'passed-only',
  },
})
