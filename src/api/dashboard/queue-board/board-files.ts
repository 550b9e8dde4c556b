import { readdir, readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

import { apiError } from '../../errors.js';

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
};

/** The files of Bull Board's page, as a build lays them down. */
export interface BoardFiles {
  /** @throws FarmError ROUTE_UNKNOWN for a name that is no file's */
  read(name: string): Promise<{ readonly type: string; readonly content: Buffer }>;
}

/** Lists a folder once: what a request names is looked up in the list, and no path. */
export async function boardFiles(folder: string): Promise<BoardFiles> {
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  const names = new Set(entries.map((entry) => entry.split(sep).join('/')).filter((name) => typeOf(name)));
  return {
    async read(name) {
      const type = typeOf(name);
      if (type === undefined || !names.has(name)) throw apiError('ROUTE_UNKNOWN', 'There is no such file.');
      return { type, content: await readFile(join(folder, name)) };
    },
  };
}

function typeOf(name: string): string | undefined {
  return types[extname(name)];
}
