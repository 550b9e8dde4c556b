import { join } from 'node:path';

import { Option, type Command } from 'commander';

import type { LogLevel } from '../../../platform/logging.js';
import { cliError } from '../../errors.js';
import type { CommandContext } from '../../context/context.js';
import { wholeNumber } from '../options/arguments.js';

/** What writes a log of its own into the data folder, by the name that the command line gives it. */
const logFiles = { farm: 'lab.log', postgres: 'postgres.log' } as const;

/** As `platform` has them: loading it would take longer than asking for help. */
const levels: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

interface LogsOptions {
  readonly follow?: true;
  readonly lines: number;
  readonly level?: LogLevel;
  readonly about?: readonly string[];
  readonly json?: true;
}

/** `farm logs`: what the background programs of this data folder have written down. */
export function registerLogs(logs: Command, context: CommandContext): void {
  logs
    .argument('[program]', `whose: ${Object.keys(logFiles).join(' or ')}`, 'farm')
    .option('-f, --follow', 'go on with what is written from now on, until interrupted')
    .option('--lines <number>', 'how many of the last lines', wholeNumber(0, 100_000), 50)
    .addOption(new Option('--level <level>', 'only this level and those above it').choices(levels))
    .option('--about <text...>', 'only of a phone, a campaign, a run: lines in which one of the texts stands')
    .option('--json', 'print the lines as they were written')
    .action((program: string, options: LogsOptions) => print(context, program, options));
}

async function print(context: CommandContext, program: string, options: LogsOptions): Promise<void> {
  const { clock, signal, stdout } = context;
  const [{ isWanted, readableLine }, { followFile, readFileEnd }] = await Promise.all([
    import('./log-line.js'),
    import('./follow-file.js'),
  ]);
  const path = await logPath(context, program);
  const wanted = (line: string) => isWanted(line, options);
  const text = options.json === true ? (line: string) => line : readableLine;
  const write = (lines: readonly string[]) => {
    for (const line of lines) if (wanted(line)) stdout.write(`${text(line)}\n`);
  };
  const unreadable = (cause: unknown): never => {
    throw cliError('LOG_MISSING', `${path} cannot be read.`, { cause });
  };
  const { lines, offset } = await readFileEnd(path, options.lines, wanted).catch(unreadable);
  write(lines);
  if (options.follow !== true) return;
  await followFile(path, offset, { clock, signal, onLines: write }).catch(unreadable);
}

async function logPath({ config }: CommandContext, program: string): Promise<string> {
  const name = Object.entries(logFiles).find(([known]) => known === program)?.[1];
  if (name !== undefined) return join((await config()).dataDirectory, name);
  const known = Object.keys(logFiles).join(' and ');
  throw cliError('LOG_UNKNOWN', `No program is called "${program}" here; there are ${known}.`);
}
