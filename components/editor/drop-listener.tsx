'use client'

import { useCallback, useEffect, useRef } from 'react'
import { type DropzoneRootProps, type FileRejection, useDropzone } from 'react-dropzone'

/** What the place of a drop needs to know: what to listen to, and where a dragged file is. */
export interface DropPlace {
  rootProps: DropzoneRootProps
  /** `here` over the place itself, `page` anywhere over the page. */
  fileIs: 'nowhere' | 'page' | 'here'
}

interface DropListenerProps {
  onFiles: (files: File[]) => void
  onPlace: (place: DropPlace) => void
}

/**
 * Makes a place take dropped files. It draws nothing, so that its code may come after the page: choosing a file
 * does not wait for it, and nothing is drawn again when it comes.
 */
export function DropListener({ onFiles, onPlace }: DropListenerProps) {
  const latest = useRef(onFiles)
  useEffect(() => {
    latest.current = onFiles
  })
  // The same function every time: a new one would give new root properties, and those a new render of the place.
  const onDrop = useCallback(
    // Everything is taken in and then looked at, so that every refusal can say its reason.
    (accepted: File[], rejected: FileRejection[]) =>
      latest.current([...accepted, ...rejected.map(({ file }) => file)]),
    [],
  )
  const { getRootProps, isDragActive, isDragGlobal } = useDropzone({
    onDrop,
    noClick: true,
    noKeyboard: true,
  })

  useEffect(() => {
    // The place is no control of its own: neither a role nor a stop of the Tab key.
    const rootProps = getRootProps({ role: undefined, tabIndex: undefined })
    const fileOnPage = isDragGlobal ? 'page' : 'nowhere'
    onPlace({ rootProps, fileIs: isDragActive ? 'here' : fileOnPage })
  }, [getRootProps, isDragActive, isDragGlobal, onPlace])

  return null
}
