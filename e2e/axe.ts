import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type AxeResults = { violations: { id: string; nodes: { target: unknown[] }[] }[] }

/** Of those that axe-core runs unasked. */
const RULES_ABOUT_COLOURS = ['color-contrast', 'link-in-text-block']

/**
 * Everything axe-core finds on the page once its transitions have ended, each with the elements it concerns: by every rule
 * as the page stands, and by those about colours in the dark as well.
 */
export async function violationsOn(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  const found = await runAxe(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  const inTheDark = await runAxe(page, RULES_ABOUT_COLOURS)
  await page.emulateMedia({ colorScheme: null })
  return [...found, ...inTheDark.map((violation) => `in dark colours ${violation}`)]
}

function runAxe(page: Page, rules?: string[]): Promise<string[]> {
  return page.evaluate(async (values) => {
    // Halfway from one colour to another, a text may have a contrast that it has at neither end.
    await Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
        .map(({ finished }) => finished),
    )
    const { axe } = window as unknown as { axe: { run: (options?: object) => Promise<AxeResults> } }
    // Nothing else is read, and describing every element that passed takes most of the time.
    const resultTypes = ['violations']
    const runOnly = values ? { runOnly: { type: 'rule', values } } : {}
    const { violations } = await axe.run({ resultTypes, ...runOnly })
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    )
  }, rules)
}
