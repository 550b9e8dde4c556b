import type { CandidatePool } from './candidate-pool.js';

/** A phone's processor of medium speed, for want of any measurement: it decides only how candidates compare. */
const nominal = { startUs: 10, macsPerUs: 50_000, bytesPerUs: 5_000 };

/**
 * What candidates might take before anything was measured, µs: what phones already profiled take, where they are known, and else a
 * count of work and traffic.
 */
export function nominalLatenciesUs(pool: CandidatePool): Float64Array {
  const { lnSourcesUs, size } = pool;
  if (lnSourcesUs.length > 0) {
    return Float64Array.from({ length: size }, (_, row) =>
      Math.exp(lnSourcesUs.reduce((sum, source) => sum + (source[row] as number), 0) / lnSourcesUs.length),
    );
  }
  const macs = columnOf(pool, 'paddedMacs') ?? columnOf(pool, 'flops')?.map((flops) => flops / 2);
  const traffic = ['inputBytes', 'outputBytes', 'weightBytes'].map((name) => columnOf(pool, name));
  return Float64Array.from({ length: size }, (_, row) => {
    const bytes = traffic.reduce((sum, column) => sum + (column?.[row] ?? 0), 0);
    return nominal.startUs + (macs?.[row] ?? 0) / nominal.macsPerUs + bytes / nominal.bytesPerUs;
  });
}

function columnOf({ table }: CandidatePool, name: string): Float64Array | undefined {
  return table.columns[table.names.indexOf(name)];
}
