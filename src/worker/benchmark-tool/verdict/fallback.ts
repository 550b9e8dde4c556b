import type { Delegate } from '../../../records/scenario.js';
import type { BenchmarkReport, DelegateApplication } from '../report.js';
import type { RunExpectation } from './expectation.js';
import { npuFallbackReason } from './npu-fallback.js';

/** What the tool and the runtime call the delegates (GetName of TFLite's tools/delegates/*_provider.cc), in capitals. */
const delegateNames: Readonly<Record<Exclude<Delegate, 'builtin' | 'npu'>, string>> = {
  xnnpack: 'XNNPACK',
  gpu: 'GPU',
  nnapi: 'NNAPI',
  hexagon: 'HEXAGON',
  external: 'EXTERNAL',
};

/**
 * Why a run executed elsewhere than it was to; `undefined` when it did not. The tool goes on with the CPU when it lacks the
 * asked-for delegate, and says so only by an unconsumed flag and by what is missing.
 */
export function fallbackReason(report: BenchmarkReport, expectation: RunExpectation): string | undefined {
  if (report.unconsumedFlags.length > 0) {
    return `the tool ran without ${report.unconsumedFlags.join(' ')}, which it does not know`;
  }
  const { delegate } = expectation;
  if (delegate === 'gpu' && report.gpuInterfaces.includes('OpenGL')) return ranOnOpenGl(report);
  if (delegate === 'builtin') return unaskedDelegate(report);
  if (delegate === 'npu') return npuFallbackReason(report, expectation.partialDelegation);
  const name = delegateNames[delegate];
  const application = report.delegateApplications.find(
    (candidate) => candidate.delegate.toUpperCase() === name,
  );
  const isPartialAccepted =
    (expectation.partialDelegation ?? (delegate === 'xnnpack' ? 'accept' : 'refuse')) === 'accept';
  const refusal = report.errorLines.find((line) => delegateErrorPattern.test(line));
  if (refusal !== undefined) return `the ${name} delegate was not applied: ${refusal}`;
  if (application?.extent === 'none' && delegate !== 'xnnpack')
    return incompleteApplication(application, report);
  if (application !== undefined)
    return isPartialAccepted ? undefined : incompleteApplication(application, report);
  if (delegate !== 'xnnpack') return notApplied(name, report);
  const isCreated = report.createdDelegates.some((created) => created.toUpperCase() === name);
  return isCreated || hasKernelRows(report) ? undefined : 'nothing says that XNNPACK was applied';
}

/**
 * A delegate that failed while it was being applied is taken away again, and the builtin kernels run in its place; the tool may say
 * that it was applied all the same.
 */
const delegateErrorPattern =
  /failed to delegate \S+ node #\d+|^Failed to apply .*delegate|^Restored original execution plan/i;

/**
 * Where OpenCL does not work, the GPU delegate tries OpenGL, whose kernels are others, and the tool says that it executes the graph
 * completely, as it does (TFLite's delegates/gpu/delegate.cc).
 */
function ranOnOpenGl({ errorLines }: BenchmarkReport): string {
  const said = errorLines.slice(0, 2).join(' | ');
  return `the GPU delegate ran on OpenGL in place of OpenCL${said === '' ? '' : `: ${said}`}`;
}

/** A delegate that cannot be made is left out, and everything runs on the CPU; some say why. */
function notApplied(name: string, { errorLines }: BenchmarkReport): string {
  const [said] = errorLines;
  const why = said === undefined ? '' : `: ${said}`;
  return `the tool does not say that it applied the ${name} delegate${why}`;
}

function incompleteApplication(
  application: DelegateApplication,
  report: BenchmarkReport,
): string | undefined {
  const { delegate, extent } = application;
  const left = report.delegatedNodes.find(
    ({ delegate: name, nodes, of }) => !xnnpackNode.test(name) && nodes < of,
  );
  if (extent === 'complete' && left === undefined) return undefined;
  const told = [
    ...(left === undefined ? [] : [`${left.nodes} of ${left.of} nodes in ${left.partitions} parts`]),
    ...report.unsupportedByDelegate.slice(0, 5),
  ].join(' ');
  const detail = told === '' ? '' : ` (${told})`;
  return extent === 'none'
    ? `the ${delegate} delegate executed nothing${detail}`
    : `the ${delegate} delegate executed a part only${detail}`;
}

/** The runtime may give XNNPACK what another delegate left. */
const xnnpackNode = /XNNPack/i;

function unaskedDelegate(report: BenchmarkReport): string | undefined {
  const applied = report.delegateApplications.find(({ extent }) => extent !== 'none')?.delegate;
  const unasked = applied ?? report.createdDelegates[0];
  if (unasked !== undefined)
    return `the ${unasked} delegate was there, and the builtin kernels were asked for`;
  return hasKernelRows(report) ? 'the profile holds kernels of a delegate' : undefined;
}

function hasKernelRows(report: BenchmarkReport): boolean {
  return report.regularProfile.some(({ runOrder }) =>
    runOrder.some(({ subject }) => subject.kind === 'delegate-kernel'),
  );
}
