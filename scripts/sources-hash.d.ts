export function hashOfSources(root: string, paths: readonly string[], ignored?: readonly string[]): string;
