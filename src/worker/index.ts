export type { AdbEndpoint } from './adb/index.js';
export { addBinary, listBinaries } from './binaries/binary-registry.js';
export type { NewBinary, StoredBinary } from './binaries/binary-registry.js';
export type { FitnessThresholds } from './conditions/index.js';
export { workerErrors } from './errors.js';
export type { WorkerErrorCode } from './errors.js';
export * from './hosts/index.js';
export { startWorker } from './start-worker.js';
export type { WorkerHandle, WorkerOptions } from './start-worker.js';
