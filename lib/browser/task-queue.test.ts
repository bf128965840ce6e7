import { expect, test } from 'vitest'
import { createTaskQueue } from './task-queue'

const aTurn = () => new Promise((resolve) => setImmediate(resolve))

test('work is done in the order in which it was asked for, one piece at a time', async () => {
  const inTurn = createTaskQueue()
  const done: string[] = []
  const slowly = (word: string) => async () => {
    done.push(`${word} begins`)
    await aTurn()
    done.push(`${word} ends`)
    return word
  }
  expect(await Promise.all([inTurn(slowly('first')), inTurn(slowly('second'))])).toEqual(['first', 'second'])
  expect(done).toEqual(['first begins', 'first ends', 'second begins', 'second ends'])
})

test('work that fails tells whoever asked for it, and no other', async () => {
  const inTurn = createTaskQueue()
  const rejected = inTurn(async () => {
    await aTurn()
    throw new Error('refused')
  })
  const thrown = inTurn(() => {
    throw new Error('thrown')
  })
  const next = inTurn(async () => 'done')
  await expect(rejected).rejects.toThrow('refused')
  await expect(thrown).rejects.toThrow('thrown')
  expect(await next).toBe('done')
})
