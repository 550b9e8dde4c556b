// Builds what `npm ci` leaves ready to run: the database client, dist/, and the `farm` command in node_modules/.bin.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleBenchmarkTool } from './bundle-benchmark-tool.js';
import { bundleLibrary } from './bundle-library.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const binary = (...path) => join(root, 'node_modules', ...path);

/** Runs a package's JavaScript entry point with this Node, so that no shell and no PATH is involved; shows what it says if it fails. */
function run(script, args, environment = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  if (status === 0) return;
  console.error(`${stdout}${stderr}\n${script} ${args.join(' ')} failed.`);
  process.exit(1);
}

/** Whoever installs may write to node_modules; whoever runs the farm later perhaps not. A server will do where there is none. */
async function preparePostgres() {
  const { findPostgresBinaries } = await import('../dist/platform/services/postgres-binaries.js');
  try {
    await findPostgresBinaries();
  } catch (error) {
    console.error(`${error.message} ${error.remedy ?? ''}`);
  }
}

/**
 * Makes `npx farm` start at once. The package's own `bin` has another name on purpose: a command of the same name
 * would have npx install this folder into its cache first, and build it again.
 */
function linkFarmCommand() {
  const target = join(root, 'dist', 'cli', 'main.js');
  const bin = binary('.bin');
  mkdirSync(bin, { recursive: true });
  rmSync(join(bin, 'farm'), { force: true });
  if (process.platform === 'win32') {
    writeFileSync(join(bin, 'farm.cmd'), `@node "${target}" %*\r\n`);
    return;
  }
  chmodSync(target, 0o755);
  symlinkSync(relative(bin, target), join(bin, 'farm'));
}

// `prisma generate` needs no engine, but asks for one; migrations are applied by src/platform/database.
run(binary('prisma', 'build', 'index.js'), ['generate'], { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath });
rmSync(join(root, 'dist'), { recursive: true, force: true });
run(binary('typescript', 'bin', 'tsc'), ['-p', 'tsconfig.build.json']);
// The virtual phone's commands are shell scripts.
cpSync(join(root, 'src', 'virtual-phone', 'system'), join(root, 'dist', 'virtual-phone', 'system'), {
  recursive: true,
});
await bundleLibrary(join(root, 'dist'));
await bundleBenchmarkTool(join(root, 'dist', 'virtual-phone', 'benchmark_model'));
linkFarmCommand();
await preparePostgres();
