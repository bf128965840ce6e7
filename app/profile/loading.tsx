import { EditorPlaceholder } from '@/components/editor/editor-placeholder'
import { TopBar } from '@/components/frame/top-bar'
import { identifyServer } from '@/lib/server/server-identity'

export default function ProfileLoading() {
  return (
    <>
      <TopBar server={identifyServer()} />
      <EditorPlaceholder />
    </>
  )
}
