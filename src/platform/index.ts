// What nearly every caller needs. The other halves of the room have doors of their own, so that a command that needs none
// of them does not load them: database/, queue/, services/, and the single files random.ts, yaml.ts and atomic-file.ts.
export { systemClock } from './clock.js';
export type { Clock } from './clock.js';
export type { Config } from './config/index.js';
export { FarmError, isFarmError } from './errors.js';
export type { Blame, ErrorCatalogue, ErrorDefinition, FarmErrorOptions } from './errors.js';
export { createLogger, silentLogger } from './logging.js';
export type { Logger, LoggingOptions, LogLevel } from './logging.js';
export * from './process/index.js';
