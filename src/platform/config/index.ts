export { environmentVariables, readConfig } from './config.js';
export type { Config } from './config.js';
export { childEnvironment } from './child-environment.js';
