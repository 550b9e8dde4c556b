export { architectureFamily, architectureNames, buildArchitecture } from './catalogue.js';
export type { BuildOptions } from '../spaces/sampling.js';
