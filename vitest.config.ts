import { availableParallelism } from 'node:os'
import path from 'node:path'
import { defineConfig } from 'vitest/config'
import './scripts/vitest-on-node-20.mjs'

export default defineConfig({
  resolve: {
    alias: {
      '@': import.meta.dirname,
      // The package throws outside a React Server build; its empty twin lets the same modules run in tests.
      'server-only': path.join(import.meta.dirname, 'node_modules/server-only/empty.js'),
    },
  },
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules', '.next', 'e2e', 'compatibility'],
    setupFiles: ['scripts/property-test-seed.ts'],
    globalSetup: ['scripts/sandbox-for-unit-tests.ts'],
    testTimeout: 60_000,
    // On two processors it would use one.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // The log lines of refusals that a test provokes are news only when the test fails.
    silent: 'passed-only',
  },
})
