// Makes of web/ what the dashboard serves: the style sheet, and modules for browsers with uPlot in them, with its licence.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { build } from 'esbuild';

/** Builds web/ below `root` into a folder. */
export async function bundleWeb(root, folder) {
  mkdirSync(folder, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: { main: join('web', 'main.ts'), style: join('web', 'style.css') },
    outdir: folder,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: ['chrome120', 'firefox120', 'safari17'],
    logLevel: 'error',
  });
  copyFileSync(join(root, 'web', 'icon.svg'), join(folder, 'icon.svg'));
  const licence = readFileSync(join(root, 'node_modules', 'uplot', 'LICENSE'), 'utf8');
  writeFileSync(join(folder, 'LICENSES'), `uplot\n\n${licence}`);
}
