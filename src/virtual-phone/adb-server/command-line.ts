import { parseArgs } from 'node:util';
import { parsePort } from '../phone/command-line.js';
import { UsageError } from '../usage-error.js';

export interface ServerArguments {
  readonly port: number;
  readonly phones: readonly { readonly host: string; readonly port: number }[];
}

const usage = 'usage: adb-server/main.js [--port PORT] [--phone HOST:PORT]…';

/** @throws UsageError */
export function parseServerArguments(args: readonly string[]): ServerArguments {
  const values = readOptions(args);
  return {
    port: parsePort(values.port ?? '0'),
    phones: (values.phone ?? []).map((text) => {
      const match = /^(.+):(\d{1,5})$/.exec(text);
      if (match === null) throw new UsageError(`--phone: expected HOST:PORT in place of '${text}'`);
      return { host: match[1] ?? '', port: parsePort(match[2] ?? '') };
    }),
  };
}

function readOptions(args: readonly string[]) {
  try {
    const options = { port: { type: 'string' }, phone: { type: 'string', multiple: true } } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${usage}`);
  }
}
