/** The room of the account menu before the account has been read, so that nothing beside it moves. */
export function AccountPlaceholder({ handle }: { handle: string }) {
  return (
    <span
      aria-hidden="true"
      className="flex min-h-11 items-center gap-2 text-button-small font-strong sm:px-2"
    >
      <span className="size-9 shrink-0 rounded-full bg-sunk" />
      <span className="max-lg:hidden" dir="ltr" translate="no">
        {`@${handle}`}
      </span>
      <span className="size-4 max-sm:hidden" />
    </span>
  )
}
