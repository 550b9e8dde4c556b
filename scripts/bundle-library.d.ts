export const libraryEntries: readonly string[];
export function bundleLibrary(dist: string): Promise<void>;
