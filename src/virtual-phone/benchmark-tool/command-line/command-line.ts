import { alwaysLogged, delegateFlags, flagTable, type FlagType, type FlagValue } from './flag-table.js';

/** The command line as understood. */
export interface CommandLine {
  readonly bool: (name: string) => boolean;
  readonly number: (name: string) => number;
  readonly string: (name: string) => string;
  readonly isSet: (name: string) => boolean;
  /** Arguments that name no flag of this build, as they were written. */
  readonly unconsumed: readonly string[];
}

/** Thrown for a value that does not fit its flag; the message is the tool's own. */
export class FlagError extends Error {}

const readers: Readonly<Record<FlagType, (text: string) => FlagValue | undefined>> = {
  bool: (text) => (/^(?:true|1)$/.test(text) ? true : /^(?:false|0)$/.test(text) ? false : undefined),
  int: (text) => (/^[+-]?\d+$/.test(text) ? Number(text) : undefined),
  float: (text) => (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined),
  string: (text) => text,
};

/**
 * Reads `--name=value` arguments the way tools/command_line_flags.cc does: nothing but that form is a flag, and an unknown
 * flag is kept, not refused.
 *
 * @throws FlagError when a value does not fit the flag's type.
 */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const given = new Map<string, FlagValue>();
  const unconsumed: string[] = [];
  for (const argument of args) {
    const match = /^--(?<name>[^=]+)=(?<value>[\s\S]*)$/.exec(argument)?.groups;
    const definition = flagTable.find((one) => one.name === match?.['name']);
    if (match === undefined || definition === undefined) {
      unconsumed.push(argument);
      continue;
    }
    const value = readers[definition.type](match['value'] ?? '');
    if (value === undefined) {
      throw new FlagError(`Failed to parse flag '${definition.name}' against argv '${argument}'`);
    }
    given.set(definition.name, value);
  }
  const valueOf = (name: string): FlagValue => {
    const value = given.get(name) ?? flagTable.find((one) => one.name === name)?.initial;
    if (value === undefined) throw new Error(`no flag is called ${name}`);
    return value;
  };
  return {
    bool: (name) => valueOf(name) === true,
    number: (name) => Number(valueOf(name)),
    string: (name) => String(valueOf(name)),
    isSet: (name) => given.has(name),
    unconsumed,
  };
}

/** The tool's lines about its parameters: those that were set, or all of them with `--verbose=true`. */
export function describeParameters(commandLine: CommandLine): string[] {
  const verbose = commandLine.bool('verbose');
  const shown = flagTable.filter(({ name }) => verbose || alwaysLogged.has(name) || commandLine.isSet(name));
  const line = (label: string, name: string, type: FlagType): string => {
    const value = type === 'bool' ? String(Number(commandLine.bool(name))) : commandLine.string(name);
    return `${label}: [${value}]`;
  };
  const lines = shown
    .filter(({ name }) => !delegateFlags.has(name))
    .map(({ label, name, type }) => line(label, name, type));
  if (verbose || commandLine.isSet('num_threads')) {
    lines.push(line('#threads used for CPU inference', 'num_threads', 'int'));
  }
  return [
    ...lines,
    ...shown
      .filter(({ name }) => delegateFlags.has(name))
      .map(({ label, name, type }) => line(label, name, type)),
  ];
}

/** The text of `--help`. */
export function usage(program: string): string {
  const width = Math.max(...flagTable.map(({ name, initial }) => `--${name}=${String(initial)}`.length));
  const lines = flagTable.map(({ name, initial, type, usage: text }) => {
    const example = `--${name}=${String(initial)}`.padEnd(width);
    return `\t${example}\t${type}\t${text}`;
  });
  return [`usage: ${program}`, 'Flags:', ...lines].join('\n');
}
