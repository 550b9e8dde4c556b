/** Writes the virtual phone's benchmark tool to `file`, as one executable. */
export function bundleBenchmarkTool(file: string): Promise<void>;
