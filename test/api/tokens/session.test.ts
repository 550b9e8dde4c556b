import type { FastifyRequest } from 'fastify';
import { describe, expect, it } from 'vitest';

import { isOfOwnPage, sessionCookie } from '../../../src/api/tokens/session.js';

const request = (headers: Readonly<Record<string, string>>) =>
  ({ headers, socket: { localPort: 8080 } }) as unknown as FastifyRequest;

describe('a request of a browser', () => {
  it.each<[string, boolean, Readonly<Record<string, string>>]>([
    [
      'whose own page came through a proxy that asks for another host',
      true,
      { origin: 'https://farm.example', host: 'backend:8080', 'sec-fetch-site': 'same-origin' },
    ],
    [
      'that says it is of another site',
      false,
      { origin: 'http://farm', host: 'farm', 'sec-fetch-site': 'cross-site' },
    ],
    ['that tells its page alone', true, { origin: 'http://Farm:8080', host: 'farm:8080' }],
    ['of another page, that tells that alone', false, { origin: 'http://evil', host: 'farm:8080' }],
    ['that hides its page', false, { origin: 'null', host: 'farm:8080' }],
    ['that tells nothing', false, { host: 'farm:8080' }],
  ])('%s is of the farm itself: %j', (_what, own, headers) => {
    expect(isOfOwnPage(request(headers))).toBe(own);
  });

  it('gets a cookie for encrypted connections alone where one proxy after another says that it is', () => {
    expect(sessionCookie(request({ 'x-forwarded-proto': 'https,http' }), 'x')).toContain('; Secure');
    expect(sessionCookie(request({ 'x-forwarded-proto': 'http' }), 'x')).not.toContain('Secure');
  });
});
