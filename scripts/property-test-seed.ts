import fc from 'fast-check'

/**
 * Vitest's set-up of every test file. Property tests try the same inputs in every run, so that a run does not fail by
 * chance; `npm run fuzz` tries new ones.
 */
if (!process.env.PLUMAGE_FUZZ) fc.configureGlobal({ seed: 20_261_130 })
