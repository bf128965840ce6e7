import { type HttpRequest, readParameter, readSwitch } from '../http/request'
import { type ApiResponse, jsonResponse, xError } from '../http/response'
import { timeZone } from '../profile/time-zones'
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

/** All or nothing; without any parameter the settings come back as they are (X's own answer is unconfirmed). */
function updateSettings(store: Store, call: Call): ApiResponse {
  const { request, log } = call.exchange
  const read = readSettings(store, request)
  if (!read.ok) {
    log.explanation = `${read.wrong} is none of the values it takes: ${SETTINGS[read.wrong]}. Nothing changed.`
    return xError(44, `${read.wrong} parameter is invalid.`)
  }
  const before = JSON.stringify(call.account.settings)
  call.account.settings = { ...call.account.settings, ...read.values }
  const changed = JSON.stringify(call.account.settings) !== before
  log.explanation = explainWrite(request, Object.keys(SETTINGS), changed) ?? log.explanation
  store.changed()
  return settingsResponse(store, call)
}

/** The parameters, with what each takes. */
const SETTINGS = {
  sleep_time_enabled: 'true or false',
  start_sleep_time: 'a whole hour from 00 to 23',
  end_sleep_time: 'a whole hour from 00 to 23',
  time_zone: 'a name of Rails or IANA, such as Europe/Berlin',
  trend_location_woeid: 'the number of a place that is known here, such as 1 for worldwide',
  lang: 'a language such as en or zh-tw',
} as const

type ReadSettings =
  | { ok: true; values: Partial<AccountSettings> }
  | { ok: false; wrong: keyof typeof SETTINGS }

function readSettings(store: Store, request: HttpRequest): ReadSettings {
  const values: Partial<AccountSettings> = {}
  const enabled = readSwitch(request, 'sleep_time_enabled', store.state.settings.booleans)
  if (enabled !== undefined) values.sleepEnabled = enabled

  for (const [name, field] of [
    ['start_sleep_time', 'sleepStartHour'],
    ['end_sleep_time', 'sleepEndHour'],
  ] as const) {
    const hour = readParameter(request, name)
    if (hour === undefined) continue
    if (!/^([01]?\d|2[0-3])$/.test(hour)) return { ok: false, wrong: name }
    values[field] = Number(hour)
  }
  const zone = readParameter(request, 'time_zone')
  if (zone !== undefined) {
    if (!timeZone(zone, store.clock())) return { ok: false, wrong: 'time_zone' }
    values.timeZone = zone
  }
  const woeid = readParameter(request, 'trend_location_woeid')
  if (woeid !== undefined) {
    if (!/^\d+$/.test(woeid) || !Object.hasOwn(TREND_PLACES, woeid))
      return { ok: false, wrong: 'trend_location_woeid' }
    values.trendWoeid = Number(woeid)
  }
  const language = readParameter(request, 'lang')
  if (language !== undefined) {
    if (!/^[a-z]{2,3}(-[a-z]{2,4})?$/i.test(language)) return { ok: false, wrong: 'lang' }
    values.language = language.toLowerCase()
  }
  return { ok: true, values }
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
