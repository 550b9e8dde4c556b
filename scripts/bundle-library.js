// Makes of each public entry one file, with what several share in chunks: an import of a few files starts in a fraction of the
// time of one of two hundred. Dependencies are bundled, because of zod and pure-rand only a small part is used.
import { join } from 'node:path';

import { build } from 'esbuild';

/** What `package.json` exports, by the room that it is. */
export const libraryEntries = ['graph', 'learning', 'predictor'];

/** Bundles the compiled rooms below `dist` into `dist/library`. */
export async function bundleLibrary(dist) {
  await build({
    entryPoints: Object.fromEntries(libraryEntries.map((entry) => [entry, join(dist, entry, 'index.js')])),
    outdir: join(dist, 'library'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    legalComments: 'eof',
    logLevel: 'error',
  });
}
