import type { Launch } from './work-group.js';

/** What one thread of a launch does. */
export interface ThreadWork {
  /** Turns of its inner loop. */
  readonly steps: number;
  /** Outputs, each of 4 channels, that every turn adds to. */
  readonly outputs: number;
  /** Input values, and weights' slices, that every turn reads. */
  readonly inputReads: number;
  readonly weightReads: number;
}

/**
 * Features of a launch that computes `outputs` values of 4 channels. All lanes take turns whether they have work or not, so work is
 * counted by lane: {@link launchTerms} take time in proportion.
 */
export function launchFeatures(launch: Launch, work: ThreadWork, outputs: number) {
  const laneSteps = launch.lanes * work.steps;
  return {
    launchMacs: laneSteps * work.outputs,
    launchInputReads: laneSteps * work.inputReads,
    launchWeightReads: laneSteps * work.weightReads,
    launchSteps: work.steps * work.outputs,
    launchLanes: launch.lanes,
    launchPadding: (launch.lanes * work.outputs) / outputs,
    launchBlock: work.outputs,
    launchWorkGroups: launch.workGroups,
    launchGroupThreads: launch.groupThreads,
  };
}

export const launchTerms = [
  'launchMacs',
  'launchInputReads',
  'launchWeightReads',
  'launchSteps',
  'launchLanes',
] as const;
