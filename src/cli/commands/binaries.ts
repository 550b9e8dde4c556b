import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';

import { Option } from 'commander';
import type { Command } from 'commander';

import { platformError } from '../../platform/errors.js';
import { benchmarkToolKinds, toolNames } from '../../records/benchmark-tool-kind.js';
import type { BenchmarkToolKind } from '../../records/benchmark-tool-kind.js';
import type { StoredBinary } from '../../worker/index.js';
import type { CommandContext } from '../context/context.js';
import { writeJson } from '../output/output.js';
import { renderTable } from '../output/table.js';

interface AddOptions {
  readonly abi: string;
  readonly file: string;
  readonly tflite: string;
  readonly kind: BenchmarkToolKind;
  readonly sha256?: string;
}

/** `farm binaries`: the benchmark tools that workers push to phones. */
export function registerBinaries(binaries: Command, context: CommandContext): void {
  binaries
    .command('add')
    .description('give the farm a benchmark tool for an ABI and a runtime version, or correct its version')
    .requiredOption('--abi <abi>', 'ABI of the phones it is for, e.g. arm64-v8a')
    .requiredOption('--file <path>', 'the program')
    .option('--sha256 <hash>', 'refuse the file unless this is its SHA-256')
    .option(
      '--tflite <version>',
      'runtime version inside it, as scenarios name it: 2.15, 2.20-rc0, 2.19-dev, litert-2.1',
      '2.15',
    )
    .addOption(
      new Option(
        '--kind <kind>',
        'which program it is: tflite, benchmark_model; litert, benchmark_litert_model for NPUs',
      )
        .choices([...benchmarkToolKinds])
        .default('tflite'),
    )
    .action((options: AddOptions) => add(context, options));
  binaries
    .command('ls')
    .description('list the benchmark tools that the farm has')
    .option('--json', 'print one JSON document')
    .action((options: { json?: true }) => list(context, options.json === true));
  binaries
    .command('rm')
    .description('take a benchmark tool out of the farm; runs that were measured with it stay')
    .argument('<sha256>', 'its SHA-256, or the beginning of it')
    .action((sha256: string) => remove(context, sha256));
}

const worker = () => import('../../worker/index.js');

async function add(context: CommandContext, options: AddOptions): Promise<void> {
  const content = await readContent(resolve(context.cwd, options.file), options.file);
  const database = await context.database();
  const { addBinary } = await worker();
  const stored = await addBinary(database, {
    fileName: basename(options.file),
    content,
    abi: options.abi,
    runtimeVersion: options.tflite,
    kind: options.kind,
    ...(options.sha256 === undefined ? {} : { sha256: options.sha256 }),
  });
  const correction = stored.correctedFrom === undefined ? '' : `, no longer ${stored.correctedFrom}`;
  context.stdout.write(
    `${stored.sha256}  ${stored.fileName}  ${stored.runtimeVersion} for ${stored.abi}${correction}\n`,
  );
}

async function remove(context: CommandContext, prefix: string): Promise<void> {
  const { removeBinary } = await worker();
  const database = await context.database();
  const { sha256, runtimeVersion, abi, runs } = await removeBinary(database, prefix);
  const kept = runs === 0 ? '' : `; ${runs} runs that were measured with it stay`;
  context.stdout.write(`removed ${sha256}  ${runtimeVersion} for ${abi}${kept}\n`);
}

async function list(context: CommandContext, json: boolean): Promise<void> {
  const database = await context.database();
  const binaries = await (await worker()).listBinaries(database);
  if (json) {
    writeJson(context.stdout, binaries);
    return;
  }
  context.stdout.write(
    renderTable(
      [
        { heading: 'SHA-256' },
        { heading: 'file' },
        { heading: 'tool' },
        { heading: 'ABI' },
        { heading: 'runtime' },
        { heading: 'bytes', align: 'right' },
      ],
      binaries.map(rowOf),
    ),
  );
}

function rowOf({ sha256, fileName, kind, abi, runtimeVersion, sizeBytes }: StoredBinary): string[] {
  return [sha256, fileName, toolNames[kind], abi, runtimeVersion, String(sizeBytes)];
}

async function readContent(path: string, shown: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw platformError('FILE_UNREADABLE', `${shown}: ${reason}`, { cause, details: { file: shown } });
  }
}
