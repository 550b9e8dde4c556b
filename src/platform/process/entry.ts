import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** True when this code runs from src/ (through tsx or vitest) and not from dist/. */
const fromSources = import.meta.url.endsWith('.ts');

/** A file of this program, named by its path below src/ without extension, as it can be run or loaded here. */
export function entryUrl(entry: string): string {
  return new URL(`../../${entry}${fromSources ? '.ts' : '.js'}`, import.meta.url).href;
}

/** Node's arguments that make it understand what it is given: nothing for dist/, tsx for sources. */
export function loaderArguments(): string[] {
  if (!fromSources) return [];
  return ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href];
}
