import 'server-only'
import { readEnv } from '@/lib/server/env'

/**
 * What a page may load: its own files, and pictures from the places where profiles keep theirs.
 * Next's development server evaluates code and injects styles, so it gets as much as that needs and no more.
 */
export function contentSecurityPolicy(nonce: string): string {
  const isDevelopment = process.env.NODE_ENV === 'development'
  const directives: Record<string, string> = {
    'default-src': "'self'",
    'script-src': `'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    'style-src': isDevelopment ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}'`,
    'img-src': ["'self'", 'blob:', 'data:', ...readEnv().mediaOrigins].join(' '),
    'font-src': "'self'",
    'connect-src': isDevelopment ? "'self' ws:" : "'self'",
    'worker-src': "'self'",
    'form-action': "'self'",
    'frame-ancestors': "'none'",
    'base-uri': "'none'",
    'object-src': "'none'",
    // Next's development server writes HTML and evaluates code in ways of its own.
    ...(!isDevelopment && {
      'require-trusted-types-for': "'script'",
      'trusted-types': 'default nextjs',
    }),
  }
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ')
}
