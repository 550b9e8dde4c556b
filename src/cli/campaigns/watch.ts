import { campaignProgress, reconcile, settleCampaign } from '../../orchestrator/index.js';
import type { CampaignProgress } from '../../orchestrator/index.js';
import type { Clock } from '../../platform/index.js';
import { cliError } from '../errors.js';
import type { Services } from '../services/services.js';

export interface WatchOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told of every look at the campaign. */
  readonly onProgress?: (progress: CampaignProgress) => void;
  /** How long nothing may happen before the campaign counts as stuck. */
  readonly patienceMs: number;
}

const lookEveryMs = 300;
const reconcileEveryMs = 5_000;

/**
 * Follows a campaign until it is over, mends its jobs and settles it meanwhile, and returns how it ended.
 * @throws FarmError CAMPAIGN_STUCK; the signal's reason.
 */
export async function watchCampaign(
  services: Services,
  id: string,
  { clock, signal, onProgress, patienceMs }: WatchOptions,
): Promise<CampaignProgress> {
  let finished = -1;
  let movedMs = clock.monotonicMs();
  let reconciledMs = movedMs;
  for (;;) {
    const state = await settleCampaign(services.database, id);
    const progress = await campaignProgress(services.database, id);
    onProgress?.(progress);
    if (state !== 'RUNNING' && state !== 'PAUSED') return progress;
    const nowMs = clock.monotonicMs();
    const nowFinished = progress.runs.total - progress.runs.PENDING - progress.runs.RUNNING;
    if (nowFinished !== finished) [finished, movedMs] = [nowFinished, nowMs];
    if (nowMs - movedMs > patienceMs) throw stuck(progress, patienceMs);
    if (nowMs - reconciledMs > reconcileEveryMs) {
      await reconcile(services.database, services.queues, { campaignId: id });
      reconciledMs = nowMs;
    }
    await clock.sleep(lookEveryMs, signal);
  }
}

function stuck({ name, runs }: CampaignProgress, patienceMs: number) {
  const left = runs.PENDING + runs.RUNNING;
  const message = `Nothing happened to the campaign ${name} for ${patienceMs / 1000} s; ${left} runs are left.`;
  return cliError('CAMPAIGN_STUCK', message);
}

/** One line on how a campaign stands, for a progress display. */
export function progressLine({ runs, etaSeconds }: CampaignProgress): string {
  const over = runs.total - runs.PENDING - runs.RUNNING;
  const eta = etaSeconds === null ? '' : `, about ${Math.ceil(etaSeconds)} s left`;
  return `${over} of ${runs.total} runs${eta}`;
}
