import { expect, test } from 'vitest'
import { lookAsText } from './look-file'
import { dawnLook } from './look-file.fixture'

test('the page to copy from has every text on lines of its own, and says which file goes where', () => {
  expect(lookAsText(dawnLook()).split('\r\n')).toEqual([
    'Dawn on the fen',
    '',
    'To use it: open Plumage, go to Looks and choose “Import looks”.',
    '',
    'Name:',
    'Wren Hollis',
    '',
    'Bio:',
    'Small bird,',
    'loud song.',
    '',
    'Location:',
    'Lower Fen',
    '',
    'Website:',
    '(empty)',
    '',
    'Profile photo: profile-photo.gif (GIF, 4 × 4)',
    'Header image: header-image.gif (GIF, 15 × 5)',
    'Background image: none',
    'Tile background: on',
    'Show background: off',
    'Link colour: #71295E',
    '',
  ])
})
