import { spawn } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { text } from 'node:stream/consumers';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

/**
 * Runs a benchmark in a process of its own and returns what it printed, which is passed on to stderr meanwhile.
 * Throws when it ends with another exit code than 0.
 */
export async function runBenchmark(name: string, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [...process.execArgv, main, name, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.pipe(process.stderr, { end: false });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  const printed = await text(child.stdout);
  const exitCode = await ended;
  if (exitCode !== 0) throw new Error(`the benchmark ${name} ended with exit code ${String(exitCode)}`);
  // Its first line is its name.
  return printed.slice(printed.indexOf('\n') + 1);
}

/** What figures depend on, of this machine. */
export function machineText(): string {
  const processors = cpus();
  const model = processors[0]?.model.trim() ?? 'unknown processor';
  const memoryGiB = Math.round(totalmem() / 2 ** 30);
  return `${processors.length} × ${model}, ${memoryGiB} GiB, ${process.platform}, Node.js ${process.versions.node}`;
}
