'use client'

/** Shown when even the layout fails. It stands alone: no styles of ours, no script needed. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <main>
          <h1>Something went wrong on this page. It’s our mistake.</h1>
          <p>Edits saved on this device are still there. Open Plumage again in a minute.</p>
          <p>
            <a href="/">Open Plumage again</a>
          </p>
          {error.digest && <p>{`For this site’s owner: error ${error.digest}`}</p>}
        </main>
      </body>
    </html>
  )
}
