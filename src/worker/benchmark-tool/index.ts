export { commandLine, defaultProfileBufferEntries } from './command-line.js';
export type { CommandLineOptions, ProfilePlan, RunPlan } from './command-line.js';
export { benchmarkToolErrors } from './errors.js';
export type { BenchmarkToolErrorCode } from './errors.js';
export { failureOf } from './failures.js';
export { parseBenchmarkOutput } from './output/parse.js';
export type * from './report.js';
export { parseToolVersion } from './tool-version.js';
