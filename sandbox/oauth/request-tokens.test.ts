import { expect, test } from 'vitest'
import { APP, NEW_APP } from '../state/schema'
import { checkCallback, MAX_CALLBACK_CHARACTERS } from './request-tokens'

const anyOnThisMachine = { ...APP, ...NEW_APP, callbacks: null }

test('a callback is as long as any client’s, and no longer', () => {
  const start = 'http://127.0.0.1/'
  const longest = start + 'a'.repeat(MAX_CALLBACK_CHARACTERS - start.length)
  expect(checkCallback(anyOnThisMachine, longest)).toBe('taken')
  expect(checkCallback(anyOnThisMachine, `${longest}a`)).toBe('not approved')
})

test('a web address is compared letter for letter, and a scheme of an app’s own by itself', () => {
  const app = { ...APP, ...NEW_APP, callbacks: ['https://wren.example/back', 'wren://back'] }
  expect(checkCallback(app, 'https://wren.example/back')).toBe('taken')
  expect(checkCallback(app, 'https://wren.example/back?a')).toBe('not approved')
  expect(checkCallback({ ...app, callbacks: ['https://'] }, 'https://wren.example/')).toBe('not approved')
  expect(checkCallback({ ...app, callbacks: ['wren://'] }, 'wren://elsewhere')).toBe('taken')
  expect(checkCallback(app, 'oob')).toBe('taken')
  expect(checkCallback({ ...app, callbacks: [] }, 'https://wren.example/back')).toBe('desktop')
})
