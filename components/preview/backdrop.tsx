'use client'

import { type ReactNode, useLayoutEffect, useRef } from 'react'
import { cssUrl } from '@/components/ui/css-url'

interface BackdropProps {
  color: string
  /** Null where no picture is shown. */
  pictureUrl: string | null
  isTiled: boolean
  className: string
  children: ReactNode
}

/**
 * The ground a profile stands on: its colour, and its picture from the top left corner at its true size, once or
 * repeated. Set by script, because the page's policy refuses style attributes in what the server renders.
 */
export function Backdrop({ color, pictureUrl, isTiled, className, children }: BackdropProps) {
  const ground = useRef<HTMLDivElement>(null)

  useLayoutEffect(() => {
    const style = ground.current?.style
    if (!style) return
    style.backgroundColor = color
    style.backgroundImage = pictureUrl ? cssUrl(pictureUrl) : ''
    style.backgroundRepeat = isTiled ? 'repeat' : 'no-repeat'
  }, [color, pictureUrl, isTiled])

  return (
    <div ref={ground} data-picture="background" data-behind className={className}>
      {children}
    </div>
  )
}
