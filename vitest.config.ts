import { availableParallelism } from 'node:os'
import path from 'node:path'
import { defineConfig } from 'vitest/config'
import './scripts/vitest-on-node-20.mjs'

const NO_TESTS = ['**/node_modules', '.next', 'e2e', 'compatibility']
/** Those that speak to a real sandbox. */
const INTEGRATION_TESTS = '**/*.integration.test.ts'

export default defineConfig({
  resolve: {
    alias: {
      '@': import.meta.dirname,
      // The package throws outside a React Server build; its empty twin lets the same modules run in tests.
      'server-only': path.join(import.meta.dirname, 'node_modules/server-only/empty.js'),
    },
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...NO_TESTS, INTEGRATION_TESTS],
          // Nothing listens there.
          env: { X_API_ORIGIN: 'http://127.0.0.1:9' },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: [INTEGRATION_TESTS],
          exclude: NO_TESTS,
          globalSetup: ['scripts/sandbox-for-integration-tests.ts'],
          setupFiles: ['sandbox/tests/unexplained.ts'],
        },
      },
    ],
    // What the app reads; the integration tests' set-up adds the address of the sandbox.
    env: {
      X_API_KEY: 'sandbox-key',
      X_API_SECRET: 'sandbox-secret',
      NEXTAUTH_SECRET: 'a-secret-for-tests-alone',
      NEXTAUTH_URL: 'http://localhost:3000',
    },
    setupFiles: ['scripts/property-test-seed.ts'],
    testTimeout: 60_000,
    // On two processors it would use one.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // The log lines of refusals that a test provokes are news only when the test fails.
    silent: 'passed-only',
  },
})
