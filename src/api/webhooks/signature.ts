import { createHmac, randomBytes } from 'node:crypto';

const secretPrefix = 'whsec_';
const secretBytes = 32;

/** A new secret, as libraries of Standard Webhooks take it. */
export function makeSecret(): string {
  return `${secretPrefix}${randomBytes(secretBytes).toString('base64')}`;
}

/** What is signed beside the body. */
export interface SignedMessage {
  /** The same at every attempt: receivers know by it what they have had. */
  readonly id: string;
  readonly sentAtSeconds: number;
  readonly body: string;
}

/**
 * The headers by which a receiver knows that a message is from this farm and new: HMAC-SHA256 over id, time and body, after
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md, for which there are libraries in many languages.
 */
export function signatureHeaders(
  secret: string,
  { id, sentAtSeconds, body }: SignedMessage,
): Record<string, string> {
  const key = Buffer.from(secret.slice(secretPrefix.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${sentAtSeconds}.${body}`).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': String(sentAtSeconds),
    'webhook-signature': `v1,${signature}`,
  };
}
