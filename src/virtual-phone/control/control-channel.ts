import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { UsageError } from '../phone/usage-error.js';
import { checkedFault, type Fault, type FaultName } from './fault-table.js';

/** What a controller may ask of the phone: docs/reference/virtual-phone-control.md. */
export interface Controlled {
  readonly strike: (fault: Fault) => void;
  /** Ends one fault, or all. */
  readonly clear: (name?: FaultName) => void;
  readonly status: () => object;
}

/** Tells the controller something, as one line of JSON. */
export type Emit = (event: object) => void;

/** Obeys commands that arrive as lines of JSON, and answers each with one. Ends with the input; the phone does not. */
export function openControlChannel(input: Readable, emit: Emit, phone: Controlled): void {
  createInterface({ input }).on('line', (line) => {
    if (line.trim() === '') return;
    try {
      emit(obey(readCommand(line), phone));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      emit({ event: 'refused', message: error.message });
    }
  });
}

interface Command {
  readonly command?: unknown;
  readonly name?: unknown;
  readonly parameter?: unknown;
}

function readCommand(line: string): Command {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Told below, as for any other line that is no command.
  }
  throw new UsageError('expected a JSON object with a member "command" on each line');
}

function obey({ command, name, parameter }: Command, phone: Controlled): object {
  switch (command) {
    case 'fault': {
      if (parameter !== undefined && typeof parameter !== 'number') {
        throw new UsageError('parameter: expected a number');
      }
      const fault = checkedFault(nameOf(name), parameter);
      phone.strike(fault);
      return { event: 'done', command, ...fault };
    }
    case 'clear': {
      phone.clear(name === undefined ? undefined : checkedFault(nameOf(name), undefined).name);
      return { event: 'done', command };
    }
    case 'status':
      return { event: 'status', ...phone.status() };
    default:
      throw new UsageError('command: expected fault, clear or status');
  }
}

function nameOf(name: unknown): string {
  if (typeof name !== 'string') throw new UsageError('name: expected the name of a fault');
  return name;
}
