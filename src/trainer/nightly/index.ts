export { listNights } from './list-nights.js';
export type { NightRecord } from './list-nights.js';
export { lastDueAt } from './schedule.js';
export { nightlySettingsSchema } from './settings.js';
export type { NightlySettings } from './settings.js';
export { startNightly } from './start-nightly.js';
export type { NightlyHandle, NightlyOptions } from './start-nightly.js';
export { nightTargets, trainNight } from './train-night.js';
export type { NightEntry, NightOptions } from './train-night.js';
