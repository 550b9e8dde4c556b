import { isCodedError } from '../../../platform/errors.js';

/** `ok`; `warning`: works, but not as it should; `failed`: keeps the farm from working; `skipped`: could not be looked at. */
export type FindingLevel = 'ok' | 'warning' | 'failed' | 'skipped';

/** What was found of one thing that the farm needs. */
export interface Finding {
  readonly subject: string;
  readonly level: FindingLevel;
  readonly message: string;
  /** What to do about it; absent where there is nothing to do. */
  readonly remedy?: string;
}

/** A finding, or what a check that could not be made says of its subject. */
export async function findingsOf(
  subject: string,
  check: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await check();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [{ subject, level: 'failed', message, ...(isCodedError(error) && { remedy: error.remedy }) }];
  }
}
