import { afterAll, expect } from 'vitest'
import { type ArrivedRequest, onUnexplained } from '../state/request-log'

/**
 * Vitest's set-up of every file with integration tests: each refusal, and each 200 that changed nothing, of every sandbox
 * that the file starts has an explanation.
 */
const unexplained: ArrivedRequest[] = []

onUnexplained((request) => unexplained.push(request))

afterAll(() => expect(unexplained, 'requests without an explanation in the sandbox’s log').toEqual([]))
