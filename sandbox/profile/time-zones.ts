/**
 * Ruby on Rails' names of time zones, which X uses, and what the IANA calls them: those that X's clients offered
 * most. Every IANA name works as well.
 */
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
  'Mexico City': 'America/Mexico_City',
  'Eastern Time (US & Canada)': 'America/New_York',
  Bogota: 'America/Bogota',
  Lima: 'America/Lima',
  Quito: 'America/Lima',
  'Atlantic Time (Canada)': 'America/Halifax',
  Caracas: 'America/Caracas',
  Santiago: 'America/Santiago',
  Newfoundland: 'America/St_Johns',
  Brasilia: 'America/Sao_Paulo',
  'Buenos Aires': 'America/Argentina/Buenos_Aires',
  Greenland: 'America/Nuuk',
  Azores: 'Atlantic/Azores',
  London: 'Europe/London',
  Dublin: 'Europe/Dublin',
  Lisbon: 'Europe/Lisbon',
  Casablanca: 'Africa/Casablanca',
  Amsterdam: 'Europe/Amsterdam',
  Berlin: 'Europe/Berlin',
  Madrid: 'Europe/Madrid',
  Paris: 'Europe/Paris',
  Rome: 'Europe/Rome',
  Stockholm: 'Europe/Stockholm',
  Vienna: 'Europe/Vienna',
  Athens: 'Europe/Athens',
  Cairo: 'Africa/Cairo',
  Helsinki: 'Europe/Helsinki',
  Istanbul: 'Europe/Istanbul',
  Jerusalem: 'Asia/Jerusalem',
  Kyiv: 'Europe/Kiev',
  Moscow: 'Europe/Moscow',
  Nairobi: 'Africa/Nairobi',
  Riyadh: 'Asia/Riyadh',
  Tehran: 'Asia/Tehran',
  'Abu Dhabi': 'Asia/Muscat',
  Karachi: 'Asia/Karachi',
  Mumbai: 'Asia/Kolkata',
  'New Delhi': 'Asia/Kolkata',
  Dhaka: 'Asia/Dhaka',
  Bangkok: 'Asia/Bangkok',
  Jakarta: 'Asia/Jakarta',
  Beijing: 'Asia/Shanghai',
  'Hong Kong': 'Asia/Hong_Kong',
  Singapore: 'Asia/Singapore',
  Taipei: 'Asia/Taipei',
  Seoul: 'Asia/Seoul',
  Tokyo: 'Asia/Tokyo',
  Adelaide: 'Australia/Adelaide',
  Sydney: 'Australia/Sydney',
  Auckland: 'Pacific/Auckland',
  Wellington: 'Pacific/Auckland',
}

export interface TimeZone {
  name: string
  tzinfo_name: string
  /** Seconds east of Greenwich. */
  utc_offset: number
}

/** X's `time_zone` object at a moment; null for a name nobody knows. */
export function timeZone(name: string, atMs: number): TimeZone | null {
  const tzinfo = Object.hasOwn(RAILS_ZONES, name) ? RAILS_ZONES[name] : name
  try {
    const parts = new Intl.DateTimeFormat('en', {
      timeZone: tzinfo,
      timeZoneName: 'longOffset',
    }).formatToParts(atMs)
    const offset = parts.find((part) => part.type === 'timeZoneName')?.value ?? ''
    const [, sign = '+', hours = '0', minutes = '0'] = /^GMT([+-])(\d\d):(\d\d)$/.exec(offset) ?? []
    const seconds = Number(hours) * 3600 + Number(minutes) * 60
    return { name, tzinfo_name: tzinfo ?? name, utc_offset: sign === '-' ? -seconds : seconds }
  } catch {
    return null
  }
}
