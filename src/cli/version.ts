import { readFileSync } from 'node:fs';

/** Both src/cli/ and dist/cli/ lie two folders below the package's own. */
const packageFile = new URL('../../package.json', import.meta.url);

/** The version of this program. */
export const programVersion = (JSON.parse(readFileSync(packageFile, 'utf8')) as { readonly version: string })
  .version;
