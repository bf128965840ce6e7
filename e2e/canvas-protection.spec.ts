import { expect, test } from './fixtures'
import { BACKGROUND, bytesToSend, choose, differenceFromFile, fileField, prepared } from './picture-slots'
import { beforePictureWorkers, rewriteScripts } from './rewritten-scripts'
import { testPicture } from './test-pictures'

test.beforeEach(async ({ context }) => {
  // The worker's own code, with the protection in front of it that such browsers build in.
  await rewriteScripts(context, beforePictureWorkers(FALSIFIER))
})

test('where a canvas is falsified, a file that fits goes as it is, a plain one goes a way without a canvas, and the rest is explained', async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account.screen_name)
  await choose(page, BACKGROUND, testPicture('palette.png'))
  await expect(prepared(page, BACKGROUND)).toContainText('Fits as it is:')
  await choose(page, BACKGROUND, testPicture('photo-12mp.jpg'))
  expect(await differenceFromFile(await bytesToSend(page), 'photo-12mp.jpg', BACKGROUND)).toBeLessThan(2)
  await fileField(page, BACKGROUND).setInputFiles(testPicture('photo.avif'))
  await expect(fileField(page, BACKGROUND)).toHaveAccessibleDescription(/privacy protection.*Allow “canvas”/)
  await expect(prepared(page, BACKGROUND)).toContainText('photo-12mp.jpg')
})

const FALSIFIER = `if (typeof OffscreenCanvasRenderingContext2D !== 'undefined' && !self.isFalsified) {
  self.isFalsified = true
  const read = OffscreenCanvasRenderingContext2D.prototype.getImageData
  OffscreenCanvasRenderingContext2D.prototype.getImageData = function (...given) {
    const image = read.apply(this, given)
    for (let at = 0; at < image.data.length; at += 1) if (at % 4 !== 3) image.data[at] ^= (at * 2654435761) & 31
    return image
  }
}
`
