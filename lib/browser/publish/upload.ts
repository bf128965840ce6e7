import { onSignOutElsewhere } from './sign-out-elsewhere'

/** What came of an upload: the answer, or why there is none. `signed_out_*`: how much had left the device by then. */
export type Uploaded = Response | 'timeout' | 'no_network' | 'signed_out_midway' | 'signed_out_at_end'

/**
 * Posts a form to our own site and tells how much of it has left the device, from 0 to 1, as often as the browser
 * says. By XMLHttpRequest, because `fetch` tells nothing of a body under way. A slow line is given its time: it waits
 * `timeoutMilliseconds` from when something last left. It is given up when another tab signs out: the request carries
 * the session that has ended, and whatever holds it up on the way must not publish with that.
 */
export function upload(
  path: string,
  form: FormData | URLSearchParams,
  timeoutMilliseconds: number,
  onShare: (share: number) => void,
): Promise<Uploaded> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    const startedAt = performance.now()
    let hasLeft = false
    request.upload.onprogress = ({ loaded, total }) => {
      // Counted from the start, whenever it is set.
      request.timeout = performance.now() - startedAt + timeoutMilliseconds
      onShare(total > 0 ? loaded / total : 0)
    }
    request.upload.onload = () => {
      hasLeft = true
    }
    const stopListening = onSignOutElsewhere(() => request.abort())
    request.onloadend = stopListening
    request.onload = () => resolve(responseOf(request))
    request.onerror = () => resolve('no_network')
    request.ontimeout = () => resolve('timeout')
    request.onabort = () => resolve(hasLeft ? 'signed_out_at_end' : 'signed_out_midway')
    request.open('POST', path)
    request.timeout = timeoutMilliseconds
    request.send(form)
  })
}

function responseOf(request: XMLHttpRequest): Response {
  const date = request.getResponseHeader('date')
  // An empty answer is none, and a status such as 204 may have no body at all.
  return new Response(request.responseText || null, {
    status: request.status,
    headers: date ? { date } : {},
  })
}
