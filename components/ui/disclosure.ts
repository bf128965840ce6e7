import { type FocusEvent, type KeyboardEvent, type MouseEvent, useId, useRef, useState } from 'react'

/** A button that shows what belongs to it, until that is left, or Escape is pressed. */
export function useDisclosure() {
  const [isOpen, setIsOpen] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const panelId = useId()

  /** With the focus back at the button: what is hidden cannot keep it. */
  function close() {
    opener.current?.focus()
    setIsOpen(false)
  }

  const rootProps = {
    role: 'none',
    // It takes the focus from a click inside where the control that is clicked does not, as in Safari: nothing is left.
    tabIndex: -1,
    onKeyDown(event: KeyboardEvent) {
      if (event.key === 'Escape' && isOpen) close()
    },
    onBlur({ currentTarget, relatedTarget }: FocusEvent) {
      if (!currentTarget.contains(relatedTarget)) setIsOpen(false)
    },
  }
  const openerProps = {
    ref: opener,
    'aria-expanded': isOpen,
    'aria-controls': panelId,
    onClick({ currentTarget }: MouseEvent<HTMLElement>) {
      // Safari gives no button the focus for a click, and what never had it is never left.
      currentTarget.focus()
      setIsOpen(!isOpen)
    },
  }
  return { isOpen, close, rootProps, openerProps, panelId }
}
