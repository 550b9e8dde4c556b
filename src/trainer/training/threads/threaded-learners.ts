import { setImmediate } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';

import { startThread } from '../../../platform/index.js';
import type { GroupLearners } from '../group-learners.js';
import { learnGroup, type GroupTask, type LearnedGroup } from '../learn-group.js';
import { learnedOf, questionOf, type GroupAnswer } from './messages.js';

/** Groups that wait in a thread while it learns one, so that it need not wait for this thread, which learns too. */
const askedAtOnce = 2;

/** One that can learn a group; `undefined` where it could not. */
type Lane = (task: GroupTask) => Promise<LearnedGroup | undefined>;

/** Learns kernel groups in this thread and, side by side, in so many others, which are started at once. {@link close} ends them. */
export class ThreadedLearners implements GroupLearners {
  readonly #threads: readonly LearningThread[];

  constructor(otherThreads: number) {
    this.#threads = Array.from({ length: otherThreads }, () => new LearningThread());
  }

  async learn(
    tasks: readonly GroupTask[],
    onLearned: (task: GroupTask, learned: LearnedGroup) => void,
  ): Promise<readonly LearnedGroup[]> {
    const learned = new Array<LearnedGroup>(tasks.length);
    // The largest first, so that nobody has a large one left at the end.
    const waiting = [...tasks.keys()].sort((a, b) => sizeOf(tasks[b]) - sizeOf(tasks[a]));
    const work = async (lane: Lane): Promise<void> => {
      for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
        const task = tasks[index] as GroupTask;
        // What is wrong with a group is thrown here, where there is somebody to catch it.
        const group = (await lane(task)) ?? learnGroup(task);
        learned[index] = group;
        onLearned(task, group);
      }
    };
    const lanes = this.#threads.flatMap((thread) =>
      Array.from({ length: askedAtOnce }, (): Lane => (task) => thread.learn(task)),
    );
    await Promise.all([...lanes, learnHere].map(work));
    return learned;
  }

  /** Ends the threads, whatever they are at. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }
}

/** In this thread, which first hears what the others have to say. */
async function learnHere(task: GroupTask): Promise<LearnedGroup> {
  await setImmediate();
  return learnGroup(task);
}

function sizeOf(task: GroupTask | undefined): number {
  return task === undefined ? 0 : task.rows.table.rowCount * task.rows.table.columns.length;
}

/** A thread that learns what it is asked to, and can end at any time: then what it was asked for is not answered. */
class LearningThread {
  readonly #thread: Worker = startThread('trainer/training/threads/main');
  readonly #asked = new Map<number, (answer: GroupAnswer | undefined) => void>();
  #number = 0;
  #hasEnded = false;

  constructor() {
    this.#thread.on('message', (answer: GroupAnswer) => {
      this.#asked.get(answer.number)?.(answer);
      this.#asked.delete(answer.number);
    });
    // An error ends the thread, and what ends it is told by `exit`.
    this.#thread.on('error', () => undefined);
    this.#thread.once('exit', () => {
      this.#hasEnded = true;
      for (const resolve of this.#asked.values()) resolve(undefined);
    });
  }

  async learn(task: GroupTask): Promise<LearnedGroup | undefined> {
    const answer = await this.#ask(task);
    return answer && learnedOf(answer);
  }

  #ask(task: GroupTask): Promise<GroupAnswer | undefined> {
    if (this.#hasEnded) return Promise.resolve(undefined);
    const number = this.#number++;
    return new Promise((resolve) => {
      this.#asked.set(number, resolve);
      this.#thread.ref();
      this.#thread.postMessage(questionOf(number, task));
    });
  }

  async close(): Promise<void> {
    await this.#thread.terminate();
  }
}
