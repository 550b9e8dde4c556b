// The light half of the room. Database, queue and services have doors of their own (platform/database/index.js, …),
// so that a command that needs none of them does not load them.
export { writeFileAtomically } from './atomic-file.js';
export { systemClock } from './clock.js';
export type { Clock } from './clock.js';
export { childEnvironment, environmentVariables, readConfig } from './config/index.js';
export type { Config } from './config/index.js';
export { errorFactory, exitCodeOf, FarmError, isFarmError } from './errors.js';
export type { Blame, ErrorCatalogue, ErrorDefinition, FarmErrorOptions } from './errors.js';
export { createLogger, logLevels, silentLogger } from './logging.js';
export type { Logger, LoggingOptions, LogLevel } from './logging.js';
export * from './process/index.js';
export { randomFromSeed } from './random.js';
export type { Random } from './random.js';
export { redactSecrets } from './redaction.js';
export { invalidFile, parseYaml, readYamlFile } from './yaml.js';
export type { FileProblem } from './yaml.js';
