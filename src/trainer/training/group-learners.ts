import type { GroupTask, LearnedGroup } from './learn-group.js';

/** Others who learn kernel groups: the threads of this process. */
export interface GroupLearners {
  /**
   * What is learned of each group, in the order of the tasks, whoever learned it in whatever order; `onLearned` is told of each. Rejects with what
   * learning throws.
   */
  learn(
    tasks: readonly GroupTask[],
    onLearned: (task: GroupTask, learned: LearnedGroup) => void,
  ): Promise<readonly LearnedGroup[]>;
}
