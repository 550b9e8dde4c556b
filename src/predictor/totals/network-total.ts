import { IntervalWidth, type Calibration, type KernelUncertainty } from './intervals.js';
import { endToEndUs, factorOf, type Overhead } from './overhead.js';

/** What a network takes, µs. */
export interface Total {
  /** Sum of the kernels. */
  readonly operationSumUs: number;
  /** Kernels and overhead. */
  readonly totalUs: number;
  /** Half the width of the interval around `totalUs`. */
  readonly halfWidthUs: number;
}

/**
 * Adds a network up from predictions of its kernels. Releases, evaluations and the gate all answer through it, so that what was
 * judged is what is answered.
 */
export class NetworkTotal {
  private readonly width: IntervalWidth;
  private operationSumUs = 0;
  /** What factors of single kernel groups add to that of all others. */
  private regroupedUs = 0;
  private kernels = 0;

  constructor(
    private readonly overhead: Overhead,
    calibration: Calibration,
  ) {
    this.width = new IntervalWidth(calibration);
  }

  add(kernelGroup: string, predictedUs: number, uncertainty: KernelUncertainty): void {
    const { operationFactor } = this.overhead;
    const beyond = (factorOf(this.overhead, kernelGroup) - operationFactor) * predictedUs;
    this.width.add(kernelGroup, predictedUs + beyond, uncertainty);
    this.operationSumUs += predictedUs;
    this.regroupedUs += beyond;
    this.kernels++;
  }

  /** The network of all kernels added so far; of `kernels` in all where that is told. */
  total(kernels = this.kernels): Total {
    const { operationSumUs } = this;
    const totalUs = endToEndUs(this.overhead, operationSumUs, kernels) + this.regroupedUs;
    return { operationSumUs, totalUs, halfWidthUs: this.width.halfWidthUs(totalUs) };
  }
}
