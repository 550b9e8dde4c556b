import { randomUUID } from 'node:crypto';

import type { Database } from '../../src/platform/database/index.js';

export interface PoolTraits {
  readonly deviceModel?: string;
  readonly labels?: readonly string[];
  readonly coreClusters?: readonly { readonly name: string; readonly cpus: readonly number[] }[];
  readonly phones?: number;
  readonly gpuModel?: string;
}

const abi = 'test-abi';

/** A pool of its own with phones that are ready, as discovery would have stored them. Returns its key. */
export async function addPool(database: Database, traits: PoolTraits = {}): Promise<string> {
  const { deviceModel = 'Test Phone', labels = [], coreClusters = [], phones = 1 } = traits;
  const key = `pool-${randomUUID()}`;
  const pool = await database.prisma.pool.create({
    data: { key, deviceModel, socModel: 'soc', buildFingerprint: key },
  });
  for (let number = 0; number < phones; number++) {
    await database.prisma.phone.create({
      data: {
        serialNumber: number === 0 ? key : `${key}-${number}`,
        poolId: pool.id,
        deviceModel,
        manufacturer: 'Test',
        socModel: 'soc',
        abis: [abi],
        androidRelease: '13',
        sdkLevel: 33,
        buildFingerprint: key,
        gpuModel: traits.gpuModel ?? null,
        coreClusters: JSON.parse(JSON.stringify(coreClusters)) as object[],
        properties: {},
        labels: [...labels],
      },
    });
  }
  return key;
}

/** A benchmark tool for those phones; what it holds is never run. */
export async function addTool(database: Database, runtimeVersion = '2.15'): Promise<void> {
  await database.prisma.benchmarkBinary.create({
    data: {
      sha256: randomUUID().replaceAll('-', '').padEnd(64, '0'),
      fileName: 'benchmark_model',
      abi,
      runtimeVersion,
      sizeBytes: 1,
      content: Buffer.from('x'),
    },
  });
}
