import { percentDecode, percentEncode } from '../../http/encoding'
import type { Parameter } from '../../http/request'
import type { Mistake, Variant } from '../signing'

interface Address {
  scheme: string
  host: string
  /** With its colon; empty when there is none. */
  port: string
  path: string
}

function partsOf(baseUrl: string): Address {
  const [, scheme = '', host = '', port = '', path = ''] =
    /^(https?):\/\/(\[[^\]]*\]|[^:/]*)(:\d+)?(.*)$/.exec(baseUrl) ?? []
  return { scheme, host, port, path }
}

function signedFor(right: Address, wrong: Partial<Address>): Variant {
  const { scheme, host, port, path } = { ...right, ...wrong }
  return { step: { baseUrl: `${scheme}://${host}${port}${path}` } }
}

const OWN_HOSTS = ['localhost', '127.0.0.1', '[::1]', '0.0.0.0']
const X_HOSTS = ['api.twitter.com', 'api.x.com', 'twitter.com', 'x.com', 'upload.twitter.com', 'upload.x.com']
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD']

/** The address and the method that were signed instead of those that were called. */
export const ADDRESS_MISTAKES: readonly Mistake[] = [
  {
    name: 'wrong-port',
    sentence: 'You signed another port: sign the one you call, and leave out 80 for http and 443 for https.',
    variants: ({ baseUrl }) => {
      const right = partsOf(baseUrl)
      return ['', ':80', ':443', ':3000', ':4010', ':8080']
        .filter((port) => port !== right.port)
        .map((port) => signedFor(right, { port }))
    },
  },
  {
    name: 'wrong-scheme',
    sentence: 'You signed another scheme: sign http when you call http, and https when you call https.',
    variants: ({ baseUrl }) => {
      const right = partsOf(baseUrl)
      const scheme = right.scheme === 'http' ? 'https' : 'http'
      return [signedFor(right, { scheme }), signedFor(right, { scheme, port: '' })]
    },
  },
  {
    name: 'wrong-host',
    sentence: 'You signed another host than the one you call.',
    variants: ({ baseUrl }, { request }) => {
      const right = partsOf(baseUrl)
      const asCalled = request.host.replace(/:\d+$/, '')
      const name = (wrong: Partial<Address>): Variant => ({
        ...signedFor(right, wrong),
        sentence: `You signed for ${wrong.host}, and called ${right.host}: sign the host that you call, in small letters.`,
      })
      return [asCalled, ...OWN_HOSTS, ...X_HOSTS]
        .filter((host) => host !== right.host)
        .flatMap((host) => [
          name({ host }),
          name({ host, port: '' }),
          name({ host, port: '', scheme: 'https' }),
        ])
    },
  },
  {
    name: 'wrong-path',
    sentence:
      'You signed another path: sign it letter for letter as you call it, with its .json if it has one.',
    variants: ({ baseUrl }) => {
      const right = partsOf(baseUrl)
      const bare = right.path.replace(/\/$/, '').replace(/\.json$/, '')
      return [
        bare,
        `${bare}.json`,
        `${bare}/`,
        `${bare}.json/`,
        bare.replace(/^\/1\.1/, ''),
        `${bare.replace(/^\/1\.1/, '')}.json`,
        bare.replace(/^\/1\.1\//, '/1/'),
        `${bare.replace(/^\/1\.1\//, '/1/')}.json`,
        percentDecode(right.path) ?? '',
        right.path.toLowerCase(),
        '',
        '/',
      ]
        .filter((path) => path !== right.path)
        .map((path) => signedFor(right, { path }))
    },
  },
  {
    name: 'dots-in-path',
    sentence:
      'You signed a path with /../ in it, and HTTP libraries take that out before they send. Sign the path without.',
    variants: ({ baseUrl }) => {
      const right = partsOf(baseUrl)
      return ['/1.1', '/1', '/api', '/1.1/statuses', '/1/statuses', '/api/statuses'].map((before) =>
        signedFor(right, { path: `${before}/..${right.path}` }),
      )
    },
  },
  {
    name: 'address-incomplete',
    sentence: 'You signed the path or the host alone; the whole address is signed, scheme first.',
    variants: ({ baseUrl }) => {
      const { host, port, path } = partsOf(baseUrl)
      return [path, `${host}${port}${path}`].map((address) => ({ step: { baseUrl: address } }))
    },
  },
  {
    name: 'query-in-address',
    sentence: 'You left the query at the end of the address; it belongs among the parameters.',
    variants: ({ baseUrl, parameters }, { request: { query } }) => {
      if (query.length === 0) return []
      const withoutQuery = parameters.filter(
        ({ name, value }) => !query.some((other) => other.name === name && other.value === value),
      )
      return [written(query, percentEncode), new URLSearchParams(asPairs(query)).toString()].flatMap(
        (tail) => {
          const address = `${baseUrl}?${tail}`
          return [{ step: { baseUrl: address, parameters: withoutQuery } }, { step: { baseUrl: address } }]
        },
      )
    },
  },
  {
    name: 'wrong-method',
    sentence: 'You signed another method.',
    variants: ({ method }) =>
      METHODS.filter((other) => other !== method).map((other) => ({
        step: { method: other },
        sentence: `You signed ${other}, and sent ${method}: sign the method that you send.`,
      })),
  },
  {
    name: 'lower-case-method',
    sentence: 'You wrote the method in small letters; it is signed in capitals.',
    variants: (right) => [
      {
        step: {
          assemble: (method, baseUrl, parameters) =>
            right.assemble(method.toLowerCase(), baseUrl, parameters),
        },
      },
    ],
  },
]

function written(query: readonly Parameter[], encode: (text: string) => string): string {
  return query.map(({ name, value }) => `${encode(name)}=${encode(value)}`).join('&')
}

function asPairs(query: readonly Parameter[]): [string, string][] {
  return query.map(({ name, value }) => [name, value])
}
