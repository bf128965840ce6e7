import type { Account } from '../state/schema'
import type { Store } from '../state/store'
import { codePoints, type LinkEntity, linkEntity, shortenLinks } from './links'
import { avatarUrl } from './user-object'

/** What `user.fields` may ask for. Those that are not made here are left out, as X leaves out what does not apply. */
export const V2_USER_FIELDS = [
  'affiliation',
  'confirmed_email',
  'connection_status',
  'created_at',
  'description',
  'entities',
  'id',
  'is_identity_verified',
  'location',
  'most_recent_tweet_id',
  'name',
  'parody',
  'pinned_tweet_id',
  'profile_banner_url',
  'profile_image_url',
  'protected',
  'public_metrics',
  'receives_your_dm',
  'subscribes_to_you',
  'subscription',
  'subscription_type',
  'url',
  'username',
  'verified',
  'verified_followers_count',
  'verified_type',
  'withheld',
] as const

export type V2UserField = (typeof V2_USER_FIELDS)[number]

const ALWAYS: readonly V2UserField[] = ['id', 'name', 'username']

/** The user of API v2 with id, name, username and the fields asked for; texts are as v1.1 gives them. */
export function v2User(
  store: Store,
  account: Account,
  {
    fields,
    mediaBase,
    withEmail = false,
  }: { fields: readonly V2UserField[]; mediaBase: string; withEmail?: boolean },
): Record<string, unknown> {
  const description = shortenLinks(store, account.description)
  const website = account.url === '' ? null : linkEntity(store, account.url, 0)
  const all: Partial<Record<V2UserField, unknown>> = {
    id: account.id,
    name: account.name,
    username: account.screenName,
    confirmed_email: withEmail && account.email !== null ? account.email : undefined,
    created_at: new Date(account.createdAtMs).toISOString(),
    description: description.text,
    entities: entitiesOf(description, website),
    location: account.location === '' ? undefined : account.location,
    profile_banner_url: account.banner === null ? undefined : `${mediaBase}/${account.banner}`,
    profile_image_url: avatarUrl(account, mediaBase),
    protected: account.protected,
    public_metrics: {
      followers_count: account.followersCount,
      following_count: account.friendsCount,
      tweet_count: account.status === null ? 0 : 1,
      listed_count: 0,
    },
    url: website?.url ?? '',
    verified: account.verified,
  }
  const requested = new Set([...ALWAYS, ...fields])
  return Object.fromEntries(
    Object.entries(all).filter(
      ([field, value]) => requested.has(field as V2UserField) && value !== undefined,
    ),
  )
}

/** What v2 finds in a bio beside links: its name there, how it is written, and the key its text stands under. */
const TAGS = [
  { list: 'hashtags', key: 'tag', pattern: /(?<![\p{L}\p{N}_&/#])#([\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*)/gu },
  { list: 'mentions', key: 'username', pattern: /(?<![\p{L}\p{N}_@/])@(\w{1,15})(?!\w|@)/gu },
  { list: 'cashtags', key: 'tag', pattern: /(?<![\p{L}\p{N}_$])\$([A-Za-z]{1,6})(?![\p{L}\p{N}_])/gu },
] as const

/** Undefined where there is none: v2 leaves the key out. */
function entitiesOf(
  { text, urls }: { text: string; urls: LinkEntity[] },
  website: LinkEntity | null,
): Record<string, unknown> | undefined {
  const found = TAGS.flatMap(({ list, key, pattern }) => {
    const tags = Array.from(text.matchAll(pattern), ({ 0: whole, 1: name, index }) => {
      const start = codePoints(text.slice(0, index))
      return { start, end: start + codePoints(whole), [key]: name }
    })
    return tags.length === 0 ? [] : [[list, tags]]
  })
  const description = { ...(urls.length > 0 && { urls: urls.map(v2Link) }), ...Object.fromEntries(found) }
  const entities = {
    ...(website && { url: { urls: [v2Link(website)] } }),
    ...(Object.keys(description).length > 0 && { description }),
  }
  return Object.keys(entities).length === 0 ? undefined : entities
}

function v2Link({ indices: [start, end], ...link }: LinkEntity): Record<string, unknown> {
  return { start, end, ...link }
}
