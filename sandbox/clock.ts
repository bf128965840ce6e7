/** The time now, in milliseconds since 1970. Tests hand in their own. */
export type Clock = () => number
