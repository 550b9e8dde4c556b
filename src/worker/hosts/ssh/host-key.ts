import { createHash } from 'node:crypto';

/** The fingerprint of a host key in the form that OpenSSH prints: `SHA256:` and base64 without padding. */
export function hostKeyFingerprint(key: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}
