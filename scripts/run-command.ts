/** What went wrong, as a person should read it: a bug with its stack, what a script itself throws as its sentences. */
export function describeFailure(failure: unknown): string {
  if (!(failure instanceof Error)) return String(failure)
  return failure.name === 'Error' ? failure.message : (failure.stack ?? failure.message)
}

/** Runs a command and ends the process with its exit code, or with 1 and a description of what it threw. */
export async function runCommand(command: () => Promise<number>): Promise<never> {
  try {
    process.exit(await command())
  } catch (failure) {
    console.error(describeFailure(failure))
    process.exit(1)
  }
}
