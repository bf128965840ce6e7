import { expect, test } from 'vitest'
import { preloadedScriptsOf, scriptsOf } from './first-load'

test('each script is counted once, and those for old browsers not at all', () => {
  const html = `
    <script src="/a.js" async=""></script><script async="" src="/a.js"></script>
    <script src="/b.js?v=1&amp;w=2"></script>
    <script src="/old.js" noModule=""></script>
    <script>inline()</script>`
  expect(scriptsOf(html, 'http://localhost:3000/profile')).toEqual([
    'http://localhost:3000/a.js',
    'http://localhost:3000/b.js?v=1&w=2',
  ])
})

test('what a page asks for in advance is counted apart', () => {
  const html = `
    <link rel="preload" as="script" fetchPriority="low" href="/later.js"/>
    <link rel="preload" as="image" href="/picture.png"/><link rel="stylesheet" href="/page.css"/>`
  expect(preloadedScriptsOf(html, 'http://localhost:3000/profile')).toEqual([
    'http://localhost:3000/later.js',
  ])
})
