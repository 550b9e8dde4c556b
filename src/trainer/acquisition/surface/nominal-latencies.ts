import type { CandidatePool } from '../pool/candidate-pool.js';

/** A phone's processor of medium speed, for want of any measurement: it decides only how candidates compare. */
const nominal = { startUs: 10, macsPerUs: 50_000, bytesPerUs: 5_000 };

/** What candidates might take on a phone that nothing is known of, from work and traffic, µs. */
export function nominalLatenciesUs(pool: CandidatePool): Float64Array {
  const { size } = pool;
  const macs = columnOf(pool, 'paddedMacs') ?? columnOf(pool, 'flops')?.map((flops) => flops / 2);
  const traffic = ['inputBytes', 'outputBytes', 'weightBytes'].map((name) => columnOf(pool, name));
  return Float64Array.from({ length: size }, (_, row) => {
    const bytes = traffic.reduce((sum, column) => sum + (column?.[row] ?? 0), 0);
    return nominal.startUs + (macs?.[row] ?? 0) / nominal.macsPerUs + bytes / nominal.bytesPerUs;
  });
}

/** What candidates take on phones already profiled, of which the pool must know at least one: geometric means, µs. */
export function meanOfSourcesUs({ size, lnSourcesUs }: CandidatePool): Float64Array {
  return Float64Array.from({ length: size }, (_, row) =>
    Math.exp(lnSourcesUs.reduce((sum, source) => sum + (source[row] as number), 0) / lnSourcesUs.length),
  );
}

/** What candidates are thought to take before anything is measured: as on phones already profiled where there are any, µs. */
export function guessedLatenciesUs(pool: CandidatePool): Float64Array {
  return pool.lnSourcesUs.length > 0 ? meanOfSourcesUs(pool) : nominalLatenciesUs(pool);
}

function columnOf({ table }: CandidatePool, name: string): Float64Array | undefined {
  return table.columns[table.names.indexOf(name)];
}
