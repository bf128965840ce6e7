import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { pictureBody, run, serve, signedRequest, type Usage } from './served'

const CONNECTIONS = 16
const REQUESTS = 100_000
const UPLOADS = 2_000
/** The memory after so many is what the end is compared with. */
const FIRST_REQUESTS = 5_000
/** How many times as much there may be at the end. */
const BOUND = 1.5

/** Calls and uploads without end, and what they leave behind. True when the bound holds. */
export async function benchMemory(say: (line: string) => void): Promise<boolean> {
  const sandbox = await serve()
  const pictures = await makePictures()
  const every = REQUESTS / UPLOADS
  let sent = 0
  const requests = (until: number) => () => {
    if (sent === until) return null
    sent += 1
    if (sent % every !== 0) return signedRequest(sandbox.port, 'GET', '/1.1/account/verify_credentials.json')
    const { path, body } = pictures[(sent / every) % pictures.length] ?? pictures[0]
    return signedRequest(sandbox.port, 'POST', path, body)
  }
  const first = await run(sandbox.port, CONNECTIONS, requests(FIRST_REQUESTS))
  const before = await sandbox.usage()
  say(`after ${FIRST_REQUESTS} requests, ${FIRST_REQUESTS / every} of them uploads: ${reported(before)}`)
  const rest = await run(sandbox.port, CONNECTIONS, requests(REQUESTS))
  const after = await sandbox.usage()
  say(`after ${REQUESTS} requests, ${UPLOADS} of them uploads: ${reported(after)}`)
  await sandbox.end()
  if (first.bad + rest.bad > 0) throw new Error(`${first.bad + rest.bad} requests were refused.`)
  const ratio = Math.max(after.rss / before.rss, after.heapUsed / before.heapUsed)
  say(`grown to ${ratio.toFixed(2)} times (at most ${BOUND})`)
  return ratio <= BOUND
}

type Picture = { path: string; body: ReturnType<typeof pictureBody> }

/** Of noise, so that they stay large however they are compressed. */
async function makePictures(): Promise<[Picture, ...Picture[]]> {
  const noise = (width: number, height: number) =>
    sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer()
  return [
    { path: '/1.1/account/update_profile_image.json', body: pictureBody('image', await noise(120, 120)) },
    { path: '/1.1/account/update_profile_banner.json', body: pictureBody('banner', await noise(300, 100)) },
    {
      path: '/1.1/account/update_profile_background_image.json',
      body: pictureBody('image', await noise(200, 200)),
    },
  ]
}

function reported({ rss, heapUsed }: Usage): string {
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`
  return `${megabytes(rss)} resident, ${megabytes(heapUsed)} heap`
}
