import { campaignProgress, reconcile, settleCampaign } from '../../orchestrator/index.js';
import type { CampaignProgress } from '../../orchestrator/index.js';
import type { Clock } from '../../platform/index.js';
import { cliError } from '../errors.js';
import { durationText } from '../output/format.js';
import type { Services } from '../context/services.js';

export interface WatchOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told of every look at the campaign. */
  readonly onProgress?: (progress: CampaignProgress) => void;
  /** Does what else the campaign needs to get on, at every look. */
  readonly advance?: () => Promise<void>;
  /** How long nothing may happen before the campaign counts as stuck; for ever when nothing is said. */
  readonly patienceMs?: number;
}

const lookEveryMs = 300;
const reconcileEveryMs = 2_000;

/**
 * Follows a campaign until it is over, mends its jobs and settles it meanwhile, and returns how it ended.
 * @throws FarmError CAMPAIGN_STUCK; the signal's reason.
 */
export async function watchCampaign(
  services: Services,
  id: string,
  { clock, signal, onProgress, advance, patienceMs = Infinity }: WatchOptions,
): Promise<CampaignProgress> {
  let finished = -1;
  let movedMs = clock.monotonicMs();
  let reconciledMs = movedMs;
  for (;;) {
    await advance?.();
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
export function progressLine({ state, stateReason, runs, etaSeconds, rounds }: CampaignProgress): string {
  const over = runs.total - runs.PENDING - runs.RUNNING;
  const estimate = rounds.findLast((round) => round.estimate !== null)?.estimate;
  return [
    `${over} of ${runs.total} runs`,
    ...(runs.FAILED > 0 ? [`${runs.FAILED} failed`] : []),
    ...(estimate
      ? [`${estimate.measured} measured, expected error ${estimate.expectedErrorPercent.toFixed(1)} %`]
      : []),
    ...(etaSeconds === null
      ? []
      : [`${rounds.length > 0 ? 'at most' : 'about'} ${durationText(1000 * etaSeconds)} left`]),
    ...(state === 'PAUSED' ? ['paused'] : []),
    ...(state === 'RUNNING' && stateReason !== null ? [stateReason] : []),
  ].join(', ');
}
