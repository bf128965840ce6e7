import { parseArgs } from 'node:util'
import { benchMemory } from './memory'
import { benchThroughput } from './throughput'

// npm run bench:sandbox: how quick the sandbox is. npm run bench:sandbox -- --memory: what it keeps.

const { values } = parseArgs({ options: { memory: { type: 'boolean', default: false } } })
const say = (line: string) => process.stdout.write(`${line}\n`)
const held = values.memory ? await benchMemory(say) : await benchThroughput(say)
say(held ? 'The bound holds.' : 'The bound does not hold.')
process.exitCode = held ? 0 : 1
