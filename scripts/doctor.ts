/**
 * `npm run doctor`: what an app may do at the server it is set up for, and what to change so that it may more.
 *
 * Reads the environment as the app does, and beside it X_ACCESS_TOKEN and X_ACCESS_TOKEN_SECRET, the access token that
 * the developer portal makes for one's own account; for OAuth 2.0 X_ACCESS_TOKEN alone. Changes nothing there. Ends with 1 when there is something to fix.
 */
import { examine } from './doctor/examine'
import { type Finding, report, settingsFrom, ways } from './doctor/finding'
import { loadEnvFiles } from './next-process'
import { runCommand } from './run-command'

await runCommand(async () => {
  loadEnvFiles()
  const settings = settingsFrom(process.env)
  if (!settings.ok) {
    console.error(settings.problems.join('\n'))
    return 1
  }
  console.log(`Asking ${settings.settings.serverOrigin}. Nothing is changed there.\n`)
  const remedies = new Set<string>()
  const findings: Finding[] = []
  for await (const finding of examine(settings.settings)) {
    console.log(report(finding))
    if (finding.remedy) remedies.add(finding.remedy)
    findings.push(finding)
  }
  const lines = ways(findings)
  if (lines.length > 0)
    console.log(`\nBy which way each part goes:\n${lines.map((one) => `- ${one}`).join('\n')}`)
  if (remedies.size > 0)
    console.log(`\nWhat you can do:\n${[...remedies].map((one) => `- ${one}`).join('\n')}`)
  console.log('\nNot tried, because it would change something: removing a header, ending a token.')
  return findings.some(({ state }) => state === 'fix') ? 1 : 0
})
