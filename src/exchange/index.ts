// What leaves the farm as files and comes into it as files, and tables that others published.
export { exchangeErrors } from './errors.js';
export { csvLine } from './measurements/encode-text.js';
export { exportMeasurements } from './measurements/export-measurements.js';
export type { ExportCount, MeasurementFormat } from './measurements/export-measurements.js';
export { importMeasurements } from './measurements/import-measurements.js';
export type { ImportSummary } from './measurements/import-measurements.js';
export { runtimeOfTable } from './published/table-runtime.js';
export { publishedGpu } from './published/devices.js';
export { publishedDeviceModel } from './qed-usc/published-run.js';
export { isCellTable, parseCells } from './published/nas-bench-201.js';
export { parseNetworks } from './published/networks.js';
export type { PublishedNetwork } from './published/networks.js';
export { parseOperations } from './published/operations.js';
export type { PublishedOperations } from './published/operations.js';
export { exportPublishedTables } from './qed-usc/export-tables.js';
export { importPublishedTables } from './qed-usc/import-tables.js';
export type { PublishedImportSummary, PublishedTables } from './qed-usc/import-tables.js';
export type { RunFilter } from '../tables/run/measured-runs.js';
