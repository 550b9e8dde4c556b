import type { Delegate } from '../../../records/scenario.js';
import type { BenchmarkReport, DelegateApplication } from '../report.js';
import type { RunExpectation } from './expectation.js';

/** What the tool and the runtime call the delegates. */
const delegateNames: Readonly<Record<Exclude<Delegate, 'builtin'>, string>> = {
  xnnpack: 'XNNPACK',
  gpu: 'GPU',
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
  const name = delegateNames[delegate];
  const application = report.delegateApplications.find(
    (candidate) => candidate.delegate.toUpperCase() === name,
  );
  const isPartialAccepted =
    (expectation.partialDelegation ?? (delegate === 'gpu' ? 'refuse' : 'accept')) === 'accept';
  const refusal = report.errorLines.find((line) => delegateErrorPattern.test(line));
  if (refusal !== undefined) return `the ${name} delegate was not applied: ${refusal}`;
  if (application !== undefined)
    return isPartialAccepted ? undefined : incompleteApplication(application, report);
  if (delegate === 'gpu') return 'the tool does not say that it applied the GPU delegate';
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

function incompleteApplication(
  application: DelegateApplication,
  report: BenchmarkReport,
): string | undefined {
  const { delegate, extent } = application;
  if (extent === 'complete') return undefined;
  const refused = report.unsupportedByDelegate.slice(0, 5).join(' ');
  const detail = refused === '' ? '' : ` (${refused})`;
  return extent === 'none'
    ? `the ${delegate} delegate executed nothing${detail}`
    : `the ${delegate} delegate executed a part only${detail}`;
}

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
