import type { AttachedPhone } from '../attached-phone.js';
import type { JobDependencies } from '../job.js';
import type { RunTask } from './load-tasks.js';
import type { PhoneMemory } from '../phone-memory.js';
import { prepareScenario } from './prepare-scenario.js';
import type { PreparedScenario } from '../prepared-scenario.js';
import { checkReference } from '../reference/check-reference.js';

/** The scenario that a phone is ready for within a job, as long as the farm's files on it are not in doubt. */
export class JobScenario {
  readonly #dependencies: JobDependencies;
  readonly #phone: AttachedPhone;
  readonly #memory: PhoneMemory;
  #ready: { readonly key: string; readonly scenario: PreparedScenario } | undefined;
  #doubtful = false;

  constructor(dependencies: JobDependencies, phone: AttachedPhone, memory: PhoneMemory) {
    this.#dependencies = dependencies;
    this.#phone = phone;
    this.#memory = memory;
  }

  /** Makes the phone ready for a run; measures the reference model where that is due. Throws what either throws. */
  async of(task: RunTask, signal: AbortSignal): Promise<PreparedScenario> {
    if (this.#doubtful) this.forget();
    if (this.#ready?.key !== task.scenarioKey) {
      const prepare = (until: AbortSignal) =>
        prepareScenario(this.#phone, task, this.#dependencies, this.#memory, until);
      const scenario = await prepare(signal);
      this.#ready = { key: task.scenarioKey, scenario };
      const stageTool = (until: AbortSignal) => {
        this.#memory.forgetFiles();
        return prepare(until);
      };
      const ready = { ...scenario, ...task, stageTool };
      await checkReference(this.#dependencies, this.#phone, this.#memory, ready, signal);
    }
    return this.#ready.scenario;
  }

  /** Something failed in a way that damaged files may explain: before the next run, be it of another job, it is looked what is there. */
  doubt(): void {
    this.#doubtful = true;
    this.#memory.forgetFiles();
  }

  /** What was put on the phone is not there, or not what it was. */
  forget(): void {
    this.#doubtful = false;
    this.#ready = undefined;
    this.#memory.forgetFiles();
  }
}
