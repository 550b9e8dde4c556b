import type { NightEntry, NightlySettings } from '../../../../trainer/nightly/index.js';

/** What a process is asked to do of a night, as JSON can carry it. */
export interface NightQuestion {
  readonly databaseUrl: string;
  readonly settings: NightlySettings;
  readonly dueAtMs: number;
  readonly codeVersion: string;
}

/** What it trained, or why it could not go on. */
export type NightAnswer = { readonly entries: readonly NightEntry[] } | { readonly failure: string };
