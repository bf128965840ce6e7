import {
  type AccessToken,
  type Account,
  APP,
  DEFAULT_MODES,
  DEFAULT_SETTINGS,
  NEW_ACCOUNT_SETTINGS,
  NEW_APP,
  type SandboxState,
  type StoredImage,
} from './schema'

/** What every new account starts with: the look X gave accounts made since 2015, with no theme picture. */
export const NEW_ACCOUNT_LOOK = {
  backgroundColor: 'F5F8FA',
  linkColor: '1DA1F2',
  sidebarBorderColor: 'C0DEED',
  sidebarFillColor: 'DDEEF6',
  textColor: '333333',
  avatar: null,
  banner: null,
  background: null,
  tile: false,
  useBackground: true,
  status: null,
  standing: 'active',
  listedAccess: 'read-write',
  keysRevoked: false,
  emptiedTexts: [],
  settings: NEW_ACCOUNT_SETTINGS,
} as const

const WREN: Account = {
  ...NEW_ACCOUNT_LOOK,
  id: '1001',
  screenName: 'wren',
  name: 'Wren Hollis',
  description: 'Small bird, loud song. I draw hedgerows and count what lives in them.',
  location: 'Lower Fen, the Levels',
  url: 'https://wren.example/hedgerow',
  protected: false,
  verified: false,
  email: 'wren@sandbox.example',
  createdAtMs: Date.UTC(2012, 2, 14, 6, 42, 5),
  followersCount: 214,
  friendsCount: 97,
  backgroundColor: '37504F',
  linkColor: '71295E',
  avatar: 'profile_images/4001/wrenA4kP.png',
  banner: 'profile_banners/1001/1352106000',
  background: 'profile_background_images/5001/wrenL7tQ.png',
  tile: true,
  status: {
    id: '2001',
    text: 'Eleven nests in the long hedge this spring. Two more than last year.',
    createdAtMs: Date.UTC(2014, 4, 3, 5, 20, 11),
  },
}

const KESTREL: Account = {
  ...NEW_ACCOUNT_LOOK,
  id: '1002',
  screenName: 'kestrel',
  name: 'kestrel',
  description: '',
  location: '',
  url: '',
  protected: false,
  verified: false,
  email: 'kestrel@sandbox.example',
  createdAtMs: Date.UTC(2016, 7, 2, 10, 0, 0),
  followersCount: 0,
  friendsCount: 0,
}

const JAY: Account = {
  ...NEW_ACCOUNT_LOOK,
  id: '1003',
  screenName: 'jay',
  name: 'Jay Oakes 🌳',
  description:
    'Plants oaks by forgetting acorns 🌰🐦 طائر القيق في الغابة. Notes: https://jay.example/acorns',
  location: 'غابة البلوط',
  url: 'https://jay.example/',
  protected: true,
  verified: true,
  email: 'jay@sandbox.example',
  createdAtMs: Date.UTC(2013, 9, 21, 15, 8, 30),
  followersCount: 1730,
  friendsCount: 12,
  backgroundColor: '2E4157',
  linkColor: '1F588A',
  avatar: 'profile_images/4003/jayB6mWc.png',
  banner: 'profile_banners/1003/1382400000',
  background: 'profile_background_images/5003/jayR2vNx.png',
  tile: true,
  status: {
    id: '2003',
    text: 'Only the followers I approved can read this.',
    createdAtMs: Date.UTC(2014, 9, 30, 16, 1, 45),
  },
}

function seedImage(accountId: string, path: string | null, art: string, width: number, height: number) {
  return path === null
    ? []
    : [{ path, accountId, type: 'image/png' as const, width, height, content: { art } }]
}

const IMAGES: readonly StoredImage[] = [
  ...seedImage(WREN.id, WREN.avatar, 'wren-avatar', 400, 400),
  ...seedImage(WREN.id, WREN.banner, 'wren-header', 1500, 500),
  ...seedImage(WREN.id, WREN.background, 'leaf-tile', 128, 128),
  ...seedImage(JAY.id, JAY.avatar, 'jay-avatar', 400, 400),
  ...seedImage(JAY.id, JAY.banner, 'jay-header', 1500, 500),
  ...seedImage(JAY.id, JAY.background, 'jay-tile', 128, 128),
]

/** Published and the same after every reset, so that a script can sign calls without asking first. */
function seedToken(account: Account): AccessToken {
  return {
    token: `${account.id}-${account.screenName}SandboxAccessToken`,
    secret: `${account.screenName}SandboxAccessTokenSecret`,
    accountId: account.id,
    consumerKey: APP.consumerKey,
    allowed: false,
    access: 'read-write',
    revoked: false,
  }
}

/** A fresh state: the accounts wren, kestrel and jay, every mode at its default, no fault. */
export function seedState(): SandboxState {
  const accounts = [WREN, KESTREL, JAY]
  return structuredClone({
    version: 1 as const,
    apps: [{ ...APP, ...NEW_APP }],
    accounts,
    images: [...IMAGES],
    accessTokens: accounts.map(seedToken),
    requestTokens: [],
    authorizationCodes: [],
    grants: [],
    links: {},
    modes: DEFAULT_MODES,
    accountModes: {},
    appModes: {},
    faults: [],
    settings: DEFAULT_SETTINGS,
    rateLimits: [],
    replacedImages: {},
    pendingPictures: [],
    uploads: [],
    uploadSessions: [],
    bearerTokens: {},
    nextAccountId: 1004,
    nextImageId: 6001,
    nextFaultId: 1,
  })
}
