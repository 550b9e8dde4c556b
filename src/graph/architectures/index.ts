export { architectureFamily, architectureNames, buildArchitecture, isArchitectureName } from './catalogue.js';
export type { BuildOptions } from './spaces/sampling.js';
