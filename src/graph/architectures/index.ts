export { architectureFamily, architectureNames, buildArchitecture } from './catalogue.js';
export type { BuildOptions } from './catalogue.js';
