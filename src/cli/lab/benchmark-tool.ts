import { readFile } from 'node:fs/promises';

import { sha256Hex } from '../../graph/index.js';
import type { Database } from '../../platform/database/index.js';
import { cliError } from '../errors.js';
import { packageFile } from '../package-files.js';

/** The version of TFLite whose command line and output the virtual phone's benchmark tool has. */
export const virtualRuntimeVersion = '2.15';

/** Built by scripts/prepare.js. */
const toolPath = packageFile('dist/virtual-phone/benchmark_model');

/**
 * Gives the virtual phones' benchmark tool to the farm, unless it has it. `abi` is one that the phones name.
 * Throws BENCHMARK_TOOL_NOT_BUILT.
 */
export async function storeVirtualBenchmarkTool(database: Database, abi: string): Promise<void> {
  const content = await readTool();
  await database.prisma.benchmarkBinary.upsert({
    where: { sha256: sha256Hex(content) },
    update: { content, removedAt: null },
    create: {
      sha256: sha256Hex(content),
      fileName: 'benchmark_model',
      abi,
      runtimeVersion: virtualRuntimeVersion,
      sizeBytes: content.length,
      content,
    },
  });
}

async function readTool(): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(toolPath));
  } catch (cause) {
    throw cliError('BENCHMARK_TOOL_NOT_BUILT', `The virtual phones' benchmark tool is not at ${toolPath}.`, {
      cause,
    });
  }
}
