import { errorFactory } from '../platform/errors.js';
import type { ErrorCatalogue } from '../platform/errors.js';

/**
 * What can go wrong while phones are attached and measured; hosts and the benchmark tool have catalogues of their own. Listed in
 * docs/reference/errors.md.
 */
export const workerErrors = {
  ADB_SERVER_LOST: {
    blame: 'host',
    retryable: true,
    remedy: 'See that an adb server runs on the worker host and listens on the configured port.',
  },
  ADB_TIMEOUT: {
    blame: 'phone',
    retryable: true,
    remedy: 'See whether the phone answers `adb shell true`; if it does not, unplug it and plug it in again.',
  },
  ADB_ABORTED: {
    blame: 'host',
    retryable: true,
    remedy: 'Nothing: the worker was told to stop, and the run goes back to its queue.',
  },
  ADB_REFUSED: {
    blame: 'phone',
    retryable: true,
    remedy: 'Read what the phone or its adb server said; restart the phone when it keeps refusing.',
  },
  ADB_PROTOCOL: {
    blame: 'phone',
    retryable: true,
    remedy:
      'Compare the adb versions of host and phone; the bytes that came are no answer of a known version.',
  },
  PHONE_LOST: {
    blame: 'phone',
    retryable: true,
    remedy: 'Check cable, power and USB port of the phone; the worker attaches it by itself when it is back.',
  },
  PHONE_UNKNOWN: {
    blame: 'config',
    retryable: false,
    remedy: 'List the phones with `farm phones ls`.',
  },
  PHONE_UNAUTHORIZED: {
    blame: 'phone',
    retryable: true,
    remedy: "Unlock the phone and accept this host's key in the dialog that asks to allow USB debugging.",
  },
  PHONE_NO_SPACE: {
    blame: 'phone',
    retryable: true,
    remedy: 'Free space under /data/local/tmp on the phone.',
  },
  PHONE_DRIFTED: {
    blame: 'phone',
    retryable: true,
    remedy:
      'See what has changed: heat, a case, an update. It is tried again by itself; `farm phones resume` takes what it measures now for its usual, also when it is `ready` again by then.',
  },
  PHONE_FILES_LOST: {
    blame: 'phone',
    retryable: true,
    remedy:
      'Nothing, they are pushed again; when it goes on, see what deletes or damages files below /data/local/tmp.',
  },
  PUSH_REFUSED: {
    blame: 'phone',
    retryable: true,
    remedy:
      'Read what the phone said of the file; see that /data/local/tmp can be written by the shell user.',
  },
  PUSH_CORRUPTED: {
    blame: 'phone',
    retryable: true,
    remedy: 'Try another cable and USB port: the file on the phone is not the file that was sent.',
  },
  PULL_REFUSED: {
    blame: 'phone',
    retryable: true,
    remedy: 'Read what the phone said of the file; see that it exists and can be read by the shell user.',
  },
  PHONE_OUTPUT_TOO_LONG: {
    blame: 'phone',
    retryable: true,
    remedy: 'Run the command in `adb shell` and see what floods its output.',
  },
  PHONE_COMMAND_FAILED: {
    blame: 'phone',
    retryable: true,
    remedy: 'Run the command in `adb shell` and see why it fails on this phone.',
  },
  PHONE_NOT_FIT: {
    blame: 'phone',
    retryable: true,
    remedy: 'See the reason: let the phone cool, charge, finish booting, or free its space or its processor.',
  },
  PHONE_UNREADABLE: {
    blame: 'phone',
    retryable: true,
    remedy: 'Describe in the fleet file what cannot be read from this phone: `coreClusters` for its cores.',
  },
  PHONE_TOO_OLD: {
    blame: 'phone',
    retryable: false,
    remedy: 'Use a phone with Android 8.0 (API level 26) or later.',
  },
  PHONE_COMMAND_MISSING: {
    blame: 'phone',
    retryable: false,
    remedy: 'Install software on the phone that has the command: toybox has it from Android 8.0.',
  },
  POWER_CYCLE_FAILED: {
    blame: 'host',
    retryable: true,
    remedy: 'Run the `powerCycleCommand` of the fleet file by hand on the host of the phone.',
  },
  PHONE_PROCESS_STUCK: {
    blame: 'phone',
    retryable: true,
    remedy: 'Restart the phone: a benchmark process on it survives being killed.',
  },
  ADB_SERIAL_INVALID: {
    blame: 'config',
    retryable: false,
    remedy: 'Write the serial as `adb devices` prints it: printable characters, 200 at most.',
  },
  PHONE_PATH_INVALID: {
    blame: 'config',
    retryable: false,
    remedy: 'Use an absolute path made of letters, digits, and . _ - without spaces or `..`.',
  },
  SHELL_ARGUMENT_INVALID: {
    blame: 'us',
    retryable: false,
    remedy: 'Report it: a text with a NUL character reached a command line.',
  },
  CORE_SET_UNKNOWN: {
    blame: 'config',
    retryable: false,
    remedy: 'Choose a core set that the phone has; `farm phones show SERIAL` lists its clusters.',
  },
  CORE_SET_REFUSED: {
    blame: 'phone',
    retryable: true,
    remedy: 'See that all cores of the phone are online; it ran the tool on other cores than it was told.',
  },
  LEASE_HELD: {
    blame: 'host',
    retryable: true,
    remedy: 'Nothing: another worker holds the phone, and its lease is released or expires.',
  },
  LEASE_LOST: {
    blame: 'host',
    retryable: true,
    remedy: 'See why this worker could not renew its lease in time: its load, or its link to the database.',
  },
  RUN_TIMEOUT: {
    blame: 'phone',
    retryable: true,
    remedy: 'Measure fewer inferences, a smaller network, or raise the deadline of runs.',
  },
  WORKER_FAILED: {
    blame: 'us',
    retryable: true,
    remedy:
      'See the cause: the database or the queue did not answer, or the worker has a bug worth reporting.',
  },
  RUN_UNREADABLE: {
    blame: 'us',
    retryable: false,
    remedy: 'Report it: a planned run is not what this version of the worker understands.',
  },
  DELEGATE_LIBRARY_UNUSABLE: {
    blame: 'config',
    retryable: false,
    remedy:
      'Push the library to the path that the campaign names (`adb push`), the same file on every phone, or correct the campaign: another library is another delegate, with a name of its own under `delegates`.',
  },
  BENCHMARK_BINARY_MISSING: {
    blame: 'config',
    retryable: false,
    remedy: 'Add a benchmark tool for this ABI and runtime version: `farm binaries add`.',
  },
  BENCHMARK_BINARY_REFUSED: {
    blame: 'config',
    retryable: false,
    remedy:
      'Hand in the benchmark_model program built for the ABI that `farm phones show SERIAL` names, or benchmark_litert_model with `--kind litert`.',
  },
  BENCHMARK_BINARY_NEEDED: {
    blame: 'config',
    retryable: false,
    remedy: 'Wait for the named campaigns, cancel them, or add another tool of the same version first.',
  },
  BENCHMARK_BINARY_UNKNOWN: {
    blame: 'config',
    retryable: false,
    remedy: 'List the benchmark tools with `farm binaries ls`, and name one by enough of its SHA-256.',
  },
  MODEL_FILE_MISSING: {
    blame: 'config',
    retryable: false,
    remedy: 'Submit the campaign again from a place where its .tflite files can be read.',
  },
  MODEL_UNBUILDABLE: {
    blame: 'config',
    retryable: false,
    remedy: 'Take the sample out of the campaign, or describe its operations with attributes that agree.',
  },
} as const satisfies ErrorCatalogue<string>;

/** The one way in which this room raises errors of this catalogue: `throw workerError('PHONE_LOST', '…')`. */
export const workerError = errorFactory(workerErrors);
