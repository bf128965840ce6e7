import { parseArgs } from 'node:util'
import { benchMemory } from './memory'
import { benchStart } from './start'
import { benchThroughput } from './throughput'

// npm run bench:sandbox: how quick the sandbox is. With -- --memory what it keeps, with -- --start how soon it answers.

const { values } = parseArgs({
  options: { memory: { type: 'boolean', default: false }, start: { type: 'boolean', default: false } },
})
const say = (line: string) => process.stdout.write(`${line}\n`)
const bench = values.memory ? benchMemory : values.start ? benchStart : benchThroughput
const held = await bench(say)
say(held ? 'The bound holds.' : 'The bound does not hold.')
process.exitCode = held ? 0 : 1
