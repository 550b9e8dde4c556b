export { createDatabase } from './create-database.js';
export { freePort } from './free-port.js';
export { findPostgres, startPostgres } from './postgres/postgres-server.js';
export type { PostgresOptions, PostgresServer } from './postgres/postgres-server.js';
export { processRegistry } from './process-registry.js';
export type { ProcessRegistry, RegisteredProcess } from './process-registry.js';
export { findServices, startServices, stopServices } from './start-services.js';
export type { Services, ServicesOptions, ServiceUrls } from './start-services.js';
