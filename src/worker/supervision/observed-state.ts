import type { FarmError } from '../../platform/index.js';
import { unfitnessOf } from '../conditions/fitness.js';
import type { ConditionsSnapshot, FitnessThresholds } from '../conditions/index.js';
import type { ObservedPhoneState } from '../phones/phone-records.js';
import { countsAgainstPhone } from '../recovery/quarantine.js';

/** The state that a look at a phone gives, with every reason; `neededCpus` are those of the run that waits for it. */
export function observedState(
  conditions: ConditionsSnapshot,
  thresholds: FitnessThresholds,
  neededCpus: readonly number[] = [],
): { readonly state: ObservedPhoneState; readonly reason?: string } {
  const found = unfitnessOf(conditions, thresholds, neededCpus);
  const state = stateOfKinds(found.map(({ kind }) => kind));
  const silent = (conditions.silentServices ?? []).map(
    (name) => `its service ${name} does not answer, and is done without`,
  );
  const reasons = [...found.map(({ reason }) => reason), ...silent];
  return reasons.length === 0 ? { state } : { state, reason: reasons.join('; ') };
}

/** The state for kinds of unfitness; a phone that is merely busy, asleep or low is READY, and says why it waits. */
function stateOfKinds(kinds: unknown): ObservedPhoneState {
  const has = (kind: string) => Array.isArray(kinds) && kinds.includes(kind);
  if (has('not-booted')) return 'NOT_BOOTED';
  if (has('no-space')) return 'NO_SPACE';
  return has('hot') ? 'HOT' : 'READY';
}

/** What keeps a phone from being measured until somebody does something about it. */
const unusableCodes: readonly string[] = [
  'ADB_REFUSED',
  'PHONE_COMMAND_MISSING',
  'PHONE_TOO_OLD',
  'PHONE_UNREADABLE',
];

/** What a failure says of the phone's state until it is looked at again. */
export function stateAfter({ code, details }: FarmError): ObservedPhoneState {
  if (code === 'PHONE_UNAUTHORIZED') return 'UNAUTHORIZED';
  if (code === 'PHONE_NO_SPACE') return 'NO_SPACE';
  if (unusableCodes.includes(code)) return 'UNUSABLE';
  if (code === 'ADB_SERVER_LOST') return 'OFFLINE';
  if (code === 'PHONE_NOT_FIT') return stateOfKinds(details['kinds']);
  return countsAgainstPhone(code) ? 'OFFLINE' : 'READY';
}
