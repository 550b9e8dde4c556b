import { campaignProgress, type CampaignProgress } from '../../orchestrator/index.js';
import type { SqlDatabase } from '../../platform/database/index.js';
import type { Clock } from '../../platform/index.js';
import { apiError } from '../errors.js';

export interface ProgressFeedOptions {
  readonly database: SqlDatabase;
  readonly clock: Clock;
  readonly mostStreams: number;
  /** How often a campaign that somebody follows is looked at; 1000 by default. */
  readonly everyMs?: number;
}

/** A campaign that is followed: its latest progress, and who waits for the next. */
interface Followed {
  followers: number;
  /** Undefined where it could not be looked at. */
  next: Promise<CampaignProgress | undefined>;
}

const overStates: readonly string[] = ['DONE', 'PARTLY_DONE', 'FAILED', 'CANCELLED'];

/** Tells of campaigns' progress. However many follow a campaign, the database is asked for one; who is slow misses what is old. */
export class ProgressFeed {
  readonly #options: ProgressFeedOptions;
  readonly #followed = new Map<string, Followed>();
  readonly #stopped = new AbortController();
  #streams = 0;

  constructor(options: ProgressFeedOptions) {
    this.#options = options;
  }

  /** Takes a place for one stream; call what it returns when the stream ends. Throws SERVER_BUSY when all are taken. */
  takePlace(): () => void {
    const { mostStreams } = this.#options;
    if (this.#streams >= mostStreams) throw apiError('SERVER_BUSY', `All ${mostStreams} streams are taken.`);
    this.#streams += 1;
    let isTaken = true;
    return () => {
      if (isTaken) this.#streams -= 1;
      isTaken = false;
    };
  }

  /** A campaign's progress now, and whenever it is looked at again, until the campaign is over or the feed stops. */
  async *follow(first: CampaignProgress): AsyncGenerator<CampaignProgress> {
    yield first;
    if (overStates.includes(first.state)) return;
    const { id } = first;
    const followed = this.#followed.get(id) ?? { followers: 0, next: this.#look(id) };
    this.#followed.set(id, followed);
    followed.followers += 1;
    try {
      while (!this.#stopped.signal.aborted) {
        const progress = await followed.next;
        if (progress === undefined) return;
        yield progress;
        if (overStates.includes(progress.state)) return;
      }
    } finally {
      followed.followers -= 1;
      if (followed.followers === 0) this.#followed.delete(id);
    }
  }

  /** Ends all streams. */
  stop(): void {
    this.#stopped.abort();
  }

  async #look(id: string): Promise<CampaignProgress | undefined> {
    const { database, clock, everyMs = 1000 } = this.#options;
    try {
      await clock.sleep(everyMs, this.#stopped.signal);
      const progress = await campaignProgress(database, id);
      const followed = this.#followed.get(id);
      if (followed !== undefined) followed.next = this.#look(id);
      return progress;
    } catch {
      // Streams end; whoever follows asks again, and is told what is wrong.
      return undefined;
    }
  }
}
