import type { DelegateSettings } from '../../../records/delegate-settings.js';
import type { ScenarioSpec } from '../../../records/scenario.js';
import type { MeasuredLibrary } from '../../../tables/run/delegate-libraries.js';
import type { AdbPhone } from '../../adb/index.js';
import { workerError } from '../../errors.js';
import { sha256OnPhone } from './stage-binary.js';

/** The file that an external delegate is, as it was when a phone was made ready for its scenario. */
export interface DelegateLibrary {
  readonly path: string;
  readonly sha256: string;
}

/** A scenario, and what its campaign says of its delegate. */
export interface DelegateScenario {
  readonly scenario: ScenarioSpec;
  readonly scenarioKey: string;
  readonly delegateSettings: DelegateSettings;
}

/**
 * The library of a scenario's external delegate on this phone; `undefined` in other scenarios. The tool goes on with the CPU where it is not
 * there, and times tell of one delegate only where all phones have the same file, at all times (docs/adr/0016). Throws DELEGATE_LIBRARY_UNUSABLE
 * for one that is not there, for another one than the campaign says, and for another one than its device model was `measured` with so far.
 */
export async function findDelegateLibrary(
  phone: AdbPhone,
  { scenario, scenarioKey, delegateSettings }: DelegateScenario,
  measured: () => Promise<readonly MeasuredLibrary[]>,
  signal: AbortSignal,
): Promise<DelegateLibrary | undefined> {
  const { library: path, sha256: wanted } = delegateSettings;
  if (scenario.delegate !== 'external' || path === undefined) return undefined;
  const sha256 = (await sha256OnPhone(phone, [path], signal)).get(path);
  const what = `the delegate's library ${path} on phone ${phone.adbSerial}`;
  if (sha256 === undefined) throw unusable(`${what} is not there, or cannot be read`);
  if (wanted !== undefined && wanted !== sha256)
    throw unusable(`${what} has SHA-256 ${sha256}, not ${wanted}`);
  const [latest] = await measured();
  if (latest !== undefined && latest.sha256 !== sha256) {
    throw unusable(
      `${what} has SHA-256 ${sha256}, and ${latest.runs} runs of ${scenarioKey} were measured with ${latest.sha256}`,
    );
  }
  return { path, sha256 };
}

function unusable(message: string) {
  return workerError('DELEGATE_LIBRARY_UNUSABLE', message);
}
