import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { sha256Hex } from '../../src/graph/index.js';
import type { Database } from '../../src/platform/database/index.js';

const path = fileURLToPath(new URL('../../dist/virtual-phone/benchmark_model', import.meta.url));

/**
 * Puts the virtual phone's benchmark tool, as it is built, among the benchmark binaries; returns its bytes. The same tool can stand for
 * several runtime versions: tools are told apart by their bytes, and one more line break makes another one.
 */
export async function addBenchmarkTool(
  { prisma }: Pick<Database, 'prisma'>,
  runtimeVersion = '2.15',
): Promise<Buffer> {
  const built = await readFile(path).catch(() => {
    throw new Error('dist/virtual-phone/benchmark_model is not built: npm run build');
  });
  const content = Buffer.concat([built, Buffer.from('\n'.repeat(await prisma.benchmarkBinary.count()))]);
  await prisma.benchmarkBinary.create({
    data: {
      sha256: sha256Hex(content),
      fileName: 'benchmark_model',
      abi: 'wasm32-node',
      runtimeVersion,
      sizeBytes: content.length,
      content,
    },
  });
  return content;
}
