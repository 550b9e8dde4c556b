import * as z from 'zod/mini';

/**
 * How a network's time from end to end follows from its operations: interceptUs + perKernelUs · kernels + Σ factor · sum over kernel groups.
 * The factor is 1 where it is not learned: timing each kernel by itself may slow the kernels down or speed them up, those of one group
 * more than those of another.
 */
export interface Overhead {
  readonly interceptUs: number;
  readonly perKernelUs: number;
  /** Of all kernel groups that have no factor of their own. */
  readonly operationFactor: number;
  /** By kernel group, where whole networks' times told them apart. */
  readonly groupFactors?: Readonly<Record<string, number>>;
}

/** That of a network whose time is the sum of its operations. */
export const noOverhead: Overhead = { interceptUs: 0, perKernelUs: 0, operationFactor: 1 };

/** What operations of a kernel group take within a network, for each microsecond that they take by themselves. */
export function factorOf({ operationFactor, groupFactors }: Overhead, kernelGroup: string): number {
  return groupFactors?.[kernelGroup] ?? operationFactor;
}

/**
 * Time from end to end of a network of so many kernels whose operations add up to `operationSumUs`, all with the factor of groups that have
 * none of their own; microseconds.
 */
export function endToEndUs(overhead: Overhead, operationSumUs: number, kernels: number): number {
  const { interceptUs, perKernelUs, operationFactor } = overhead;
  return interceptUs + perKernelUs * kernels + operationFactor * operationSumUs;
}

/** An overhead as stored. Those of earlier versions had no factor. */
export const overheadSchema = z.object({
  interceptUs: z.number(),
  perKernelUs: z.number(),
  operationFactor: z._default(z.number(), 1),
  groupFactors: z.exactOptional(z.record(z.string(), z.number())),
});
