import { expect, test } from 'vitest'
import { displayUrl } from './links'

test.each([
  ['https://www.wren.example/', 'wren.example'],
  ['http://wren.example/hedges/of/fens', 'wren.example/hedges/of/fens'],
  ['http://wren.example/hedges/of/ferns', 'wren.example/hedges/of/fern…'],
])('the address %s is shown as %s', (address, shown) => {
  expect(displayUrl(address)).toBe(shown)
})
