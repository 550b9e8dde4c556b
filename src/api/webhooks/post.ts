import { request as requestPlain } from 'node:http';
import { request as requestOverTls } from 'node:https';

import { checkedUrl, publicLookup, type WebhookAddress } from './address.js';
import { signatureHeaders } from './signature.js';

export interface WebhookMessage extends WebhookAddress {
  readonly id: string;
  readonly secret: string;
  readonly body: string;
}

export interface PostOptions {
  readonly nowMs: number;
  /** What the sender calls itself. */
  readonly userAgent: string;
  readonly signal: AbortSignal;
  /** How long the whole of it may take. */
  readonly timeoutMs: number;
}

/**
 * Sends a message and resolves to the status of the answer, whose text nobody reads. A redirection is an answer, and is not followed: it could
 * lead anywhere. Rejects when no answer comes, and with WEBHOOK_REFUSED before anything is sent to an address that it must not go to.
 */
export async function postWebhook(message: WebhookMessage, options: PostOptions): Promise<number> {
  const url = checkedUrl(message);
  const { id, body, secret, allowPrivate } = message;
  const sentAtSeconds = Math.floor(options.nowMs / 1000);
  const request = url.protocol === 'https:' ? requestOverTls : requestPlain;
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: 'POST',
      // No connection is kept: the next message may be for another address behind the same name.
      agent: false,
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': options.userAgent,
        ...signatureHeaders(secret, { id, sentAtSeconds, body }),
      },
      signal: AbortSignal.any([options.signal, AbortSignal.timeout(options.timeoutMs)]),
      ...(!allowPrivate && { lookup: publicLookup }),
    });
    sent.on('response', (answer) => {
      resolve(answer.statusCode ?? 0);
      answer.destroy();
    });
    // After an answer, too: what is destroyed may say so, and nobody waits for it any more.
    sent.on('error', reject);
    sent.end(body);
  });
}
