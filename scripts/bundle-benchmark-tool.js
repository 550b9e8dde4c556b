// Bundles the virtual phone's benchmark tool into one executable file, TFLite's WebAssembly inside. The same sources give the
// same bytes: the file is known by its SHA-256.
import { chmodSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

// The file has no extension: whether Node takes it for a CommonJS or an ES module depends on the package.json above it. Only
// this way to built-in modules is there in both.
const preamble = `#!/usr/bin/env node
var require = process.getBuiltinModule;`;

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Writes the executable to `file`. */
export async function bundleBenchmarkTool(file) {
  mkdirSync(dirname(file), { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: [join('src', 'virtual-phone', 'benchmark-tool', 'main.ts')],
    outfile: file,
    bundle: true,
    // Names stay: the clock of the runtime's glue code is found by its name.
    minifyWhitespace: true,
    platform: 'node',
    format: 'iife',
    target: 'node20',
    loader: { '.wasm': 'binary' },
    banner: { js: preamble },
    legalComments: 'eof',
    logLevel: 'error',
  });
  chmodSync(file, 0o755);
}
