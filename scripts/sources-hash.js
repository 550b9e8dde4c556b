import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/** SHA-256 over names and contents of files and folders below `root`, without those called as one of `ignored`. */
export function hashOfSources(root, paths, ignored = []) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap((each) => filesBelow(root, each, ignored))) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function filesBelow(root, path, ignored) {
  if (ignored.includes(basename(path)) || !existsSync(join(root, path))) return [];
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path))
    .toSorted()
    .flatMap((name) => filesBelow(root, join(path, name), ignored));
}
