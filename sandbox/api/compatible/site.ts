import type { HttpRequest } from '../../http/request'
import type { CompatibleServer } from '../../state/schema'

/** What these servers tell about themselves. */

export const VERSIONS: Readonly<Record<CompatibleServer, string>> = {
  gnusocial: '1.20.10-release',
  statusnet: '0.9.7fix1',
}

/** An hour ahead, and always all of it: no call was ever counted. */
export function rateLimitStatus(nowMs: number): Record<string, unknown> {
  const resetSeconds = Math.floor(nowMs / 1000) + 3600
  return {
    reset_time_in_seconds: resetSeconds,
    remaining_hits: 150,
    hourly_limit: 150,
    reset_time: new Date(resetSeconds * 1000).toUTCString().replace('GMT', '+0000'),
  }
}

/** The site's configuration, as an installation tells it that nobody changed. */
export function siteConfig(
  { host }: HttpRequest,
  server: CompatibleServer,
  name: string,
): Record<string, unknown> {
  const isGnuSocial = server === 'gnusocial'
  const license = isGnuSocial
    ? {
        url: 'https://creativecommons.org/licenses/by/3.0/',
        title: 'Creative Commons Attribution 3.0',
        image: '/theme/licenses/cc_by_3.0_80x15.png',
      }
    : {
        url: 'http://creativecommons.org/licenses/by/3.0/',
        title: 'Creative Commons Attribution 3.0',
        image: 'http://i.creativecommons.org/l/by/3.0/80x15.png',
      }
  return {
    site: {
      name,
      server: host,
      theme: isGnuSocial ? 'neo-gnu' : 'default',
      path: null,
      logo: null,
      fancy: true,
      language: 'en',
      email: null,
      broughtby: null,
      broughtbyurl: null,
      timezone: 'UTC',
      closed: false,
      inviteonly: false,
      private: false,
      textlimit: isGnuSocial ? 1000 : 140,
      ssl: 'never',
      sslserver: null,
      ...(!isGnuSocial && { shorturllength: 30 }),
    },
    license: { type: 'cc', owner: null, ...license },
    nickname: { featured: [] },
    profile: { biolimit: null },
    group: { desclimit: null },
    notice: { contentlimit: null },
    throttle: { enabled: false, count: 20, timespan: 600 },
    xmpp: isGnuSocial
      ? { enabled: false, server: false, port: false, user: false }
      : { enabled: false, server: 'INVALID SERVER', port: 5222, user: 'update' },
    integration: { source: 'StatusNet' },
    attachments: { uploads: true, file_quota: 5_000_000 },
    ...(isGnuSocial && { url: { maxurllength: 100, maxnoticelength: -1 } }),
  }
}
