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
  if (delegate === 'builtin') return unaskedDelegate(report);
  const name = delegateNames[delegate];
  const application = report.delegateApplications.find(
    (candidate) => candidate.delegate.toUpperCase() === name,
  );
  const isPartialAccepted =
    (expectation.partialDelegation ?? (delegate === 'gpu' ? 'refuse' : 'accept')) === 'accept';
  if (application !== undefined)
    return isPartialAccepted ? undefined : incompleteApplication(application, report);
  if (delegate === 'gpu') return 'the tool does not say that it applied the GPU delegate';
  const isCreated = report.createdDelegates.some((created) => created.toUpperCase() === name);
  return isCreated || hasKernelRows(report) ? undefined : 'nothing says that XNNPACK was applied';
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
