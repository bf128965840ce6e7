import { sniffImageType } from '../images/image-type'
import { MAX_PIXELS } from '../images/prepared-image'
import { describeImage, readImage } from '../images/received-image'
import { keepUpload, UPLOAD_LIFETIME_SECONDS } from '../images/uploads'
import type { Store } from '../store'
import { type Answer, jsonAnswer, xError } from '../wire/answer'
import type { Call, EndpointMaker } from './endpoints'

/** 5 MB, X's bound for pictures in posts. */
const MAX_UPLOAD_BYTES = 5_000_000

/** media/upload in one call. The chunked form (INIT, APPEND, FINALIZE) is for videos and not imitated. */
export const mediaUploadEndpoints: Readonly<Record<string, EndpointMaker>> = {
  '/1.1/media/upload': (store) => ({ method: 'POST', answer: (call) => upload(store, call) }),
}

async function upload(store: Store, { exchange, account }: Call): Promise<Answer> {
  const sent = readImage(exchange.received, 'media') ?? readImage(exchange.received, 'media_data')
  if (!sent) return xError(38, 'media parameter is missing.')
  const described = await describeImage(sent)
  exchange.log.image = described
  const type = sniffImageType(sent.bytes)
  const { width, height } = described
  if (type === null || width === null || height === null) return xError(324)
  if (sent.bytes.length > MAX_UPLOAD_BYTES || width * height > MAX_PIXELS) return xError(324)
  const id = keepUpload(store, account, sent)
  return jsonAnswer({
    media_id: Number(id),
    media_id_string: id,
    size: sent.bytes.length,
    expires_after_secs: UPLOAD_LIFETIME_SECONDS,
    image: { image_type: type, w: width, h: height },
  })
}
