import type { BenchmarkReport } from '../report.js';

/** What the runtime calls the delegate that hands a graph's parts to a vendor's library (litert/runtime/dispatch). */
const dispatchNode = /^DispatchDelegate$/;
const xnnpackNode = /XNNPack/i;

/**
 * Why a run was not executed by the NPU, or not all of it; `undefined` where it was. LiteRT's tool says nothing of accelerators by itself: where no
 * dispatch library or no compiler plugin loads, it goes on as the flags allow, and what tells is which nodes the runtime says were replaced.
 */
export function npuFallbackReason(
  { delegatedNodes, errorLines }: BenchmarkReport,
  partialDelegation: 'accept' | 'refuse' = 'refuse',
): string | undefined {
  const dispatched = delegatedNodes.filter(({ delegate, nodes }) => dispatchNode.test(delegate) && nodes > 0);
  if (dispatched.length === 0) {
    const [said] = errorLines;
    return `the runtime does not say that the NPU took over any part of the graph${said === undefined ? '' : `: ${said}`}`;
  }
  if (partialDelegation === 'accept') return undefined;
  const left = dispatched.find(({ nodes, of }) => nodes < of);
  if (left !== undefined)
    return `the NPU executed a part only (${left.nodes} of ${left.of} nodes in ${left.partitions} parts)`;
  const onCpu = delegatedNodes.find(({ delegate, nodes }) => xnnpackNode.test(delegate) && nodes > 0);
  return onCpu === undefined ? undefined : `the NPU executed a part only: XNNPACK took ${onCpu.nodes} nodes`;
}
