// What asks a farm over HTTP, from Node and from browsers: no part of the farm itself comes with it.
export { createFarmClient } from './farm-client.js';
export type { FarmClient, FarmClientOptions } from './farm-client.js';
export { FarmProblem } from './farm-problem.js';
export type { paths } from './generated/openapi.js';
