'use client'

/** Shown when even the layout fails. It stands alone: no styles of ours, no script needed. */
export default function GlobalError() {
  return (
    <html lang="en">
      <body>
        <main>
          <h1>Something went wrong on our side.</h1>
          <p>Nothing was sent. Try again in a minute.</p>
          <p>
            <a href="/">Open Plumage again</a>
          </p>
        </main>
      </body>
    </html>
  )
}
