import type { ChosenPicture } from './chosen-picture'

/** A picture of 4 × 3 pixels somebody chose, for tests that do not look into its bytes. */
export function chosenPicture(name = 'sky.png'): ChosenPicture {
  const file = new File(['x'], name, { type: 'image/png' })
  return {
    file,
    type: 'image/png',
    widthPixels: 4,
    heightPixels: 3,
    source: { file, typeName: 'PNG', widthPixels: 4, heightPixels: 3 },
    placement: null,
    isUntouched: true,
    removed: [],
    notes: [],
  }
}
