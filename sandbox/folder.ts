/** Where the sandbox's own files are: drawings, stylesheets, scripts. */
export const SANDBOX_FOLDER = new URL('.', import.meta.url)
