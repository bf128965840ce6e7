import { isLoopbackHost } from '../http/addresses'
import { percentDecode } from '../http/encoding'
import type { App } from '../state/schema'
import { hasDisallowedScheme, MAX_CALLBACK_CHARACTERS } from './request-tokens'

/**
 * Why an app cannot have this callback: codes 415 and 417, and OAuth 2.0's error page.
 *
 * @param name what the address is called: `oauth_callback` or `redirect_uri`.
 * @param others the names of what else arrived: the address may stand under one of them.
 */
export function explainCallback(
  { callbacks }: App,
  sent: string,
  name: 'oauth_callback' | 'redirect_uri',
  others: readonly string[] = [],
): string {
  const isOAuth1 = name === 'oauth_callback'
  if (sent === '') {
    const near = others.find((other) => /callback|redirect/i.test(other) && other !== name)
    const hint = near === undefined ? '' : ` ${near.slice(0, 40)} arrived, and is not its name.`
    return `${name} did not arrive, or arrived empty.${hint} Send the address to return to${isOAuth1 ? ', or oob for a PIN; it is signed too' : ''}.`
  }
  if (callbacks?.length === 0 && isOAuth1)
    return 'The app has no callback registered, so oob is the only one.'
  return explainForm(sent, name) ?? explainPlace(callbacks, sent, name)
}

/** What is wrong with the address by itself. */
function explainForm(sent: string, name: string): string | null {
  if (/^\w+%3a%2f%2f/i.test(sent)) {
    return `${name} was percent-encoded twice. Give the address as it is: a library encodes it.`
  }
  if (/\s/.test(percentDecode(sent) ?? sent)) {
    return `${name} has a blank or a line break in it. Trim it where you read it.`
  }
  if (/^oob$/i.test(sent)) {
    return name === 'redirect_uri'
      ? 'redirect_uri is oob, which OAuth 1.0a alone has. Send an address.'
      : 'oob is written in small letters.'
  }
  if (/^(null|undefined|None|nil|\[object.*|true|false)$/.test(sent)) {
    return `${name} is a word that your language wrote for a value that is none. Send an address.`
  }
  if (hasDisallowedScheme(sent)) return `${name} has a scheme that X takes from no app.`
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(sent)) {
    return `${name} is no whole address. It begins with http:// or https://, then host and path.`
  }
  if (!/^[\x21-\x7e]+$/.test(sent)) {
    return `${name} has letters outside ASCII. Percent-encode them in the address itself.`
  }
  return sent.length > MAX_CALLBACK_CHARACTERS
    ? `${name} has ${sent.length} characters, and the maximum is ${MAX_CALLBACK_CHARACTERS}.`
    : null
}

/** Where the address leads, and whether it is registered. */
function explainPlace(callbacks: App['callbacks'], sent: string, name: string): string {
  if (callbacks === null) {
    return /^https?:/i.test(sent) && URL.canParse(sent) && !isLoopbackHost(new URL(sent).host)
      ? `${name} leads to another machine. Here it is http or https on this one, such as http://localhost:3000/callback.`
      : `${name} is not http or https. POST /__sandbox/apps registers an app with other callbacks.`
  }
  const near = callbacks.find((registered) => plain(registered) === plain(sent))
  return near === undefined
    ? `${name} is not among the addresses registered for the app, which are compared letter for letter. Register it, or send one of those.`
    : `${name} is compared letter for letter with the addresses registered for the app, and differs from one in ${differenceOf(near, sent)}.`
}

const withoutScheme = (address: string) => address.replace(/^https?:\/\//i, '')
const sameHost = (address: string) =>
  address.replace(/^(https?:\/\/)?(localhost|127\.0\.0\.1)/i, '$1localhost')
const withoutSlash = (address: string) => address.replace(/\/(?=$|\?)/, '')
const withoutQuery = (address: string) => address.replace(/[?#].*$/, '')
const plain = (address: string) => withoutSlash(withoutQuery(sameHost(withoutScheme(address.toLowerCase()))))

const DIFFERENCES: readonly [string, (address: string) => string][] = [
  ['the slash at its end', withoutSlash],
  ['http or https', withoutScheme],
  ['localhost or 127.0.0.1', sameHost],
  ['capitals', (address) => address.toLowerCase()],
  ['the query', withoutQuery],
  ['percent-encoding', (address) => percentDecode(address) ?? address],
]

/** In what two addresses differ: `the slash at its end`. */
export function differenceOf(one: string, other: string): string {
  const only = DIFFERENCES.find(([, change]) => change(one) === change(other))
  return only?.[0] ?? 'more than one small thing: scheme, host, path, query and a slash at the end all count'
}
