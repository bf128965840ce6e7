import type { Page } from '@playwright/test'
import { expect } from './fixtures'

declare global {
  interface Window {
    layoutShifts: string[]
    noteControls: () => void
    movedControls: () => string[]
  }
}

/** Runs in the page before its own code. */
function watchLayout(): void {
  type Shift = PerformanceEntry & {
    value: number
    sources: { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[]
  }
  const shifts: string[] = []
  window.layoutShifts = shifts
  const nameOf = (node: Node | null) =>
    node instanceof Element
      ? `${node.tagName}${node.id && `#${node.id}`} “${node.getAttribute('aria-label') ?? node.textContent?.slice(0, 30)}”`
      : `${node?.nodeName}`
  const inWords = (box: DOMRect) =>
    [box.x, box.y, box.width, box.height].map((pixels) => Math.round(pixels)).join()
  new PerformanceObserver((list) => {
    // Whether there was input just before is not asked, unlike in the browser's own score: that is when somebody points.
    for (const entry of list.getEntries() as Shift[])
      for (const { node, previousRect, currentRect } of entry.sources) {
        const element = node instanceof Element ? node : node?.parentElement
        // The card of the preview is as high as its own text.
        if (element?.parentElement?.closest('figure')) continue
        // The bar keeps to the window's lower edge. When it grows, the browser takes its controls to have come from below.
        const isSameColumn = previousRect.x === currentRect.x || previousRect.width === 0
        if (isSameColumn && element?.closest('section[aria-label="Changes"]')) continue
        shifts.push(`${nameOf(node)} from ${inWords(previousRect)} to ${inWords(currentRect)}`)
      }
  }).observe({ type: 'layout-shift', buffered: true })

  const boxes = new Map<Element, DOMRect>()
  const isSeen = (control: Element, { top, bottom }: DOMRect) =>
    bottom > 0 && top < innerHeight && control.checkVisibility({ visibilityProperty: true })
  window.noteControls = () => {
    boxes.clear()
    // Of labels those that are pressed: one that leads to a field beside it is as wide as what its row leaves it.
    const controls = 'a[href], button, input, textarea, summary, label:has(input)'
    for (const control of document.querySelectorAll(controls)) {
      const box = control.getBoundingClientRect()
      if (isSeen(control, box)) boxes.set(control, box)
    }
  }
  window.movedControls = () =>
    [...boxes].flatMap(([control, before]) => {
      const now = control.getBoundingClientRect()
      const [from, to] = [inWords(before), inWords(now)]
      const isThere = control.isConnected && control.checkVisibility({ visibilityProperty: true })
      return isThere && from !== to ? [`${nameOf(control)} from ${from} to ${to}`] : []
    })
}

/** Measures what moves on a page, from its next loading on. */
export async function measureShifts(page: Page) {
  await page.addInitScript(watchLayout)

  /** Nothing has moved since the page was loaded, or since this was asked last. */
  async function expectNone(when: string): Promise<void> {
    // Told with the frame after the shift.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    expect.soft(await page.evaluate(() => window.layoutShifts.splice(0)), when).toEqual([])
  }

  /** Neither does anything move by what is done, nor has any control that was in view another place or size afterwards. */
  async function during(when: string, act: () => Promise<void>): Promise<void> {
    await expectNone(`before ${when}`)
    await page.evaluate(() => window.noteControls())
    await act()
    await expectNone(when)
    expect.soft(await page.evaluate(() => window.movedControls()), `controls ${when}`).toEqual([])
  }

  return { expectNone, during }
}
