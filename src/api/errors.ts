import { errorFactory, type ErrorCatalogue } from '../platform/errors.js';

/** What the HTTP server refuses. Listed for readers in docs/reference/errors.md. */
export const apiErrors = {
  TOKEN_MISSING: {
    blame: 'config',
    retryable: false,
    remedy: 'Send "Authorization: Bearer TOKEN" with a token of "farm tokens create".',
  },
  TOKEN_INVALID: {
    blame: 'config',
    retryable: false,
    remedy: 'Ask whoever keeps the farm for a token that is neither expired nor revoked.',
  },
  ROLE_MISSING: {
    blame: 'config',
    retryable: false,
    remedy: 'Use a token of the role that the message names.',
  },
  ORIGIN_FOREIGN: {
    blame: 'config',
    retryable: false,
    remedy: "Ask from the farm's own pages, or send a token in place of the browser's session.",
  },
  TOKEN_UNKNOWN: {
    blame: 'config',
    retryable: false,
    remedy: 'List the tokens with "farm tokens ls".',
  },
  ROUTE_UNKNOWN: {
    blame: 'config',
    retryable: false,
    remedy: 'Use a path and a method that /openapi.json lists.',
  },
  REQUEST_INVALID: {
    blame: 'config',
    retryable: false,
    remedy: 'Correct the fields that the message names as /openapi.json describes them.',
  },
  REQUEST_TOO_LARGE: {
    blame: 'config',
    retryable: false,
    remedy: 'Send less at once: split the batch, or start the server with a higher limit.',
  },
  MEDIA_TYPE_UNSUPPORTED: {
    blame: 'config',
    retryable: false,
    remedy: 'Send the content type that /openapi.json names for the request.',
  },
  TOO_MANY_REQUESTS: {
    blame: 'config',
    retryable: true,
    remedy: 'Wait as long as the header Retry-After says; ask for many networks in one request.',
  },
  SERVER_BUSY: {
    blame: 'host',
    retryable: true,
    remedy: 'Try again a little later.',
  },
  SERVER_FAILED: {
    blame: 'us',
    retryable: false,
    remedy: "Report it with the lines that the server's log has under the request's id.",
  },
  MODEL_TAKES_TOO_LONG: {
    blame: 'config',
    retryable: false,
    remedy: 'Predict the file with "farm predict", which has no time limit, or send a smaller network.',
  },
  MODEL_TOO_COMPLEX: {
    blame: 'config',
    retryable: false,
    remedy: 'Predict the file with "farm predict", which has no memory limit, or send a smaller network.',
  },
  ADDRESS_UNAVAILABLE: {
    blame: 'config',
    retryable: false,
    remedy: 'Choose another --port, or an address of this machine with --listen.',
  },
  WEBHOOK_REFUSED: {
    blame: 'config',
    retryable: false,
    remedy:
      'Name an https:// address of the public internet, or add it with --allow-private where that is meant.',
  },
  WEBHOOK_EXISTS: {
    blame: 'config',
    retryable: false,
    remedy: 'Choose another --name, or remove that one first.',
  },
  WEBHOOK_UNKNOWN: {
    blame: 'config',
    retryable: false,
    remedy: 'See "farm webhooks ls".',
  },
} as const satisfies ErrorCatalogue<string>;

export type ApiErrorCode = keyof typeof apiErrors;

export const apiError = errorFactory<ApiErrorCode>(apiErrors);
