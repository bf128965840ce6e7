/**
 * An address as CSS names it. Also for a stylesheet that the server writes, where `<` would begin an element and `&` a
 * character reference.
 */
export const cssUrl = (address: string): string =>
  `url(${JSON.stringify(address).replace(/[<&]/g, (sign) => `\\${sign.charCodeAt(0).toString(16)} `)})`
