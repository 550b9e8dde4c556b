import type { ConditionsMonitor, SharedCores } from '../conditions/index.js';
import type { PreparedScenario } from './prepared-scenario.js';

/**
 * What a worker knows of a phone from the jobs before, so that the next one need not find it out again. Good as long as nobody
 * else has held the phone in between, which shows in the lease's token: it rises by one with every acquisition.
 */
export class PhoneMemory {
  readonly conditions: ConditionsMonitor;
  readonly sharedCores: SharedCores;
  readonly #scenarios = new Map<string, PreparedScenario>();
  readonly #referenceMeasuredAtMs = new Map<string, number>();
  #token: bigint | undefined;

  constructor(conditions: ConditionsMonitor, sharedCores: SharedCores) {
    this.conditions = conditions;
    this.sharedCores = sharedCores;
  }

  /** Begins a job under a lease. False when the phone was in other hands, and everything known of it is forgotten. */
  continueUnder(token: bigint): boolean {
    const unbroken = this.#token !== undefined && token === this.#token + 1n;
    if (!unbroken) this.forget();
    this.#token = token;
    return unbroken;
  }

  /** After anything went wrong with the phone, nothing about it is certain. */
  forget(): void {
    this.#token = undefined;
    this.#scenarios.clear();
    this.conditions.forget();
    this.sharedCores.forget();
  }

  /** What was put on the phone may not be there, or not be what it was. */
  forgetFiles(): void {
    this.#scenarios.clear();
  }

  scenario(key: string): PreparedScenario | undefined {
    return this.#scenarios.get(key);
  }

  rememberScenario(key: string, prepared: PreparedScenario): void {
    this.#scenarios.set(key, prepared);
  }

  /** Forgets scenarios whose tool is no longer on the phone, given the SHA-256 of those that are. */
  forgetToolsBut(kept: readonly string[]): void {
    for (const [key, { binarySha256 }] of this.#scenarios) {
      if (!kept.includes(binarySha256)) this.#scenarios.delete(key);
    }
  }

  /** Whether the reference model has not been measured in a scenario for so long, or never. Counts as measured from now on. */
  referenceDue(scenarioKey: string, nowMs: number, everyMs: number): boolean {
    const lastMs = this.#referenceMeasuredAtMs.get(scenarioKey);
    if (lastMs !== undefined && nowMs - lastMs < everyMs) return false;
    this.#referenceMeasuredAtMs.set(scenarioKey, nowMs);
    return true;
  }
}
