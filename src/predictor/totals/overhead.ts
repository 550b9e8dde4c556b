import * as z from 'zod/mini';

/**
 * How a network's time from end to end follows from its operations: interceptUs + perKernelUs · kernels + operationFactor · sum.
 * The factor is 1 where it is not learned: timing each kernel by itself may slow the kernels down or speed them up.
 */
export interface Overhead {
  readonly interceptUs: number;
  readonly perKernelUs: number;
  readonly operationFactor: number;
}

/** That of a network whose time is the sum of its operations. */
export const noOverhead: Overhead = { interceptUs: 0, perKernelUs: 0, operationFactor: 1 };

/** Time from end to end of a network of so many kernels whose operations add up to `operationSumUs`; microseconds. */
export function endToEndUs(overhead: Overhead, operationSumUs: number, kernels: number): number {
  const { interceptUs, perKernelUs, operationFactor } = overhead;
  return interceptUs + perKernelUs * kernels + operationFactor * operationSumUs;
}

/** An overhead as stored. Those of earlier versions had no factor. */
export const overheadSchema = z.object({
  interceptUs: z.number(),
  perKernelUs: z.number(),
  operationFactor: z._default(z.number(), 1),
});
