import { promisify } from 'node:util';

import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';

import { checkedUrl, publicLookup } from '../../../src/api/webhooks/address.js';
import { webhookEvents } from '../../../src/api/webhooks/events.js';
import { makeSecret, signatureHeaders } from '../../../src/api/webhooks/signature.js';

const refusal = expect.objectContaining({ code: 'WEBHOOK_REFUSED' }) as unknown;

describe('the address of a webhook', () => {
  it.each([
    'https://hooks.example/services/x',
    'https://8.8.8.8/',
    'https://[2606:4700:4700::1111]:8443/hook?x=1',
  ])('may be %s', (url) => {
    expect(checkedUrl({ url, allowPrivate: false }).href).toBe(url);
  });

  it.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://0x7f000001/',
    'https://2130706433/',
    'https://10.1.2.3/',
    'https://172.31.0.1/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://100.64.0.1/',
    'https://0.0.0.0/',
    'https://224.0.0.1/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:a00:1]/',
    'https://[::7f00:1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[4000::1]/',
    'https://[2002:7f00:1::]/',
    'https://[fd00::1]/',
    'https://[fe80::1]/',
    'http://hooks.example/',
  ])('may be %s only where that is allowed', (url) => {
    expect(() => checkedUrl({ url, allowPrivate: false })).toThrow(refusal);
    if (url.startsWith('http')) expect(checkedUrl({ url, allowPrivate: true })).toBeInstanceOf(URL);
  });

  it.each(['ftp://hooks.example/', 'file:///etc/passwd', 'hooks.example', '', 'https://u:p@hooks.example/'])(
    'is never %j',
    (url) => {
      expect(() => checkedUrl({ url, allowPrivate: true })).toThrow(refusal);
    },
  );

  it('is looked at again when its name is resolved', async () => {
    const lookup = promisify(publicLookup);
    await expect(lookup('localhost', {})).rejects.toThrow(refusal);
    await expect(lookup('localhost', { all: true })).rejects.toThrow(refusal);
  });
});

describe('the signature of a message', () => {
  it('is what libraries of Standard Webhooks take, and no other body’s', () => {
    fc.assert(
      fc.property(fc.json(), fc.uuid(), (body, id) => {
        const secret = makeSecret();
        const headers = signatureHeaders(secret, { id, body, sentAtSeconds: Math.floor(Date.now() / 1000) });
        const receiver = new Webhook(secret);
        expect(receiver.verify(body, headers)).toEqual(JSON.parse(body));
        expect(() => receiver.verify(`${body} `, headers)).toThrow();
        expect(() => new Webhook(makeSecret()).verify(body, headers)).toThrow();
      }),
      { numRuns: 20 },
    );
  });
});

it('the command line offers all events', async () => {
  const { runFarm } = await import('../../support/farm-command.js');
  const { stdout } = await runFarm(['webhooks', 'add', '--help']);
  for (const event of webhookEvents) expect(stdout).toContain(`"${event}"`);
});
