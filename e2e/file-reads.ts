import type { Page } from '@playwright/test'

/** Watches for the next file that the page reads; gives the way to wait until it has all of its bytes. */
export async function nextFileRead(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => {
    const { arrayBuffer } = Blob.prototype
    const fileRead = new Promise<void>((resolve) => {
      Blob.prototype.arrayBuffer = async function read() {
        const bytes = await arrayBuffer.call(this)
        if (this instanceof File) resolve()
        return bytes
      }
    })
    Object.assign(window, { fileRead })
  })
  return () => page.evaluate(() => Reflect.get(window, 'fileRead') as Promise<void>)
}
