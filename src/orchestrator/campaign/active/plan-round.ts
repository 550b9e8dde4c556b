import type { Random } from '../../../learning/random/random.js';
import { measuringMs, type Measurement } from '../../../records/measurement.js';
import type { SampleSpec } from '../../../records/sample.js';
import type { ActiveSettings } from '../file/active-schema.js';
import { choosePackingChecks } from '../packing/choose-checks.js';
import { campaignSample } from '../plan/campaign-sample.js';
import type { CampaignSample } from '../plan/campaign-sample.js';
import type { ActiveCandidate, ActivePool } from '../samples/candidates.js';

export interface RoundPlanOptions {
  readonly pool: ActivePool;
  /** Places of candidates, the most wanted first. */
  readonly wanted: readonly number[];
  /** Places of networks that are wanted whole, where they were weighed against what is wanted by itself. */
  readonly networks?: readonly number[];
  /** What each candidate is thought to take, µs. */
  readonly latenciesUs: ArrayLike<number>;
  readonly settings: Pick<ActiveSettings, 'units' | 'pack'>;
  /** Names of networks that were measured whole already. */
  readonly measuredArchitectures: ReadonlySet<string>;
  /** Phone time of a run: `overheadMs`, and what it measures. */
  readonly cost: { readonly overheadMs: number; readonly measurement: Measurement };
  /** Operators of which packed timings tell nothing. */
  readonly singly: ReadonlySet<string>;
  /** How many configurations of an operator are to be measured alone as well as packed. */
  readonly checksOf: (operator: string) => number;
  /** What may be spent. */
  readonly budgetMs: number;
  readonly random: Random;
}

/** A model file to measure in a round. */
export interface PlannedUnit {
  readonly sample: CampaignSample;
  /** Places of the candidates that it tells of. */
  readonly reveals: readonly number[];
  readonly costMs: number;
}

export interface PlannedRound {
  readonly units: readonly PlannedUnit[];
  /** Everything that the units tell of, the most wanted first. */
  readonly choices: readonly ActiveCandidate[];
  /** Networks that are measured whole. */
  readonly architectures: readonly string[];
  readonly expectedCostMs: number;
  /** Whether the budget does not pay for all that was wanted. */
  readonly cutShort: boolean;
}

/** Turns what is wanted into model files: whole networks, packs, and configurations alone, as far as the budget pays for them. */
export function planRound(options: RoundPlanOptions): PlannedRound {
  const planner = new RoundPlanner(options);
  const networks = options.settings.units === 'operations' ? [] : planner.wholeNetworks(options.networks);
  const told = new Set(networks.flatMap(({ reveals }) => reveals));
  const rest =
    options.settings.units === 'architectures' ? [] : options.wanted.filter((place) => !told.has(place));
  const all = [...networks, ...planner.operations(rest)];
  const units = planner.affordable(all);
  const reveals = [...new Set(units.flatMap((unit) => unit.reveals))];
  return {
    units,
    choices: reveals.map((place) => options.pool.candidates[place] as ActiveCandidate),
    architectures: units.flatMap(({ sample: { spec } }) => (spec.kind === 'architecture' ? [spec.name] : [])),
    expectedCostMs: sum(units.map(({ costMs }) => costMs)),
    cutShort: units.length < all.length || units.at(-1)?.reveals.length !== all.at(-1)?.reveals.length,
  };
}

class RoundPlanner {
  constructor(private readonly options: RoundPlanOptions) {}

  /** The networks that are wanted, or where nobody weighed them, those that hold what is. */
  wholeNetworks(wanted: readonly number[] | undefined): PlannedUnit[] {
    return (
      wanted?.map((index) =>
        this.networkUnit(index, this.networkMs(this.options.pool.networks[index] ?? [])),
      ) ?? this.holding()
    );
  }

  /**
   * Whole networks that hold what is wanted, greedily the one that holds most of the rest for its phone time (weighted set cover:
   * Chvátal 1979). Where operations may be measured too, only as long as a network costs less than what it holds of the
   * wanted costs in packs.
   */
  private holding(): PlannedUnit[] {
    const { pool, wanted, settings, measuredArchitectures } = this.options;
    const left = new Set(wanted);
    const open = new Map(
      pool.networks.flatMap((uses, index) => {
        const { name } = pool.architectures[index] as { name: string };
        return measuredArchitectures.has(name) ? [] : [[index, this.networkMs(uses)] as const];
      }),
    );
    const chosen: PlannedUnit[] = [];
    for (;;) {
      const offers = [...open].map(([index, costMs]) => {
        const held = (pool.networks[index] ?? []).filter(({ candidate }) => left.has(candidate));
        return { index, costMs, held: held.map(({ candidate }) => candidate) };
      });
      const useful = offers.filter(
        ({ held, costMs }) =>
          held.length > 0 && (settings.units === 'architectures' || costMs < this.packedMs(held)),
      );
      const [first, ...others] = useful;
      if (first === undefined) return chosen;
      const best = others.reduce(
        (a, b) => (b.held.length / b.costMs > a.held.length / a.costMs ? b : a),
        first,
      );
      open.delete(best.index);
      best.held.forEach((place) => left.delete(place));
      chosen.push(this.networkUnit(best.index, best.costMs));
    }
  }

  /** Packs in the order of what is wanted, what must not be packed alone, and alone once more what packing is checked by. */
  operations(places: readonly number[]): PlannedUnit[] {
    const { pack } = this.options.settings;
    const alone = places.filter((place) => this.options.singly.has(this.operator(place)));
    const together = places.filter((place) => !this.options.singly.has(this.operator(place)));
    const packs = Array.from({ length: Math.ceil(together.length / pack) }, (_, index) =>
      together.slice(index * pack, (index + 1) * pack),
    );
    const checked = packs.flatMap((members) => (members.length > 1 ? members : []));
    const { checksOf, random } = this.options;
    const checks = choosePackingChecks(checked, {
      ...{ operatorOf: (place: number) => this.operator(place), checksOf },
      ...{ fewAlone: false, random },
    });
    return [...packs, ...[...alone, ...checks].map((place) => [place])].map((members) =>
      this.packUnit(members),
    );
  }

  /** The units that the budget pays for, in their order; of the first pack that it does not, the members that it does. */
  affordable(units: readonly PlannedUnit[]): PlannedUnit[] {
    const chosen: PlannedUnit[] = [];
    let leftMs = this.options.budgetMs;
    for (const unit of units) {
      if (unit.costMs > leftMs) {
        const part = this.shortened(unit, leftMs);
        return part === undefined ? chosen : [...chosen, part];
      }
      leftMs -= unit.costMs;
      chosen.push(unit);
    }
    return chosen;
  }

  private shortened({ sample, reveals }: PlannedUnit, leftMs: number): PlannedUnit | undefined {
    if (sample.spec.kind !== 'operations') return undefined;
    const count = reveals.findLastIndex((_, index) => this.packMs(reveals.slice(0, index + 1)) <= leftMs) + 1;
    return count === 0 ? undefined : this.packUnit(reveals.slice(0, count));
  }

  private packUnit(reveals: readonly number[]): PlannedUnit {
    const configurations = reveals.map((place) => this.candidate(place).configuration);
    const spec: SampleSpec = { kind: 'operations', configurations };
    const [first] = configurations;
    const name =
      configurations.length === 1 ? `${first?.operator ?? ''} alone` : `${configurations.length} packed`;
    return { sample: campaignSample(name, spec), reveals, costMs: this.packMs(reveals) };
  }

  private networkUnit(index: number, costMs: number): PlannedUnit {
    const { pool } = this.options;
    const architecture = pool.architectures[index] as ActivePool['architectures'][number];
    const reveals = (pool.networks[index] ?? []).map(({ candidate }) => candidate);
    return {
      sample: campaignSample(architecture.name, { kind: 'architecture', ...architecture }),
      reveals,
      costMs,
    };
  }

  private packMs(places: readonly number[]): number {
    return this.runMs(sum(places.map((place) => this.latencyUs(place))));
  }

  /** What places cost as parts of full packs. */
  private packedMs(places: readonly number[]): number {
    const packs = places.length / this.options.settings.pack;
    const inferenceUs = sum(places.map((place) => this.latencyUs(place)));
    return packs * this.runMs(inferenceUs / packs);
  }

  private networkMs(uses: ActivePool['networks'][number]): number {
    return this.runMs(sum(uses.map(({ candidate, count }) => count * this.latencyUs(candidate))));
  }

  private runMs(inferenceUs: number): number {
    const { overheadMs, measurement } = this.options.cost;
    return overheadMs + measuringMs(measurement, inferenceUs / 1000);
  }

  private latencyUs(place: number): number {
    return this.options.latenciesUs[place] as number;
  }

  private candidate(place: number): ActiveCandidate {
    return this.options.pool.candidates[place] as ActiveCandidate;
  }

  private operator(place: number): string {
    return this.candidate(place).configuration.operator;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
