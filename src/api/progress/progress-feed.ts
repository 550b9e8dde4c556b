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
  readonly id: string;
  followers: number;
  /** Undefined where the feed has stopped. Rejects where the campaign could not be looked at. */
  next: Promise<CampaignProgress | undefined>;
}

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

  /**
   * A campaign's progress now, and whenever it is looked at again, until the campaign is over or the feed stops. Throws what the database
   * throws: that a campaign is over is not to be taken from that.
   */
  async *follow(first: CampaignProgress): AsyncGenerator<CampaignProgress> {
    yield first;
    if (isCampaignOver(first.state)) return;
    const followed = this.#followed.get(first.id) ?? this.#begin(first.id);
    followed.followers += 1;
    try {
      while (!this.#stopped.signal.aborted) {
        const progress = await followed.next;
        if (progress === undefined) return;
        yield progress;
        if (isCampaignOver(progress.state)) return;
      }
    } finally {
      followed.followers -= 1;
      if (followed.followers === 0) this.#forget(followed);
    }
  }

  /** Ends all streams. */
  stop(): void {
    this.#stopped.abort();
  }

  #begin(id: string): Followed {
    const followed: Followed = { id, followers: 0, next: Promise.resolve(undefined) };
    this.#followed.set(id, followed);
    this.#lookAgain(followed);
    return followed;
  }

  /** Whoever comes later begins anew: nobody is told of what nobody looks at any more. */
  #forget(followed: Followed): void {
    if (this.#followed.get(followed.id) === followed) this.#followed.delete(followed.id);
  }

  #lookAgain(followed: Followed): void {
    followed.next = this.#look(followed);
    // All may have left while it was looked at.
    followed.next.catch(() => undefined);
  }

  async #look(followed: Followed): Promise<CampaignProgress | undefined> {
    const { database, clock, everyMs = 1000 } = this.#options;
    try {
      await clock.sleep(everyMs, this.#stopped.signal);
    } catch {
      return undefined;
    }
    // Another may be followed under the same id by now: that one is looked at already.
    if (this.#followed.get(followed.id) !== followed) return undefined;
    try {
      const progress = await campaignProgress(database, followed.id);
      this.#lookAgain(followed);
      return progress;
    } catch (error) {
      this.#forget(followed);
      throw error;
    }
  }
}

/** Whether nothing of a campaign changes any more. */
export function isCampaignOver(state: CampaignProgress['state']): boolean {
  return ['DONE', 'PARTLY_DONE', 'FAILED', 'CANCELLED'].includes(state);
}
