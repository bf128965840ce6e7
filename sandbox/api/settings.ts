import { isYes, readParameter } from '../http/request'
import { type ApiResponse, jsonResponse, xError } from '../http/response'
import type { AccountSettings } from '../state/schema'
import type { Store } from '../state/store'
import type { Call, EndpointTable } from './endpoints'
import { explainWrite } from './explanations'

/** X's number of calls in a quarter of an hour. */
const READ_LIMIT = 15

/** account/settings: one path, read by GET and changed by POST. Nothing here shows on the profile. */
export const settingsEndpoints: EndpointTable = {
  '/1.1/account/settings': [
    { method: 'GET', limit: READ_LIMIT, handle: settingsResponse },
    { method: 'POST', handle: updateSettings },
  ],
}

/** Places trends can be taken from; X knows some hundreds. */
const TREND_PLACES: Readonly<
  Record<number, { country: string; code: string | null; name: string; type: [number, string] }>
> = {
  1: { country: '', code: null, name: 'Worldwide', type: [19, 'Supername'] },
  23424975: { country: 'United Kingdom', code: 'GB', name: 'United Kingdom', type: [12, 'Country'] },
  23424977: { country: 'United States', code: 'US', name: 'United States', type: [12, 'Country'] },
  44418: { country: 'United Kingdom', code: 'GB', name: 'London', type: [7, 'Town'] },
  2357024: { country: 'United States', code: 'US', name: 'Atlanta', type: [7, 'Town'] },
  2459115: { country: 'United States', code: 'US', name: 'New York', type: [7, 'Town'] },
  638242: { country: 'Germany', code: 'DE', name: 'Berlin', type: [7, 'Town'] },
  1118370: { country: 'Japan', code: 'JP', name: 'Tokyo', type: [7, 'Town'] },
}

/** One parameter: what it takes, in words, and what it changes; null where it is something else. */
interface Setting {
  takes: string
  read(sent: string, store: Store): Partial<AccountSettings> | null
}

const hour = (field: 'sleepStartHour' | 'sleepEndHour'): Setting => ({
  takes: 'a whole hour from 00 to 23',
  read: (sent) => (/^([01]?\d|2[0-3])$/.test(sent) ? { [field]: Number(sent) } : null),
})

const SETTINGS: Readonly<Record<string, Setting>> = {
  sleep_time_enabled: {
    takes: 'true or false',
    read: (sent, { state }) => ({ sleepEnabled: isYes(sent, state.settings.booleans) }),
  },
  start_sleep_time: hour('sleepStartHour'),
  end_sleep_time: hour('sleepEndHour'),
  time_zone: {
    takes: 'a name of Rails or IANA, such as Europe/Berlin',
    read: (sent, store) => (timeZone(sent, store.clock()) ? { timeZone: sent } : null),
  },
  trend_location_woeid: {
    takes: 'the number of a place that is known here, such as 1 for worldwide',
    read: (sent) =>
      /^\d+$/.test(sent) && Object.hasOwn(TREND_PLACES, sent) ? { trendWoeid: Number(sent) } : null,
  },
  lang: {
    takes: 'a language such as en or zh-tw',
    read: (sent) => (/^[a-z]{2,3}(-[a-z]{2,4})?$/i.test(sent) ? { language: sent.toLowerCase() } : null),
  },
}

/** All or nothing; without any parameter the settings come back as they are (X's own answer is unconfirmed). */
function updateSettings(store: Store, call: Call): ApiResponse {
  const { request, log } = call.exchange
  const settings = { ...call.account.settings }
  for (const [name, { takes, read }] of Object.entries(SETTINGS)) {
    const sent = readParameter(request, name)
    if (sent === undefined) continue
    const values = read(sent, store)
    if (values === null) {
      log.explanation = `${name} is none of the values it takes: ${takes}. Nothing changed.`
      return xError(44, `${name} parameter is invalid.`)
    }
    Object.assign(settings, values)
  }
  const isChanged = JSON.stringify(settings) !== JSON.stringify(call.account.settings)
  call.account.settings = settings
  log.explanation = explainWrite(request, Object.keys(SETTINGS), isChanged) ?? log.explanation
  store.changed()
  return settingsResponse(store, call)
}

function settingsResponse(store: Store, { account }: Call): ApiResponse {
  const { settings } = account
  const place = TREND_PLACES[settings.trendWoeid]
  return jsonResponse({
    always_use_https: true,
    discoverable_by_email: true,
    geo_enabled: false,
    language: settings.language,
    protected: account.protected,
    screen_name: account.screenName,
    show_all_inline_media: false,
    sleep_time: {
      enabled: settings.sleepEnabled,
      end_time: settings.sleepEndHour,
      start_time: settings.sleepStartHour,
    },
    time_zone: timeZone(settings.timeZone, store.clock()),
    trend_location: place
      ? [
          {
            country: place.country,
            countryCode: place.code,
            name: place.name,
            parentid: place.type[1] === 'Supername' ? 0 : 1,
            placeType: { code: place.type[0], name: place.type[1] },
            url: `http://where.yahooapis.com/v1/place/${settings.trendWoeid}`,
            woeid: settings.trendWoeid,
          },
        ]
      : [],
    use_cookie_personalization: true,
    allow_contributor_request: 'all',
  })
}

/** Ruby on Rails' names of time zones, which X uses, where they are no name of a city that the IANA has too. */
const RAILS_ZONES: Readonly<Record<string, string>> = {
  UTC: 'Etc/UTC',
  'International Date Line West': 'Etc/GMT+12',
  'American Samoa': 'Pacific/Pago_Pago',
  Hawaii: 'Pacific/Honolulu',
  Alaska: 'America/Juneau',
  'Pacific Time (US & Canada)': 'America/Los_Angeles',
  Arizona: 'America/Phoenix',
  'Mountain Time (US & Canada)': 'America/Denver',
  'Central Time (US & Canada)': 'America/Chicago',
  'Eastern Time (US & Canada)': 'America/New_York',
  Quito: 'America/Lima',
  'Atlantic Time (Canada)': 'America/Halifax',
  Newfoundland: 'America/St_Johns',
  Brasilia: 'America/Sao_Paulo',
  'Buenos Aires': 'America/Argentina/Buenos_Aires',
  Greenland: 'America/Nuuk',
  Kyiv: 'Europe/Kiev',
  'Abu Dhabi': 'Asia/Muscat',
  Mumbai: 'Asia/Kolkata',
  'New Delhi': 'Asia/Kolkata',
  Beijing: 'Asia/Shanghai',
  Wellington: 'Pacific/Auckland',
}

/** The IANA's name of a zone of Rails: `Berlin` is Europe/Berlin. Every name of the IANA works as well. */
function ianaName(name: string): string {
  if (Object.hasOwn(RAILS_ZONES, name)) return RAILS_ZONES[name] ?? name
  const city = `/${name.replaceAll(' ', '_')}`
  return Intl.supportedValuesOf('timeZone').find((zone) => zone.endsWith(city)) ?? name
}

/** X's `time_zone` object at a moment; null for a name nobody knows. */
function timeZone(name: string, atMs: number) {
  const tzinfo = ianaName(name)
  try {
    const format = new Intl.DateTimeFormat('en', { timeZone: tzinfo, timeZoneName: 'longOffset' })
    const offset = format.formatToParts(atMs).find((part) => part.type === 'timeZoneName')?.value ?? ''
    const [, sign = '+', hours = '0', minutes = '0'] = /^GMT([+-])(\d\d):(\d\d)$/.exec(offset) ?? []
    const seconds = Number(hours) * 3600 + Number(minutes) * 60
    return { name, tzinfo_name: tzinfo, utc_offset: sign === '-' ? -seconds : seconds }
  } catch {
    return null
  }
}
