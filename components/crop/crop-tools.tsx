import { Drawing } from '@/components/ui/illustration'
import { CROP_OUTLINES, type CropOutline } from './crop-outlines'
import { QuietTool, ToolButton } from './tool-button'
import type { Crop } from './use-crop'
import { ZoomControl } from './zoom-control'

/** What one press moves the picture by, in fractions of the frame. */
const PRESS = 0.05

/** Everything that can be done to the picture without dragging, in the order in which it is used. */
export function CropTools({ crop }: { crop: Crop }) {
  const { canMove, move, centre, turn, showMost, startAgain } = crop
  return (
    <>
      <ZoomControl crop={crop} />
      <div className="mt-6 flex flex-wrap gap-x-7 gap-y-5">
        <fieldset>
          <legend className="mb-2 font-strong">Move</legend>
          <div className="grid w-max grid-cols-3 gap-1">
            <Tool
              name="Move up"
              outline="up"
              isAtEnd={!canMove.up}
              onPress={() => move(0, -PRESS)}
              className="col-start-2"
            />
            <Tool
              name="Move left"
              outline="left"
              isAtEnd={!canMove.left}
              onPress={() => move(-PRESS, 0)}
              className="col-start-1"
            />
            <Tool name="Centre" outline="centre" onPress={centre} />
            <Tool name="Move right" outline="right" isAtEnd={!canMove.right} onPress={() => move(PRESS, 0)} />
            <Tool
              name="Move down"
              outline="down"
              isAtEnd={!canMove.down}
              onPress={() => move(0, PRESS)}
              className="col-start-2"
            />
          </div>
        </fieldset>
        <fieldset className="min-w-min flex-1">
          <legend className="mb-2 font-strong">Rotate</legend>
          <div className="flex gap-1">
            <Tool name="Rotate left" outline="turn-left" onPress={() => turn(-1)} />
            <Tool name="Rotate right" outline="turn-right" onPress={() => turn(1)} />
          </div>
          <div className="-ms-2.5 mt-2 flex flex-col items-start">
            <QuietTool outline={CROP_OUTLINES.whole} onPress={showMost}>
              Fit whole picture
            </QuietTool>
            <QuietTool outline={CROP_OUTLINES.again} onPress={startAgain}>
              Start again
            </QuietTool>
          </div>
        </fieldset>
      </div>
    </>
  )
}

interface ToolProps {
  name: string
  outline: CropOutline
  onPress: () => void
  isAtEnd?: boolean
  className?: string
}

function Tool({ outline, ...rest }: ToolProps) {
  return (
    <ToolButton {...rest}>
      <Drawing outline={CROP_OUTLINES[outline]} />
    </ToolButton>
  )
}
