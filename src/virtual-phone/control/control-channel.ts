import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { UsageError } from '../usage-error.js';
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

/** Obeys commands one by one, and answers each with an event. */
export class ControlChannel {
  constructor(
    private readonly emit: Emit,
    private readonly phone: Controlled,
  ) {}

  /** Takes commands that arrive as lines of JSON. The end of the input is not the end of the phone. */
  readLines(input: Readable): void {
    createInterface({ input }).on('line', (line) => {
      if (line.trim() !== '') this.answer(() => parsedLine(line));
    });
  }

  /** Takes a command that arrives as an object, such as a message of a parent process. */
  take(message: unknown): void {
    this.answer(() => message);
  }

  private answer(message: () => unknown): void {
    try {
      this.emit(obey(checkedCommand(message()), this.phone));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.emit({ event: 'refused', message: error.message });
    }
  }
}

interface Command {
  readonly command?: unknown;
  readonly name?: unknown;
  readonly parameter?: unknown;
}

function parsedLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // No object either: refused as such.
    return undefined;
  }
}

function checkedCommand(value: unknown): Command {
  if (typeof value === 'object' && value !== null) return value;
  throw new UsageError('expected a JSON object with a member "command"');
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
