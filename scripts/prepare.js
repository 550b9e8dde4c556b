// Builds what `npm ci` leaves ready to run: the database client, dist/, and the `farm` command in node_modules/.bin. Built beside and
// put in place when it is whole, and not at all when nothing has changed: `npx`, `npm pack` and a running farm are not disturbed.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleBenchmarkTool } from './bundle-benchmark-tool.js';
import { bundleHttp } from './bundle-http.js';
import { bundleLibrary } from './bundle-library.js';
import { bundleWeb } from './bundle-web.js';
import { replaceFolder } from './replace-folder.js';
import { hashOfSources } from './sources-hash.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const binary = (...path) => join(root, 'node_modules', ...path);

/** What a build depends on. */
const sources = [
  'src',
  'web',
  'scripts',
  'prisma/schema.prisma',
  'tsconfig.json',
  'tsconfig.build.json',
  'package-lock.json',
];
/** Where a build keeps what it was made of. */
const stampName = 'sources.sha256';

/** Real networks that the demo measures; of @mediapipe packages, whose licence (Apache-2.0) lets them be passed on. */
const networks = [
  'face_detection/face_detection_short_range.tflite',
  'face_detection/face_detection_full_range.tflite',
  'face_detection/face_detection_full_range_sparse.tflite',
  'selfie_segmentation/selfie_segmentation.tflite',
];

/** Runs a package's JavaScript entry point with this Node, so that no shell and no PATH is involved; shows what it says if it fails. */
function run(script, args, environment = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  if (status === 0) return;
  throw new Error(`${stdout}${stderr}\n${script} ${args.join(' ')} failed.`);
}

/** Whoever installs may write to node_modules; whoever runs the farm later perhaps not. A server will do where there is none. */
async function preparePostgres() {
  const { findPostgresBinaries } = await import('../dist/platform/services/postgres/postgres-binaries.js');
  try {
    await findPostgresBinaries();
  } catch (error) {
    console.error(`${error.message} ${error.remedy ?? ''}`);
  }
}

/** Makes `npx farm` below this folder run this build. */
function linkFarmCommand() {
  const target = join(dist, 'cli', 'main.js');
  const bin = binary('.bin');
  mkdirSync(bin, { recursive: true });
  rmSync(join(bin, 'farm'), { force: true });
  if (process.platform === 'win32') {
    writeFileSync(join(bin, 'farm.cmd'), `@node "${target}" %*\r\n`);
    return;
  }
  symlinkSync(relative(bin, target), join(bin, 'farm'));
}

function copyNetworks(folder) {
  mkdirSync(folder, { recursive: true });
  for (const network of networks)
    copyFileSync(binary('@mediapipe', network), join(folder, basename(network)));
  const origin =
    'From the npm packages @mediapipe/face_detection and @mediapipe/selfie_segmentation, Apache-2.0.\n';
  writeFileSync(join(folder, 'NOTICE'), origin);
}

async function build(folder, stamp) {
  // `prisma generate` needs no engine, but asks for one; migrations are applied by src/platform/database.
  run(binary('prisma', 'build', 'index.js'), ['generate'], { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath });
  run(binary('typescript', 'bin', 'tsc'), ['-p', 'tsconfig.build.json', '--outDir', folder]);
  // The virtual phone's commands are shell scripts.
  const system = join('virtual-phone', 'system');
  cpSync(join(root, 'src', system), join(folder, system), { recursive: true });
  await bundleLibrary(folder);
  await bundleHttp(root, folder);
  await bundleWeb(root, join(folder, 'web'));
  await bundleBenchmarkTool(join(folder, 'virtual-phone', 'benchmark_model'));
  copyNetworks(join(folder, 'networks'));
  chmodSync(join(folder, 'cli', 'main.js'), 0o755);
  writeFileSync(join(folder, stampName), stamp);
}

/** Builds unless what is there was built from the same sources. */
async function buildUnlessDone() {
  const stamp = hashOfSources(root, sources, ['generated']);
  const stampFile = join(dist, stampName);
  const generated = join(root, 'src', 'platform', 'database', 'generated', 'client.ts');
  if (existsSync(generated) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  // In the package's own folder, where what is built finds its dependencies, and on the file system of dist/.
  const folder = `${dist}.${process.pid}.next`;
  try {
    await build(folder, stamp);
    replaceFolder(dist, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  await buildUnlessDone();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
linkFarmCommand();
await preparePostgres();
