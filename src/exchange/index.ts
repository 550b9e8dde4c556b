// What leaves the farm as files and comes into it as files. A door of its own, so that commands that exchange nothing do not
// load the formats.
export { exportPredictor } from '../trainer/registry/export-predictor.js';
export { exportMeasurements } from './measurements/export-measurements.js';
export type { ExportCount, MeasurementFormat } from './measurements/export-measurements.js';
export { importMeasurements } from './measurements/import-measurements.js';
export type { ImportSummary } from './measurements/import-measurements.js';
export { exportPublishedTables } from './qed-usc/export-tables.js';
export { importPublishedTables } from './qed-usc/import-tables.js';
export type { PublishedImportSummary, PublishedTables } from './qed-usc/import-tables.js';
export type { RunFilter } from './measurements/read-runs.js';
