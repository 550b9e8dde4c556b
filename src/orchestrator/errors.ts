import { errorFactory } from '../platform/errors.js';
import type { ErrorCatalogue } from '../platform/errors.js';

/** What this room refuses. Listed for readers in docs/reference/errors.md. */
export const orchestratorErrors = {
  RUN_UNKNOWN: {
    blame: 'config',
    retryable: false,
    remedy: 'List the runs with "farm runs ls", and give more of the id where several begin so.',
  },
  RUN_PHONE_UNKNOWN: {
    blame: 'config',
    retryable: false,
    remedy: 'List the phones with "farm phones ls".',
  },
  RUN_WITHOUT_OUTPUT: {
    blame: 'config',
    retryable: false,
    remedy:
      'See "farm runs show": a run that was never executed has none, and "farm prune" removes old ones.',
  },
  SEARCH_SPACE_EMPTY: {
    blame: 'config',
    retryable: false,
    remedy: 'Widen the parameters or loosen the constraints of the named operation.',
  },
  SEARCH_SPACE_EXHAUSTED: {
    blame: 'config',
    retryable: false,
    remedy: 'Ask for fewer samples, or widen the parameters of the named operation.',
  },
  SAMPLE_COUNT_UNKNOWN_OPERATION: {
    blame: 'config',
    retryable: false,
    remedy: 'Use the names that the search space gives to its operations.',
  },
  CAMPAIGN_FILE_UNUSABLE: {
    blame: 'config',
    retryable: false,
    remedy: 'Name a .tflite file that "farm graph describe" reads and the benchmark tool takes.',
  },
  CAMPAIGN_PRECISION_MISFIT: {
    blame: 'config',
    retryable: false,
    remedy: 'Use the scenario that the message names, or leave the precision to the scenarios.',
  },
  CAMPAIGN_PHONES_MISSING: {
    blame: 'config',
    retryable: false,
    remedy: 'List the known phones with "farm phones ls", and attach phones or change the selector.',
  },
  CAMPAIGN_BUDGET_TOO_SMALL: {
    blame: 'config',
    retryable: false,
    remedy: 'Raise the budget of phone minutes, or ask for shorter runs.',
  },
  CAMPAIGN_SCENARIO_IMPOSSIBLE: {
    blame: 'config',
    retryable: false,
    remedy: 'Change the scenario, select other phones, or give the farm what is missing.',
  },
  CAMPAIGN_DELEGATE_UNCLEAR: {
    blame: 'config',
    retryable: false,
    remedy:
      'Say under "delegates" of the campaign what the name is; give another one to what differs from an earlier campaign.',
  },
  CAMPAIGN_TARGET_UNREACHABLE: {
    blame: 'config',
    retryable: false,
    remedy: 'Allow networks to be further off, or fewer of them to be within, or quieten the phones.',
  },
  ACTIVE_CANDIDATES_UNSUITABLE: {
    blame: 'config',
    retryable: false,
    remedy: 'Change the numbers of samples, or lower active.seedSize.',
  },
  CAMPAIGN_UNREADABLE: {
    blame: 'us',
    retryable: false,
    remedy: 'Look after it with the version of latency-farm that it was submitted with, or submit it again.',
  },
  CAMPAIGN_UNKNOWN: {
    blame: 'config',
    retryable: false,
    remedy: 'List the campaigns with "farm campaign ls".',
  },
  CAMPAIGN_STATE_CONFLICT: {
    blame: 'config',
    retryable: false,
    remedy:
      'See the campaign\'s state with "farm campaign show ID"; a finished one can be submitted again under a new name.',
  },
} as const satisfies ErrorCatalogue<string>;

export type OrchestratorErrorCode = keyof typeof orchestratorErrors;

export const orchestratorError = errorFactory<OrchestratorErrorCode>(orchestratorErrors);
