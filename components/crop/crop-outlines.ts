/** The drawings of the crop tools; they come with the dialog and are no part of the first load. */
export const CROP_OUTLINES = {
  left: 'M16.5 10h-13M8 5.5 3.5 10 8 14.5',
  right: 'M3.5 10h13M12 5.5l4.5 4.5-4.5 4.5',
  up: 'M10 16.5v-13M5.5 8 10 3.5 14.5 8',
  down: 'M10 3.5v13M14.5 12 10 16.5 5.5 12',
  centre: 'M10 8.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6ZM10 2.8v3.4M10 13.8v3.4M2.8 10h3.4M13.8 10h3.4',
  'turn-left': 'M4.4 6.6A6.5 6.5 0 1 1 3.5 10M3.6 3v4h4',
  'turn-right': 'M15.6 6.6A6.5 6.5 0 1 0 16.5 10M16.4 3v4h-4',
  whole: 'M3.5 7V3.5H7M13 3.5h3.5V7M16.5 13v3.5H13M7 16.5H3.5V13',
  again: 'M7.5 4 3.8 7.7l3.7 3.7M4 7.7h8.3a4 4 0 0 1 0 8H9',
} as const
export type CropOutline = keyof typeof CROP_OUTLINES
