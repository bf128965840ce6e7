/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // Pictures come as they are; nothing of ours fetches and resizes what somebody names.
  images: { unoptimized: true },
  // In development the page may also be opened by the loopback address; without this it never hydrates there.
  allowedDevOrigins: ['127.0.0.1'],
  // The way back from the server carries a verifier in its address, which belongs in no terminal.
  logging: { incomingRequests: { ignore: [/^\/api\/auth\//] } },
  async headers() {
    return [
      {
        // No policy of their own: under one, workers could not compile WebAssembly.
        source: '/_next/static/:path*',
        headers: [
          { key: 'X-Content-Type-Options', value: 'nosniff' },
          { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
        ],
      },
      {
        // Pages get their policy, with a nonce, from proxy.ts. What is not a page runs nothing at all.
        source: '/api/:path*',
        headers: [
          { key: 'Content-Security-Policy', value: "default-src 'none'; frame-ancestors 'none'" },
          { key: 'X-Content-Type-Options', value: 'nosniff' },
          { key: 'Cache-Control', value: 'no-store' },
        ],
      },
    ]
  },
}
