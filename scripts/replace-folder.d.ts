export function replaceFolder(folder: string, next: string): void;
