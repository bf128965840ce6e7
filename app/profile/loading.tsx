import { EditorPlaceholder } from '@/components/editor/editor-placeholder'
import { TopBar } from '@/components/frame/top-bar'
import { identifyServer } from '@/lib/server/server-identity'

export default function ProfileLoading() {
  return (
    <>
      <TopBar server={identifyServer()}>
        <span aria-hidden="true" className="my-1 size-9 rounded-full bg-sunk sm:w-32 sm:rounded-button" />
      </TopBar>
      <EditorPlaceholder />
    </>
  )
}
