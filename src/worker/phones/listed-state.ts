import type { ObservedPhoneState } from './phone-records.js';

/** What is known of a phone that is not measured. */
export interface StateAndReason {
  readonly state: ObservedPhoneState;
  readonly reason: string;
}

/** By the first word with which an adb server lists a phone that cannot be used: AOSP adb.cpp, to_string(ConnectionState). */
const meanings: Readonly<Record<string, StateAndReason>> = {
  unauthorized: { state: 'UNAUTHORIZED', reason: 'it asks whether to allow USB debugging' },
  authorizing: { state: 'UNAUTHORIZED', reason: 'it is being asked whether it knows this host' },
  no: {
    state: 'OFFLINE',
    reason: "the host's user may not open its USB device: a udev rule has to give it to the group plugdev",
  },
  offline: { state: 'OFFLINE', reason: 'it is plugged in or connected, and does not answer the adb server' },
  connecting: { state: 'OFFLINE', reason: 'the adb server is connecting to it' },
  bootloader: { state: 'NOT_BOOTED', reason: 'it is in its bootloader' },
  recovery: { state: 'NOT_BOOTED', reason: 'it is in recovery mode' },
  sideload: { state: 'NOT_BOOTED', reason: 'it waits for an update over adb' },
  rescue: { state: 'NOT_BOOTED', reason: 'it is in rescue mode' },
};

/** What it means that an adb server lists a phone with a word other than `device`. */
export function meaningOfListing(word: string): StateAndReason {
  const known = meanings[word.split(' ', 1)[0] ?? ''];
  return known ?? { state: 'OFFLINE', reason: `the adb server lists it as ${word.slice(0, 60)}` };
}
