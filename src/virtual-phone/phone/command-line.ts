import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Fault, parseFault } from '../control/fault-table.js';
import { UsageError } from '../usage-error.js';

export interface PhoneArguments {
  readonly profile: string;
  readonly serial: string;
  readonly root: string;
  readonly programs?: string;
  readonly port: number;
  readonly asksForKeys: boolean;
  readonly faults: readonly Fault[];
}

export const phoneUsage =
  'usage: main.js --profile FILE.yaml --serial SERIAL --root DIRECTORY [--port PORT] [--programs DIRECTORY] [--ask-for-keys] [--fault NAME[:NUMBER]]…';

/** @throws UsageError */
export function parsePhoneArguments(args: readonly string[]): PhoneArguments {
  const values = readOptions(args);
  const required = (name: 'profile' | 'serial' | 'root'): string => {
    const value = values[name];
    if (value === undefined || value === '') throw new UsageError(`--${name} is missing\n${phoneUsage}`);
    return value;
  };
  const serial = required('serial');
  if (!/^[\w.:-]{1,64}$/.test(serial)) {
    throw new UsageError(`--serial: expected letters, digits and . : _ - in place of '${serial}'`);
  }
  return {
    profile: required('profile'),
    serial,
    root: resolve(required('root')),
    ...(values.programs === undefined ? {} : { programs: resolve(values.programs) }),
    port: parsePort(values.port ?? '0'),
    asksForKeys: values['ask-for-keys'] ?? false,
    faults: (values.fault ?? []).map(parseFault),
  };
}

/** @throws UsageError */
export function parsePort(text: string): number {
  const port = Number(text);
  if (text === '' || !Number.isInteger(port) || port < 0 || port > 65535) {
    throw new UsageError(`--port: expected a number from 0 to 65535 in place of '${text}'`);
  }
  return port;
}

function readOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        profile: { type: 'string' },
        serial: { type: 'string' },
        root: { type: 'string' },
        port: { type: 'string' },
        programs: { type: 'string' },
        'ask-for-keys': { type: 'boolean' },
        fault: { type: 'string', multiple: true },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${phoneUsage}`);
  }
}
