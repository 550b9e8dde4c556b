import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import ts from 'typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Where modules find the packages of this checkout. */
const folder = join(root, 'node_modules', '.cache', 'latency-farm-bench');

/**
 * A module of the benchmarks, compiled as `npm run build` compiles `src`: what is measured beside a build must not pay for what tsx puts
 * into the code. It may import packages only.
 */
export async function compiledModule(url: URL): Promise<unknown> {
  const source = await readFile(url, 'utf8');
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (file) => ts.sys.readFile(file)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: options,
    fileName: 'module.mts',
  });
  await mkdir(folder, { recursive: true });
  const file = join(folder, basename(url.pathname).replace(/\.ts$/, '.mjs'));
  await writeFile(file, outputText);
  return import(pathToFileURL(file).href);
}

/** A module of this checkout's build, by its path in `dist`. Throws when `npm run build` was not run. */
export async function builtModule(path: string): Promise<unknown> {
  const file = join(root, 'dist', path);
  if (!existsSync(file)) throw new Error(`${file} is not there: run npm run build`);
  return import(pathToFileURL(file).href);
}
