import type { CommandLine } from '../command-line/command-line.js';

/** The delegates of this phone of which nobody sees the inside, by the tool's name of them, and the runtime's of their node. */
interface BlackBox {
  readonly name: 'NNAPI' | 'EXTERNAL' | 'Hexagon';
  readonly node: string;
}

/** What becomes of a delegate that was asked for: it takes the first nodes of the graph, or there is none, for a reason that the tool logs. */
export type Delegation =
  | (BlackBox & { readonly nodes: number })
  | { readonly refused: string; readonly isFatal: boolean; readonly name: BlackBox['name'] };

/** What the choice depends on. */
export interface Delegated {
  /** Of the graph. */
  readonly nodes: number;
  readonly isQuantized: boolean;
  /** Text of a file of the phone; `undefined` for one that cannot be read. */
  readonly readText: (path: string) => string | undefined;
}

/** The accelerators of this phone's NNAPI: one for quantized networks, as such are, and Android's own CPU behind them. */
const accelerator = 'virtual-npu';
const accelerators = [accelerator, 'nnapi-reference'];

/** A library of an external delegate, on this phone: a text, in which may stand how many of the last nodes it leaves to the CPU. */
const libraryPattern = /^virtual delegate(?: (\w{1,60}))?(?:, leaves (\d{1,4}))?\s*$/;

/** What the tool logs of them with its parameters. */
export const acceleratorsLine = `NNAPI accelerators available: [${accelerators.join(',')}]`;

/** The black box that a command line asks for, one at most; `undefined` where it asks for none. */
export function delegationOf(commandLine: CommandLine, graph: Delegated): Delegation | undefined {
  if (commandLine.bool('use_nnapi')) return nnapi(commandLine.string('nnapi_accelerator_name'), graph);
  if (commandLine.bool('use_hexagon')) return withoutHexagon;
  const path = commandLine.string('external_delegate_path');
  return path === '' ? undefined : external(path, graph);
}

function nnapi(asked: string, { nodes, isQuantized }: Delegated): Delegation {
  if (asked !== '' && !accelerators.includes(asked)) {
    // Worded as GetDeviceHandle of TFLite's delegates/nnapi/nnapi_delegate.cc.
    const refused = `Could not find the specified NNAPI accelerator: ${asked}. Must be one of: {${accelerators.join(',')}}.`;
    return { refused, isFatal: true, name: 'NNAPI' };
  }
  const takes = isQuantized || asked === 'nnapi-reference';
  return { name: 'NNAPI', node: 'TfLiteNnapiDelegate', nodes: takes ? nodes : 0 };
}

/** Worded as in TFLite's tools/delegates/hexagon_delegate_provider.cc; the tool goes on with the CPU. */
const withoutHexagon: Delegation = {
  name: 'Hexagon',
  refused:
    'Could not create Hexagon delegate: platform may not support delegate or required libraries are missing',
  isFatal: false,
};

/**
 * TFLite applies what it made of a library that it could not load, a delegate whose functions are not set (TfLiteExternalDelegateCreate of
 * delegates/external/external_delegate.cc): what comes of it is undefined. This tool ends, with the words that TFLite has for it there.
 */
function external(path: string, { nodes, readText }: Delegated): Delegation {
  const library = libraryPattern.exec(readText(path) ?? '');
  if (library === null)
    return { name: 'EXTERNAL', refused: `Unable to load external delegate from : ${path}`, isFatal: true };
  const [, node = 'VirtualDelegate', leaves = '0'] = library;
  return { name: 'EXTERNAL', node, nodes: Math.max(0, nodes - Number(leaves)) };
}
