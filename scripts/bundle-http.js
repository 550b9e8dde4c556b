// Makes one file each of Fastify with its plugins, of prom-client, of Bull Board and of OpenTelemetry, which are many small packages, with the licences of all that is in it beside it.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { build } from 'esbuild';

// What was written as CommonJS asks for Node's modules by require.
const preamble = `import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);`;

/** What takes whole families of packages, by their paths in src/ without their ending. */
const bundled = {
  'api/server/http': {},
  'api/metrics/prometheus': {},
  'api/dashboard/queue-board/bull-board': {},
  // Its ES modules, of which only what is used is taken: a quarter.
  'platform/telemetry/open-telemetry': { mainFields: ['module', 'main'] },
};

/** Replaces what is compiled of them below `dist` by files that import nothing but what an install has anyway. */
export async function bundleHttp(root, dist) {
  for (const [path, options] of Object.entries(bundled)) await bundleOne(root, dist, path, options);
}

async function bundleOne(root, dist, path, options) {
  const file = join(dist, `${path}.js`);
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [join('src', `${path}.ts`)],
    outfile: file,
    allowOverwrite: true,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // One zod and one BullMQ, for schemas and queues are known by their classes; the others are installed for what else needs them.
    external: ['zod', 'zod/*', 'pino', 'yaml', 'bullmq'],
    banner: { js: preamble },
    ...options,
    metafile: true,
    logLevel: 'error',
  });
  writeFileSync(
    join(dirname(file), `${basename(path)}.LICENSES`),
    licencesOf(root, Object.keys(metafile.inputs)),
  );
}

function licencesOf(root, inputs) {
  const packages = new Set(
    inputs.flatMap((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []),
  );
  return [...packages]
    .sort()
    .map((folder) => `${folder.replace(/^.*node_modules\//, '')}\n\n${licenceIn(join(root, folder))}\n`)
    .join('\n');
}

/** The text where a package has one, else what its package.json says. */
function licenceIn(folder) {
  const name = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (name !== undefined) return readFileSync(join(folder, name), 'utf8').trim();
  const description = join(folder, 'package.json');
  return existsSync(description) ? String(JSON.parse(readFileSync(description, 'utf8')).license) : 'unknown';
}
