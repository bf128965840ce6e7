/** What came of an upload: the answer, or why there is none. */
export type Uploaded = Response | 'timeout' | 'no_network'

/**
 * Posts a form to our own site and tells how much of it has left the device, from 0 to 1, as often as the browser
 * says. By XMLHttpRequest, because `fetch` tells nothing of a body under way. A slow line is given its time: it waits
 * `timeoutMilliseconds` from when something last left.
 */
export function upload(
  path: string,
  form: FormData,
  timeoutMilliseconds: number,
  onShare: (share: number) => void,
): Promise<Uploaded> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    const startedAt = performance.now()
    request.upload.onprogress = ({ loaded, total }) => {
      // Counted from the start, whenever it is set.
      request.timeout = performance.now() - startedAt + timeoutMilliseconds
      onShare(total > 0 ? loaded / total : 0)
    }
    request.onload = () => resolve(responseOf(request))
    request.onerror = () => resolve('no_network')
    request.ontimeout = () => resolve('timeout')
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
