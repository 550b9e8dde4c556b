import { spawnSync } from 'node:child_process';

/** A program that Node runs. */
export interface MeasuredProgram {
  readonly args: readonly string[];
  /** Variables added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program, and prints what its children took, user and system, in milliseconds. */
const timer = `
  const { spawnSync } = require('node:child_process');
  const { status, stderr } = spawnSync(process.execPath, process.argv.slice(1), { encoding: 'utf8' });
  if (status !== 0) { process.stderr.write(stderr); process.exit(1); }
  const fields = require('node:fs').readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
  process.stdout.write(String(10 * (Number(fields[13]) + Number(fields[14]))));
`;

/**
 * Milliseconds of CPU time, of all its threads, that each program takes from its start to its end: medians of rounds in which they run
 * one after the other. Linux only: proc(5) counts what ended children took (cutime, cstime), in hundredths of a second.
 */
export function medianCpuMs(
  programs: Readonly<Record<string, MeasuredProgram>>,
  rounds: number,
): Record<string, number> {
  const taken = Object.entries(programs).map(([name, program]) => ({ name, program, cpuMs: [] as number[] }));
  for (let round = 0; round < rounds; round++) {
    for (const { program, cpuMs } of taken) cpuMs.push(programCpuMs(program));
  }
  return Object.fromEntries(taken.map(({ name, cpuMs }) => [name, middleOf(cpuMs)]));
}

function programCpuMs({ args, ...rest }: MeasuredProgram): number {
  return Number(runProgram({ args: ['-e', timer, '--', ...args], ...rest }));
}

/** Runs a program to its end and returns what it wrote to stdout. Throws what it wrote to stderr when it fails. */
export function runProgram({ args, env }: MeasuredProgram): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  if (status !== 0) throw new Error(`${args.join(' ')} failed: ${stderr}`);
  return stdout;
}

function middleOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
