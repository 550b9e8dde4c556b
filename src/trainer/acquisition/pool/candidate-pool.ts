import {
  selectRows,
  selectValues,
  tableOfRecords,
  type FeatureRecord,
  type FeatureTable,
} from '../../../learning/model/feature-table.js';
import { selectPoints, type Points } from '../../../learning/gaussian-process/kernel.js';

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

/** What strategies weigh beside the candidates themselves. */
export interface PoolContext {
  /** Networks, or samples of a space, by the candidates that they are made of. Empty: each candidate is a network of its own. */
  readonly networks?: readonly (readonly CandidateUse[])[];
  /** Latencies of the candidates on phones already profiled, ln µs: an array for each phone. */
  readonly lnSourcesUs?: readonly Float64Array[];
}

/** What may be measured, as strategies see it. Candidates are named by their place. */
export interface CandidatePool {
  readonly size: number;
  /** Features on one scale: logarithms, with mean 0 and standard deviation 1 over the pool. */
  readonly points: Points;
  /** Features as learners want them, with a column for each group. */
  readonly table: FeatureTable;
  readonly networks: readonly (readonly CandidateUse[])[];
  readonly lnSourcesUs: readonly Float64Array[];
}

/** Prefix of the columns that tell groups apart. */
export const groupColumn = 'group ';

/** Lays candidates out for strategies and learners. */
export function candidatePool(candidates: readonly Candidate[], context: PoolContext = {}): CandidatePool {
  return new PoolLayout(candidates).lay(candidates, context);
}

/** The candidates of a pool at the given places, as a pool without networks. */
export function selectCandidates(pool: CandidatePool, places: readonly number[]): CandidatePool {
  return {
    size: places.length,
    points: selectPoints(pool.points, places),
    table: selectRows(pool.table, places),
    networks: [],
    lnSourcesUs: pool.lnSourcesUs.map((source) => selectValues(source, places)),
  };
}

interface Axis {
  readonly name: string;
  readonly mean: number;
  readonly deviation: number;
}

/** Knows the features of a pool, and how they are scaled, so that candidates from elsewhere can be laid out beside it. */
export class PoolLayout {
  private readonly groups: readonly string[];
  private readonly axes: readonly Axis[];

  constructor(candidates: readonly Candidate[]) {
    this.groups = [...new Set(candidates.map(({ kernelGroup }) => kernelGroup))].sort();
    const table = tableOfRecords(candidates.map(({ features }) => features));
    this.axes = table.names.flatMap((name, index) => axisOf(name, table.columns[index] as Float64Array));
  }

  lay(candidates: readonly Candidate[], { networks, lnSourcesUs = [] }: PoolContext = {}): CandidatePool {
    return {
      size: candidates.length,
      points: this.points(candidates),
      table: this.table(candidates),
      networks: networks ?? candidates.map((_, candidate) => [{ candidate, count: 1 }]),
      lnSourcesUs,
    };
  }

  private table(candidates: readonly Candidate[]): FeatureTable {
    const column = (valueOf: (candidate: Candidate) => number) => Float64Array.from(candidates, valueOf);
    const ofFeatures = this.axes.map(({ name }) => ({
      name,
      values: column(({ features }) => features[name] ?? 0),
    }));
    const ofGroups = this.groups.map((group) => ({
      name: groupColumn + group,
      values: column(({ kernelGroup }) => (kernelGroup === group ? 1 : 0)),
    }));
    const all = [...ofFeatures, ...ofGroups];
    return {
      names: all.map(({ name }) => name),
      columns: all.map(({ values }) => values),
      rowCount: candidates.length,
    };
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

/** No axis for a feature that is everywhere the same. */
function axisOf(name: string, column: Float64Array): Axis[] {
  const values = column.map(logarithm);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return deviation > 1e-9 ? [{ name, mean, deviation }] : [];
}

/** Keeps the order and the sign, and nearly the ratios of sizes. */
function logarithm(value: number): number {
  return Math.sign(value) * Math.log1p(Math.abs(value));
}
