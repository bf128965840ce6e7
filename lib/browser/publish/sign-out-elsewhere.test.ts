import { expect, test } from 'vitest'
import { ALL_ACCOUNTS, announceSignOut, onSignOutElsewhere } from './sign-out-elsewhere'

/** Which of three accounts hear that `account` is signed out in another tab; the last one always does, as its turn is last. */
async function whoHears(account: string): Promise<string[]> {
  const heard: string[] = []
  const stops = ['1001', '1002'].map((own) => onSignOutElsewhere(own, () => heard.push(own)))
  const last = new Promise<void>((resolve) => {
    stops.push(onSignOutElsewhere('last', resolve))
  })
  announceSignOut(account)
  announceSignOut('last')
  await last
  for (const stop of stops) stop()
  return heard
}

test('a sign-out is heard by the account that is meant, and that of all accounts by each', async () => {
  expect(await whoHears('1002')).toEqual(['1002'])
  expect(await whoHears(ALL_ACCOUNTS)).toEqual(['1001', '1002'])
})
