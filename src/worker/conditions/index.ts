export { defaultFitnessThresholds } from './fitness.js';
export type { FitnessThresholds } from './fitness.js';
export { ConditionsMonitor } from './monitor.js';
export type { MonitorOptions } from './monitor.js';
export type { ProcessorUse } from './processor-times.js';
export { SharedCores } from './shared-cores.js';
export { takeSnapshot } from './snapshot.js';
export type { ConditionsSnapshot } from './snapshot.js';
