import type { Page } from '@playwright/test'
import { expect } from './fixtures'

/**
 * Does to a page what Chrome's own translation does, from now on: each text is replaced by two `font` elements with a new
 * text in them, again after every change, except where `translate="no"` stands. The words stay the same, so that
 * whoever looks for them finds them. Waits until the page's code runs, as a person does who chooses to translate.
 */
export async function translatePage(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    Object.keys(document.querySelector('main') ?? {}).some((key) => key.startsWith('__reactFiber')),
  )
  await page.evaluate(() => {
    const SKIPPED = 'font, script, style, noscript, textarea, title, [translate="no"]'
    const isTranslated = (text: Text) => {
      const around = text.parentElement?.closest('font, script, style, [translate]')
      return around?.matches(SKIPPED) ?? false
    }
    function translate(root: Node) {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
      const texts: Text[] = root instanceof Text ? [root] : []
      while (walker.nextNode()) texts.push(walker.currentNode as Text)
      for (const text of texts) {
        if (text.data === '' || !text.isConnected || isTranslated(text)) continue
        const outer = document.createElement('font')
        const inner = document.createElement('font')
        inner.textContent = text.data
        outer.append(inner)
        text.replaceWith(outer)
      }
    }
    document.documentElement.lang = 'de'
    document.documentElement.classList.add('translated-ltr')
    translate(document.body)
    new MutationObserver((records) => {
      for (const { type, target, addedNodes } of records) {
        if (type === 'characterData') translate(target)
        for (const node of addedNodes) translate(node)
      }
    }).observe(document.body, { childList: true, characterData: true, subtree: true })
  })
}

/** Every text of the page whose element shows something else than the page's code last gave it. */
const staleTexts = (page: Page) =>
  page.evaluate(() =>
    [...document.body.querySelectorAll('*')].flatMap((element) => {
      const key = Object.keys(element).find((one) => one.startsWith('__reactProps'))
      const { children } = (key ? Reflect.get(element, key) : {}) as { children?: unknown }
      if (typeof children !== 'string' && typeof children !== 'number') return []
      const shown = element.textContent ?? ''
      return shown === String(children) ? [] : [`${shown} instead of ${children}`]
    }),
  )

/** The page still stands, is translated, and each of its texts is the one of now. */
export async function expectCurrent(page: Page): Promise<void> {
  await expect(page.getByText('This page broke off')).toBeHidden()
  await expect(page.locator('font').first()).toBeAttached()
  await expect.poll(() => staleTexts(page), 'texts that are no longer so').toEqual([])
}
