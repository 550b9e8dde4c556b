import { runCommand } from '../../platform/index.js';
import type { AdbPhone, AdbServer } from '../adb/index.js';
import { workerError } from '../errors.js';
import type { Rung } from './ladder.js';

export interface RungOptions {
  readonly server: AdbServer;
  readonly phone: AdbPhone;
  /** Program and arguments that switch the USB power of a phone off and on; `{serial}` stands for its adb serial. */
  readonly powerCycleCommand?: readonly string[];
  /** How long a phone may take to boot. */
  readonly bootMs: number;
}

const reconnectSettleMs = 5_000;
/** How long the command may take that switches a phone's power. */
const powerCycleMs = 60_000;

/**
 * What can be done for a phone that does not answer: wait, let the adb server open its connection anew (USB; a TCP phone would be
 * gone from its list for good) or attach it anew (TCP), restart it, switch its power. The adb server itself is never restarted: other
 * phones are being measured through it.
 */
export function recoveryRungs({ server, phone, powerCycleCommand, bootMs }: RungOptions): Rung[] {
  const { adbSerial } = phone;
  const address = tcpAddress(adbSerial);
  const rungs: Rung[] = [
    { name: 'wait', settleMs: 2_000, attempt: () => Promise.resolve() },
    address === undefined
      ? {
          name: 'reconnect',
          settleMs: reconnectSettleMs,
          attempt: (signal) => server.reconnect(adbSerial, { signal }),
        }
      : {
          name: 'disconnect and connect',
          settleMs: reconnectSettleMs,
          attempt: async (signal) => {
            await server.disconnect(address, { signal });
            await server.connect(address, { signal });
          },
        },
  ];
  rungs.push({ name: 'reboot', settleMs: bootMs, attempt: (signal) => phone.reboot({ signal }) });
  const [program, ...args] = powerCycleCommand ?? [];
  if (program !== undefined) {
    rungs.push({
      name: 'power cycle',
      settleMs: bootMs,
      attempt: async (signal) => {
        const words = args.map((argument) => argument.replaceAll('{serial}', adbSerial));
        const limit = AbortSignal.any([signal, AbortSignal.timeout(powerCycleMs)]);
        const { exitCode, stderr } = await runCommand(program, words, { signal: limit });
        if (exitCode === 0) return;
        throw workerError(
          'POWER_CYCLE_FAILED',
          `${program} ended with ${exitCode ?? 'a signal'}: ${stderr.trim()}`,
        );
      },
    });
  }
  return rungs;
}

/** A TCP phone's adb serial is its address. */
export function tcpAddress(adbSerial: string): { host: string; port: number } | undefined {
  const match = /^([A-Za-z0-9.-]+):([0-9]{1,5})$/.exec(adbSerial);
  return match === null ? undefined : { host: match[1] as string, port: Number(match[2]) };
}
