import { AccountMenu } from '@/components/account/account-menu'
import { type PageName, TopBar } from '@/components/account/top-bar'
import { readCurrentProfile } from '@/lib/server/account/current-profile'
import { readPageAccounts, readSession } from '@/lib/server/auth/session'
import { identifyServer } from '@/lib/server/env'

interface PageHeadProps {
  current?: PageName | undefined
  /** False where it is not worth a call to the server: the photo is then left out. */
  readsProfile?: boolean | undefined
}

/** The head of a page: with the account if somebody is signed in, whether its profile can be read or not. */
export async function PageHead({ current, readsProfile = true }: PageHeadProps) {
  const server = identifyServer()
  const session = await readSession()
  if (!session) return <TopBar server={server} current={current} />
  const read = readsProfile ? await readCurrentProfile() : null
  const account = read?.ok ? read.value : { handle: session.handle, name: '', avatarUrl: null }
  const others = (await readPageAccounts()).flatMap(({ accountId: id, handle }) =>
    id === session.accountId ? [] : [{ id, handle }],
  )
  return (
    <TopBar server={server} current={current}>
      <AccountMenu
        server={server}
        accountId={session.accountId}
        handle={account.handle}
        name={account.name}
        avatarUrl={account.avatarUrl}
        others={others}
      />
    </TopBar>
  )
}
