import { graphOfConfigurations } from '../../graph/builder/graph-of-configurations.js';
import { featuresOf } from '../../graph/description/operation-features.js';
import { cpuKernels, type CpuBackend } from '../../graph/kernels/cpu-cut.js';
import type { OperationConfiguration } from '../../graph/model/configuration.js';
import type { FeatureRecord } from '../../learning/model/feature-table.js';

/** A kernel of the CPU as learners see it. */
export interface LearnedCpuKernel {
  readonly kernelGroup: string;
  readonly features: FeatureRecord;
}

/**
 * Kernels that are learned together: those that execute an operator, XNNPACK's by kind of microkernel where it has several. What XNNPACK
 * leaves to the built-in kernels is learned apart from what it executes itself, which is several times as fast.
 */
export function cpuKernelGroup(operator: string, kernel: string, delegate: CpuBackend['delegate']): string {
  if (delegate === 'builtin') return operator;
  if (kernel === operator || kernel.startsWith(`${operator}/`)) return builtinGroup(operator);
  return xnnpackGroup(operator, / (I?GEMM|DWConv|VMulCAddC)\b/.exec(kernel)?.[1]);
}

/** What XNNPACK executes of an operator itself, by the kind of microkernel where that makes a group. */
export function xnnpackGroup(operator: string, microkernel: string | undefined): string {
  const isGrouped = operator === 'CONV_2D' || operator === 'DEPTHWISE_CONV_2D';
  return isGrouped && microkernel !== undefined ? `${operator} ${microkernel}` : operator;
}

/** What XNNPACK leaves of an operator. */
export function builtinGroup(operator: string): string {
  return `${operator} (built-in)`;
}

/**
 * What learners see of a measured kernel: the configuration that it was measured as, and the name that the runtime gave it; tables from
 * elsewhere have none, and the kernel is the one that the backend is known to run. Throws a GraphError for an operation or a runtime version
 * that this program does not know.
 */
export function measuredCpuKernel(
  configuration: OperationConfiguration,
  kernel: string | null,
  backend: CpuBackend,
): LearnedCpuKernel {
  const { operator } = configuration;
  const name = kernel ?? kernelAlone(configuration, backend);
  return {
    kernelGroup: cpuKernelGroup(operator, name, backend.delegate),
    features: featuresOf(configuration),
  };
}

function kernelAlone(configuration: OperationConfiguration, backend: CpuBackend): string {
  if (backend.delegate === 'builtin') return configuration.operator;
  const { kernels } = cpuKernels(graphOfConfigurations([configuration]), backend);
  return kernels.at(-1)?.kernel ?? configuration.operator;
}
