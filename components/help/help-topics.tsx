import type { ReactNode } from 'react'
import type { ServerIdentity } from '@/lib/messages/server-name'

/** What people ask, in the order in which they come to it, answered for the server they are at. */
export function HelpTopics({ server }: { server: ServerIdentity }) {
  const place = server.host === 'sandbox' ? 'the sandbox' : server.name
  return (
    <div className="mt-7 max-w-216 border-t-2 border-ink sm:mt-9">
      <Topic id="sending" title="When is something sent?">
        <p>
          Only when you press <b>Publish</b> in the review. It lists every change as it was and as it will be,
          and each can be left out. Until then <span>{place}</span> knows nothing of what you type.
        </p>
        <p>
          The texts and each picture are sent one after the other. What <span>{place}</span> refuses stays in
          your draft with the reason beside it, and nothing is sent twice.
        </p>
      </Topic>
      <Topic id="losing" title="Can I lose what I typed?">
        <p>
          Every edit is kept by this browser within half a second. Close the tab, sign out or come back next
          week: the editor opens with your draft. In a private window it lasts as long as the window.
        </p>
        <p>
          <b>Undo</b> and <b>Redo</b> go through all fields and pictures. After publishing, <b>Undo</b> stands
          beside “Published”, and <TextLink href="/history">History</TextLink> has the older texts and
          pictures.
        </p>
      </Topic>
      <Topic id="pictures" title="Which pictures can I use?">
        <p>
          JPEG, PNG, GIF, WebP, AVIF and HEIC, up to 30 MB and 100 megapixels. They are cropped and made to
          fit on your device; a line below each says what was done. Place, time and camera are taken out.
        </p>
        <p>
          Choose a file, drop one on its row, or paste one there. To crop, drag the picture, use the buttons,
          or the arrow keys with <kbd>+</kbd> and <kbd>−</kbd>.
        </p>
      </Topic>
      <Topic id="refusals" title="Why is something refused?">
        <Refusals server={server} />
      </Topic>
      <Topic id="looks" title="Can I keep several versions?">
        <p>
          A <TextLink href="/looks">look</TextLink> is a whole profile with its pictures. Save one, wear it
          again later or with another account, or export it as a file and import it on another device. The
          file also holds what you need to do by hand what a server refuses.
        </p>
      </Topic>
      <Topic id="account" title="What is known about me?">
        <p>
          Your password is never seen here. The permission that <span>{place}</span> gave is kept encrypted in
          a cookie of this browser and in no database. Drafts, history and looks are on{' '}
          <TextLink href="/storage">this device</TextLink> alone.
        </p>
        <p>
          Signing out ends the session in this browser. In the account menu you can also end the permission at{' '}
          <span>{place}</span>, and have this device forget everything about the account.
        </p>
      </Topic>
      <Topic id="trouble" title="Something does not work">
        <p>
          Each message says what happened and what to do. When a page cannot be shown at all, it names its
          request: with that number whoever runs this site can find what went wrong.
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

function Refusals({ server }: { server: ServerIdentity }) {
  switch (server.host) {
    case 'x':
      return (
        <>
          <p>
            X lets many apps read a profile and not change it (code 453). Texts are then tried by its newer
            API, and you are told if that is refused too. No setting of your profile changes this; whoever
            runs this site can ask X for more access.
          </p>
          <p>X no longer takes background images. You can still prepare one and keep it in a look.</p>
          <p>
            After many changes in a short time X makes everybody wait. The message says until when, and
            publishing can go on by itself.
          </p>
        </>
      )
    case 'sandbox':
      return (
        <p>
          The sandbox takes everything at first. On its own page you can make it refuse, wait or break off as
          X does, and read here what people would read.
        </p>
      )
    case 'other':
      return (
        <p>
          Servers differ in what they take and keep. What <span translate="no">{server.name}</span> answers is
          compared with what you sent, and you are told what it did otherwise.
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
