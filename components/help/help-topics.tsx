import type { ReactNode } from 'react'
import { type ServerIdentity, siteAddress } from '@/lib/messages/server-name'

/** What people ask, in the order in which they come to it, answered for the server they are at. */
export function HelpTopics({ server }: { server: ServerIdentity }) {
  const place = server.host === 'sandbox' ? 'the sandbox' : server.name
  return (
    <div className="mt-7 max-w-216 border-t-2 border-ink sm:mt-9">
      <Topic id="sending" title="When is something sent?">
        <p>
          Only when you press <b>Publish</b> in the review. It lists every change with its old and new value,
          and you can leave each one out. <kbd>Ctrl</kbd>+<kbd>Enter</kbd> (<kbd>⌘</kbd>+<kbd>Enter</kbd>)
          opens it, and publishes in it. Until then, nothing you type reaches <span>{place}</span>.
        </p>
        <p>
          The texts and each picture are sent one after the other. What <span>{place}</span> refuses stays in
          your draft with the reason beside it. Nothing is sent twice.
        </p>
      </Topic>
      <Topic id="losing" title="Can I lose what I typed?">
        <p>
          This browser saves every edit within half a second. Close the tab, sign out or come back next week:
          your draft is still there. In a private window it lasts as long as the window.
        </p>
        <p>
          <b>Undo</b> and <b>Redo</b> work for all fields and pictures. After publishing, you find <b>Undo</b>{' '}
          beside “Published”, and older texts and pictures in <TextLink href="/history">History</TextLink>.
        </p>
      </Topic>
      <Topic id="pictures" title="Which pictures can I use?">
        <p>
          JPEG, PNG, GIF, WebP, AVIF and HEIC, up to 30 MB and 100 megapixels. They are cropped and resized on
          your device, and a line below each says how. Location, time and camera are removed.
        </p>
        <p>
          Press a picture to choose a file, drop one on it, or paste one there. To crop, drag the picture, use
          the buttons, or the arrow keys with <kbd>+</kbd> and <kbd>−</kbd>.
        </p>
        <p>
          Below the background you can also choose the colour of your links. Plumage suggests some, also from
          your pictures, and tells you when links would be hard to read.
        </p>
      </Topic>
      <Topic id="refusals" title="Why was my change refused?">
        <PublishErrors server={server} />
      </Topic>
      <Topic id="looks" title="Can I save several versions?">
        <p>
          A <TextLink href="/looks">look</TextLink> is a whole profile with its pictures. Save one and use it
          again later or with another account. You can also export it as a file and import it on another
          device. Use the file’s texts and pictures by hand where a server refuses them.
        </p>
        <p>
          <b>Share preview</b> below the preview makes one picture of your draft, to show it before you
          publish. <b>Share as a look file</b> gives somebody the whole draft, to import among their looks.
        </p>
      </Topic>
      <Topic id="account" title="What does Plumage know about me?">
        <p>
          Plumage never sees your password. Your access to <span>{place}</span> is stored encrypted in a
          cookie in this browser, not in a database. Drafts, history and looks are only on{' '}
          <TextLink href="/storage">this device</TextLink>.
        </p>
        <p>
          Signing out ends that account’s session in this browser, or those of all accounts. In the account
          menu you can also delete the account’s data from this device.{' '}
          <span>
            {server.kind.revokePath !== null && 'You can remove Plumage’s access to your account there too.'}
          </span>
        </p>
      </Topic>
      <Topic id="accounts" title="Can I use several accounts?">
        <p>
          Yes, up to five. Press <b>Add account</b> in the account menu, and press a handle there to switch.
          Each account keeps its own draft and history. Other tabs tell you which account is active.
        </p>
      </Topic>
      <Topic id="problems" title="Something doesn’t work">
        <p>
          Each message says what happened and what you can do. A page that can’t be shown has a request
          number. Send it to this site’s owner, who can look it up.
        </p>
      </Topic>
    </div>
  )
}

function Topic({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      className="grid scroll-mt-6 gap-x-10 gap-y-2 border-b border-line py-6 sm:grid-cols-[14rem_minmax(0,1fr)]"
    >
      <h2 id={`${id}-title`} className="text-h3 font-strong">
        {title}
      </h2>
      <div className="flex flex-col gap-3 text-ink-2">{children}</div>
    </section>
  )
}

function PublishErrors({ server }: { server: ServerIdentity }) {
  switch (server.host) {
    case 'x':
      return (
        <>
          <p>
            X lets many apps read a profile but not change it (code 453). Plumage then tries X’s newer API for
            your texts, and tells you if X refuses that too. No setting of your profile changes this. Only
            this site’s owner can ask X for more access.
          </p>
          <p>X no longer accepts background images. You can still prepare one and save it in a look.</p>
          <p>
            After many changes in a short time, you have to wait. The message says how long, and Plumage can
            publish automatically when the wait is over.
          </p>
        </>
      )
    case 'sandbox':
      return (
        <p>
          <span>{`The sandbox accepts everything that ${server.kind.name} does. On `}</span>
          <TextLink href={siteAddress(server)}>its own page</TextLink> you can make it fail, and see the
          messages here.
        </p>
      )
    case 'other':
      return (
        <p>
          Servers differ in what they accept. Plumage compares what <span translate="no">{server.name}</span>{' '}
          stored with what you sent, and tells you about differences.
        </p>
      )
  }
}

function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} className="font-strong text-accent underline underline-offset-4">
      {children}
    </a>
  )
}
