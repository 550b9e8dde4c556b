export function bundleWeb(root: string, folder: string): Promise<void>;
