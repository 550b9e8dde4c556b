import { readFileSync } from 'node:fs';

import { z } from 'zod';

/** Both src/cli/ and dist/cli/ lie two folders below the package's own. */
const packageFile = new URL('../../package.json', import.meta.url);

/** The version of this program. */
export const programVersion = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(packageFile, 'utf8'))).version;
