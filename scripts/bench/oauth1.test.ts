import { expect, test } from 'vitest'
import { authorizationHeader } from './oauth1'

// Inputs and result of X's documentation, "Creating a signature".
test('the signature of X’s own example comes out', () => {
  const header = authorizationHeader(
    {
      method: 'POST',
      url: 'https://api.twitter.com/1.1/statuses/update.json',
      form: { status: 'Hello Ladies + Gentlemen, a signed OAuth request!', include_entities: 'true' },
    },
    {
      consumerKey: 'xvz1evFS4wEEPTGEFPHBog',
      consumerSecret: 'kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw',
      token: '370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb',
      tokenSecret: 'LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE',
    },
    { nonce: 'kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg', timestampSeconds: 1318622958 },
  )
  expect(header).toContain('oauth_signature="hCtSmYh%2BiHYCEqBWrE7C7hYmtUk%3D"')
})
