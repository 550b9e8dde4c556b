import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { sha256Hex } from '../../src/graph/index.js';
import type { Database } from '../../src/platform/database/index.js';

const path = fileURLToPath(new URL('../../dist/virtual-phone/benchmark_model', import.meta.url));

/** Puts the virtual phone's benchmark tool, as it is built, among the benchmark binaries; returns its bytes. */
export async function addBenchmarkTool({ prisma }: Pick<Database, 'prisma'>): Promise<Buffer> {
  const content = await readFile(path).catch(() => {
    throw new Error('dist/virtual-phone/benchmark_model is not built: npm run build');
  });
  await prisma.benchmarkBinary.create({
    data: {
      sha256: sha256Hex(content),
      fileName: 'benchmark_model',
      abi: 'wasm32-node',
      runtimeVersion: '2.15',
      sizeBytes: content.length,
      content,
    },
  });
  return content;
}
