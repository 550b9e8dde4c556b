import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { apiError } from '../errors.js';
import type { ApiServer } from '../basis/api-server.js';

/** Where a build puts what it makes of web/ (scripts/bundle-web.js); src/ and dist/ lie equally deep. */
export const builtAssets = fileURLToPath(new URL('../../../dist/web/', import.meta.url));

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

interface Asset {
  readonly type: string;
  readonly content: Buffer;
  readonly tag: string;
}

/** Style sheet, modules and icon: files of the package, which tell nothing of a farm and which the page to sign in needs as well. */
export async function addAssets(scope: ApiServer, folder: string): Promise<void> {
  const assets = await readAssets(folder);
  scope.get(
    '/assets/:name',
    {
      schema: { hide: true, params: z.strictObject({ name: z.string().max(100) }) },
      config: { access: 'anyone', rateLimit: false },
    },
    (request, reply) => {
      const asset = assets.get(request.params.name);
      if (asset === undefined) throw apiError('ROUTE_UNKNOWN', 'There is no such file.');
      void reply.headers({ 'cache-control': 'no-cache', etag: asset.tag });
      if (request.headers['if-none-match'] === asset.tag) return reply.code(304).send();
      return reply.type(asset.type).send(asset.content);
    },
  );
}

/** Read once, by name: what a request names is no path. */
async function readAssets(folder: string): Promise<ReadonlyMap<string, Asset>> {
  const names = await readdir(folder).catch(() => []);
  const assets = await Promise.all(
    names.flatMap((name) => {
      const type = types[extname(name)];
      return type === undefined ? [] : [readAsset(folder, name, type)];
    }),
  );
  return new Map(assets);
}

async function readAsset(folder: string, name: string, type: string): Promise<[string, Asset]> {
  const content = await readFile(join(folder, name));
  const tag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
  return [name, { type, content, tag }];
}
