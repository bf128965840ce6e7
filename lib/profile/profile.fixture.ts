import type { Profile } from './profile'

/** A published profile with all three pictures, for tests. */
export function aProfile(changes: Partial<Profile> = {}): Profile {
  return {
    id: '1',
    handle: 'wren',
    joinedAt: '2012-03-01T00:00:00.000Z',
    isProtected: false,
    isVerified: false,
    name: 'Wren',
    bio: 'Small bird, loud song.',
    location: 'Lower Fen',
    website: 'https://wren.example',
    avatarUrl: 'https://media.example/avatar.png',
    bannerUrl: 'https://media.example/banner.png',
    backgroundUrl: 'https://media.example/background.png',
    backgroundColor: '#37504F',
    linkColor: '#71295E',
    tileBackground: true,
    showBackground: true,
    ...changes,
  }
}
