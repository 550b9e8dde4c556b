/** Thrown for a command line or a profile that cannot be used: the program ends with exit status 2. */
export class UsageError extends Error {}
