import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { parse } from 'yaml';

/** What tests look at in a service of docker-compose.yml. */
export interface ComposeService {
  readonly image: string;
  readonly build?: { readonly target: string };
  readonly profiles?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck: { readonly test: readonly string[] };
}

interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly secrets: Readonly<Record<string, { readonly environment: string }>>;
}

export const composePath = fileURLToPath(new URL('../../../docker-compose.yml', import.meta.url));

/** The file as Docker Compose reads it where the environment names nothing: `${NAME:-default}` is the default, `$$` a dollar. */
export function readComposeFile(): ComposeFile {
  const text = readFileSync(composePath, 'utf8')
    .replace(/\$\{\w+:-([^}]*)\}/g, '$1')
    .replaceAll('$$', '$');
  return parse(text, { merge: true }) as ComposeFile;
}
