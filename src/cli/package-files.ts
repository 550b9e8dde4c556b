import { fileURLToPath } from 'node:url';

/** The path of a file that this package ships, by its path below the package's folder. */
export function packageFile(path: string): string {
  // src/cli/ and dist/cli/ lie equally deep.
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}
