import { randomFromPath } from '../../../learning/random/random.js';
import { KernelPredictor, type Artifact } from '../../../predictor/kernels/kernel-predictor.js';
import type { GroupTask, LearnedGroup } from '../learn-group.js';

/** A task as threads are sent it: streams of random numbers are functions, which go by the path to them. */
export type GroupQuestion = Omit<GroupTask, 'random'> & {
  readonly number: number;
  readonly randomPath: readonly string[];
};

/** What was learned, as threads send it; the predictor as plain data. */
export type GroupAnswer = { readonly number: number } & (
  (Omit<LearnedGroup, 'predictor'> & { readonly artifact: Artifact }) | { readonly failed: true }
);

export function questionOf(number: number, { random, ...task }: GroupTask): GroupQuestion {
  return { ...task, number, randomPath: random.path };
}

export function taskOf({ randomPath, rows, learner, origin, calibrates }: GroupQuestion): GroupTask {
  return { rows, learner, origin, calibrates, random: randomFromPath(randomPath) };
}

export function answerOf(number: number, { choice, predictor, heldOut }: LearnedGroup): GroupAnswer {
  return { number, choice, heldOut, artifact: predictor.toArtifact() };
}

/** `undefined` where the thread could not learn the group. */
export function learnedOf(answer: GroupAnswer): LearnedGroup | undefined {
  if ('failed' in answer) return undefined;
  const { choice, heldOut, artifact } = answer;
  return { choice, heldOut, predictor: KernelPredictor.fromArtifact(artifact) };
}
