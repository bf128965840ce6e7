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
export function timeZone(name: string, atMs: number) {
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
