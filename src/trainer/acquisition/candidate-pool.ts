import type { FeatureRecord, FeatureTable } from '../learners/feature-table.js';
import { tableOfRecords } from '../learners/feature-table.js';
import type { Points } from './gaussian-process/kernel.js';

/** A configuration that may be measured. */
export interface Candidate {
  readonly kernelGroup: string;
  /** Identity of the configuration; no two candidates of a group have the same. */
  readonly configuration: string;
  readonly features: FeatureRecord;
}

/** How often one network uses a candidate. */
export interface CandidateUse {
  readonly candidate: number;
  readonly count: number;
}

/** What may be measured, as strategies see it. Indices of candidates are the places in the arrays. */
export interface CandidatePool {
  readonly size: number;
  /** Features on one scale: logarithms, with mean 0 and standard deviation 1 over the pool. */
  readonly points: Points;
  /** Features as learners want them, with a column for each group. */
  readonly table: FeatureTable;
  /** Networks (or samples of a space) by the candidates that they are made of. Empty: every candidate counts the same. */
  readonly networks: readonly (readonly CandidateUse[])[];
}

/** Prefix of the columns that tell groups apart. */
export const groupColumn = 'group ';

/** Lays candidates out for strategies and learners. */
export function candidatePool(
  candidates: readonly Candidate[],
  networks: readonly (readonly CandidateUse[])[] = [],
): CandidatePool {
  return new PoolLayout(candidates).lay(candidates, networks);
}

/** Knows the features of a pool, and how they are scaled, so that candidates from elsewhere can be laid out beside it. */
export class PoolLayout {
  private readonly groups: readonly string[];
  private readonly axes: readonly { readonly name: string; readonly mean: number; readonly deviation: number }[];

  constructor(candidates: readonly Candidate[]) {
    this.groups = [...new Set(candidates.map(({ kernelGroup }) => kernelGroup))].sort();
    const table = tableOfRecords(candidates.map(({ features }) => features));
    this.axes = table.names.flatMap((name, index) => {
      const values = (table.columns[index] as Float64Array).map(logarithm);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
      return deviation > 1e-9 ? [{ name, mean, deviation }] : [];
    });
  }

  lay(candidates: readonly Candidate[], networks: readonly (readonly CandidateUse[])[] = []): CandidatePool {
    const records = candidates.map(({ features, kernelGroup }) => ({
      ...Object.fromEntries(this.axes.map(({ name }) => [name, features[name] ?? 0])),
      ...Object.fromEntries(this.groups.map((group) => [groupColumn + group, group === kernelGroup ? 1 : 0])),
    }));
    return { size: candidates.length, points: this.points(candidates), table: tableOfRecords(records), networks };
  }

  private points(candidates: readonly Candidate[]): Points {
    const dimensions = this.axes.length;
    const coordinates = new Float64Array(candidates.length * dimensions);
    candidates.forEach(({ features }, row) => {
      this.axes.forEach(({ name, mean, deviation }, axis) => {
        coordinates[row * dimensions + axis] = (logarithm(features[name] ?? 0) - mean) / deviation;
      });
    });
    const groups = Int32Array.from(candidates, ({ kernelGroup }) => this.groups.indexOf(kernelGroup));
    return { count: candidates.length, dimensions, coordinates, groups };
  }
}

/** Keeps the order and the sign, and nearly the ratios of sizes. */
function logarithm(value: number): number {
  return Math.sign(value) * Math.log1p(Math.abs(value));
}
