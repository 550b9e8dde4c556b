import type { BlackBox } from '../../graph/precision/delegates.js';
import { benchmarkToolError } from './errors.js';
import type { ToolFlag } from './tool-flags.js';

/** What a delegate is told that is a black box; what is not said is as the tool has it. */
export interface BlackBoxOptions {
  /** NNAPI's name of the accelerator; without it the phone's drivers choose. */
  readonly accelerator?: string;
  /** On the phone: an external delegate's library, or the folder of Hexagon's. */
  readonly library?: string;
  /** For an external delegate. Neither names nor values have a `;` or `:`. */
  readonly options?: Readonly<Record<string, string>>;
  /** Whether NNAPI may compute float32 models in float16. */
  readonly allowFloat16?: boolean;
}

/**
 * The flags that ask for a black box (TFLite's tools/delegates/{nnapi,hexagon,external}_delegate_provider.cc). NNAPI's own CPU is switched off
 * where the drivers choose: it would execute whatever they leave, and nobody would be told. With an accelerator named, it is not among those
 * that may be chosen. Throws BENCHMARK_OPTION_INVALID for an external delegate without a library, and for options that the tool would take apart wrongly.
 */
export function blackBoxFlags(
  delegate: Exclude<BlackBox, 'npu'>,
  { accelerator, library, options = {}, allowFloat16 = false }: BlackBoxOptions,
): [ToolFlag, string | boolean][] {
  if (delegate === 'nnapi') {
    return [
      ['use_nnapi', true],
      accelerator === undefined ? ['disable_nnapi_cpu', true] : ['nnapi_accelerator_name', accelerator],
      ['nnapi_allow_fp16', allowFloat16],
    ];
  }
  if (delegate === 'hexagon') {
    return [
      ['use_hexagon', true],
      ...(library === undefined ? [] : [['hexagon_lib_path', library] as [ToolFlag, string]]),
    ];
  }
  if (library === undefined) throw invalid('library', 'an external delegate is a library on the phone');
  const told = Object.entries(options).map(([name, value]) => optionText(name, value));
  return [
    ['external_delegate_path', library],
    ...(told.length === 0 ? [] : [['external_delegate_options', told.join(';')] as [ToolFlag, string]]),
  ];
}

/** The tool splits at every `;` and `:`, and leaves out without a word what is not two parts then. */
function optionText(name: string, value: string): string {
  if ([name, value].some((text) => text === '' || /[;:]/.test(text)))
    throw invalid('options', `"${name}" and "${value}" must be without ";" and ":", and not empty`);
  return `${name}:${value}`;
}

function invalid(option: string, reason: string) {
  return benchmarkToolError('BENCHMARK_OPTION_INVALID', `The option ${option} is not usable: ${reason}.`, {
    details: { option },
  });
}
