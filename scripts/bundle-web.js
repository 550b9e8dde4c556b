// Makes of web/ what the dashboard serves: the style sheet, and modules for browsers with uPlot in them, with its licence; and beside them
// Bull Board's page.
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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
  layDownQueueBoard(join(root, 'node_modules', '@bull-board', 'ui'), join(folder, 'queues'));
  const licence = readFileSync(join(root, 'node_modules', 'uplot', 'LICENSE'), 'utf8');
  writeFileSync(join(folder, 'LICENSES'), `uplot\n\n${licence}`);
}

/** What the board's page is told: where it stands, in the farm's words. */
const boardConfig = {
  boardTitle: 'latency-farm queues',
  miscLinks: [{ text: 'Dashboard', url: '/dashboard' }],
  hideDocsLink: true,
  locale: { lng: 'en-US' },
};

/** Bull Board's files, and its page without the fonts of others that it asks for: whoever looks at a farm tells nobody else. */
function layDownQueueBoard(ui, folder) {
  cpSync(join(ui, 'dist', 'static'), join(folder, 'static'), { recursive: true });
  const { name, version, license, repository } = JSON.parse(readFileSync(join(ui, 'package.json'), 'utf8'));
  writeFileSync(join(folder, 'LICENSE'), `${name} ${version}: ${license}, ${repository.url}\n`);
  const page = readFileSync(join(ui, 'dist', 'index.ejs'), 'utf8');
  const named = (pattern) => [...page.matchAll(pattern)].map(([, path]) => `/dashboard/queues/${path}`);
  const [styles, scripts] = [named(/<link href="(static\/[^"]+)"/g), named(/<script [^>]*src="([^"]+)"/g)];
  if (styles.length === 0 || scripts.length === 0) throw new Error(`${ui} has another page than is known`);
  writeFileSync(
    join(folder, 'index.html'),
    `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<base href="/dashboard/queues/">
<title>Queues · latency-farm</title>
<link rel="icon" type="image/svg+xml" id="fav-logo" href="/dashboard/assets/icon.svg">
${styles.map((path) => `<link rel="stylesheet" href="${path}">`).join('\n')}
</head>
<body class="preload">
<script id="__UI_CONFIG__" type="application/json">${JSON.stringify(boardConfig)}</script>
<div id="root"></div>
${scripts.map((path) => `<script defer src="${path}"></script>`).join('\n')}
</body>
</html>
`,
  );
}
