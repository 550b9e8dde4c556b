import { rm } from 'node:fs/promises';

import { randomFromSeed } from '../../../src/learning/index.js';
import { audit } from './audit/audit.js';
import { witnessSql } from './audit/witness.js';
import { submitSmallCampaign } from './lab/campaigns.js';
import type { SubmittedCampaign } from './lab/campaigns.js';
import { startLab } from './lab/lab.js';
import type { Lab, LabOptions } from './lab/lab.js';
import { strike } from './lab/strike.js';
import { faultKinds } from './plan/fault-kinds.js';
import { planFaults } from './plan/plan-faults.js';
import type { FaultTarget, PlannedFault } from './plan/plan-faults.js';
import { recoveriesOf } from './plan/recoveries.js';
import type { StoredRun, StruckFault } from './plan/recoveries.js';
import { isSound, summaryOf } from './report.js';
import type { YearReport } from './report.js';

export interface YearOptions extends LabOptions {
  readonly seed: number;
  /** Faults are struck that long; then the farm is let finish. */
  readonly minutes: number;
  /** Mean time between two faults. */
  readonly everyMs: number;
  readonly longestMs: number;
  /** Samples of a campaign. A quarter as many open runs a phone are kept in store, also while a busy machine submits the next campaign. */
  readonly samples: number;
  /** Keeps the lab's folder also when nothing is wrong. */
  readonly keep?: boolean;
  /** Gets what happens, a line each. */
  readonly say: (line: string) => void;
  readonly signal?: AbortSignal;
}

const lookEveryMs = 500;
const sayEveryMs = 30_000;
/** The farm has come to a halt when nothing ends for so long while nothing is wrong. */
const haltMs = 120_000;

/**
 * Runs campaigns on a lab of its own while faults strike it, lets it finish, and audits what is there. Where anything is not as it must be,
 * the folder of the lab is kept.
 */
export async function runYear(options: YearOptions): Promise<YearReport> {
  const lab = await startLab(options);
  let sound = false;
  try {
    await lab.postgres.rows(witnessSql);
    const report = await new Year(lab, options).run();
    sound = isSound(summaryOf(report));
    return report;
  } finally {
    await lab.stop();
    if (sound && !options.keep) await rm(lab.directory, { recursive: true, force: true });
    else options.say(`the lab's database and logs are kept in ${lab.directory}`);
  }
}

class Year {
  readonly #submitted: SubmittedCampaign[] = [];
  readonly #struck: StruckFault[] = [];
  /** What is struck already is not struck again meanwhile. */
  readonly #busy = new Map<string, Promise<void>>();
  #campaignCount = 0;
  #supplied = true;
  #saidAtMs = -Infinity;

  constructor(
    private readonly lab: Lab,
    private readonly options: YearOptions,
  ) {}

  async run(): Promise<YearReport> {
    const { clock, minutes, say } = this.options;
    const supply = this.#supply();
    await this.#everyPhoneHasMeasured(0);
    say(`${this.#serials().length} phones measure; faults begin`);
    const endMs = clock.monotonicMs() + minutes * 60_000;
    await this.#strikeUntil(endMs);
    await Promise.all(this.#busy.values());
    say(`${this.#struck.length} faults struck and mended; waiting until every phone measures`);
    await this.#everyPhoneHasMeasured(await this.#nowMs());
    this.#supplied = false;
    await supply;
    say('no more campaigns; waiting until all have ended');
    await this.#untilSettled();
    say('auditing');
    return await this.#report();
  }

  async #strikeUntil(endMs: number): Promise<void> {
    const { clock, seed, everyMs, longestMs, signal } = this.options;
    const { phones, genuinePhones, hosts, linked, redis } = this.lab;
    const counts: Record<FaultTarget, number> = {
      ...{ phone: phones.length, 'genuine-phone': genuinePhones.length },
      ...{
        worker: hosts.length,
        adb: hosts.length,
        link: linked ? 1 : 0,
        api: 1,
        trainer: 1,
        database: 1,
        queue: 1,
      },
    };
    const kinds = faultKinds.filter(({ name }) => redis !== undefined || name !== 'queue server killed');
    const plan = planFaults({ random: randomFromSeed(seed), kinds, counts, everyMs, longestMs });
    for (const fault of plan) {
      await clock.sleep(fault.afterMs, signal);
      if (clock.monotonicMs() >= endMs) return;
      const key = `${fault.kind.target} ${fault.index}`;
      if (this.#busy.has(key)) continue;
      this.#busy.set(
        key,
        this.#suffer(fault).finally(() => this.#busy.delete(key)),
      );
    }
  }

  async #suffer(fault: PlannedFault): Promise<void> {
    const { clock, say } = this.options;
    const { kind, index, lastsMs } = fault;
    const struckAtMs = clock.nowMs();
    say(`${kind.name} (${kind.target} ${index}), ${(lastsMs / 1_000).toFixed(1)} s`);
    const mend = await strike(this.lab, fault);
    await clock.sleep(lastsMs);
    await mend();
    const struck = {
      kind: kind.name,
      target: kind.target,
      index,
      phones: this.#serialsOf(fault),
      struckAtMs,
      mendedAtMs: clock.nowMs(),
    };
    this.#struck.push(struck);
  }

  /** Whom it keeps from measuring; null: all. */
  #serialsOf({ kind: { target }, index }: PlannedFault): readonly string[] | null {
    const { phones, genuinePhones, hosts, linked } = this.lab;
    switch (target) {
      case 'phone':
        return phones.slice(index, index + 1).map(({ serial }) => serial);
      case 'genuine-phone':
        return genuinePhones.slice(index, index + 1).map(({ serial }) => serial);
      case 'worker':
      case 'adb':
        return hosts[index]?.serials ?? null;
      case 'link':
        return linked?.serials ?? null;
      default:
        return null;
    }
  }

  #serials(): string[] {
    return [...this.lab.phones, ...this.lab.genuinePhones].map(({ serial }) => serial);
  }

  /** Submits campaigns as long as the phones could run out of work. */
  async #supply(): Promise<void> {
    const { clock } = this.options;
    while (this.#supplied) {
      if (await this.#couldRunOut()) {
        this.#campaignCount += 1;
        const { directory, env } = this.lab;
        const campaign = await submitSmallCampaign(directory, env, this.#campaignCount, this.options.samples);
        if (campaign) this.#submitted.push(campaign);
      }
      await clock.sleep(lookEveryMs);
    }
  }

  /** Whether the phones of a pool could have nothing to measure before the next campaign is there. */
  async #couldRunOut(): Promise<boolean> {
    const [scarcest] = await this.lab.postgres.rows<{ runsPerPhone: string | null }>(
      `SELECT min((SELECT count(*) FROM "Run" r WHERE r."poolId" = p.id AND r."state" IN ('PENDING', 'RUNNING'))
                  / p.phones::float8) AS "runsPerPhone"
       FROM (SELECT "poolId" AS id, count(*) AS phones FROM "Phone" WHERE "poolId" IS NOT NULL GROUP BY 1) AS p`,
    );
    return Number(scarcest?.runsPerPhone ?? Infinity) < this.options.samples / 4;
  }

  async #everyPhoneHasMeasured(sinceMs: number): Promise<void> {
    const { clock, say } = this.options;
    const deadlineMs = clock.monotonicMs() + 2 * haltMs;
    for (;;) {
      const measured = new Set((await this.#storedRuns(sinceMs)).map(({ phone }) => phone));
      const silent = this.#serials().filter((serial) => !measured.has(serial));
      if (silent.length === 0) return;
      await this.#sayAtTimes(`still silent: ${silent.join(', ')}`);
      if (clock.monotonicMs() > deadlineMs) {
        say(`${silent.join(', ')} did not measure again`);
        return;
      }
      await clock.sleep(lookEveryMs, this.options.signal);
    }
  }

  async #untilSettled(): Promise<void> {
    const { clock } = this.options;
    let left = Infinity;
    let sinceMs = clock.monotonicMs();
    while (clock.monotonicMs() - sinceMs < haltMs) {
      const [open] = await this.lab.postgres.rows<{ count: string }>(
        `SELECT (SELECT count(*) FROM "Run" WHERE "state" IN ('PENDING', 'RUNNING'))
              + (SELECT count(*) FROM "Campaign" WHERE "state" = 'RUNNING') AS count`,
      );
      const count = Number(open?.count);
      if (count === 0) return;
      await this.#sayAtTimes(`${count} runs and campaigns are open`);
      if (count < left) [left, sinceMs] = [count, clock.monotonicMs()];
      await clock.sleep(lookEveryMs, this.options.signal);
    }
  }

  /** What would be said over and over, twice a minute, with how the phones stand. */
  async #sayAtTimes(line: string): Promise<void> {
    const { clock, say } = this.options;
    if (clock.monotonicMs() - this.#saidAtMs < sayEveryMs) return;
    this.#saidAtMs = clock.monotonicMs();
    const phones = await this.lab.postgres.rows<{ phone: string }>(
      `SELECT format('%s %s %s', "serialNumber", "state", COALESCE("stateReason", '')) AS phone
       FROM "Phone" WHERE "state" <> 'READY' ORDER BY 1`,
    );
    say([line, ...phones.map(({ phone }) => phone.trim())].join('; '));
  }

  async #nowMs(): Promise<number> {
    const [row] = await this.lab.postgres.rows<{ now: string }>(
      `SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now`,
    );
    return Number(row?.now);
  }

  async #storedRuns(sinceMs: number): Promise<StoredRun[]> {
    const rows = await this.lab.postgres.rows<{ phone: string; at: string }>(
      `SELECT p."serialNumber" AS phone, extract(epoch FROM w.at) * 1000 AS at
       FROM witness.ended w JOIN "Phone" p ON p."id" = w.phone
       WHERE w.state = 'DONE' AND w.at >= to_timestamp($1::float8 / 1000)`,
      [sinceMs],
    );
    return rows.map(({ phone, at }) => ({ phone, atMs: Number(at) }));
  }

  async #report(): Promise<YearReport> {
    const { postgres, hosts, linked, api } = this.lab;
    const states = await postgres.rows<{ name: string; count: string }>(
      `SELECT "state" AS name, count(*) FROM "Run" GROUP BY "state"`,
    );
    const failures = await postgres.rows<{ name: string; count: string }>(
      `SELECT COALESCE("failureCode", 'none') AS name, count(*) FROM "Run" WHERE "state" = 'FAILED' GROUP BY 1`,
    );
    const counted = (rows: typeof states) =>
      Object.fromEntries(rows.map(({ name, count }) => [name, Number(count)]));
    return {
      recoveries: recoveriesOf(this.#struck, await this.#storedRuns(0)),
      audit: await audit(postgres, this.#submitted),
      ownEnds: [...hosts.map(({ worker }) => worker), ...(linked ? [linked.links] : []), api].flatMap(
        ({ ownEnds }) => ownEnds,
      ),
      campaigns: this.#submitted.length,
      runs: counted(states),
      failures: counted(failures),
    };
  }
}
