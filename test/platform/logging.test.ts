import { describe, expect, it } from 'vitest';

import { createLogger } from '../../src/platform/logging.js';
import { redactSecrets } from '../../src/platform/redaction.js';

function loggerWithLines(level: 'info' | 'debug' = 'info') {
  const lines: string[] = [];
  const logger = createLogger({ level, name: 'test', output: { write: (line) => lines.push(line) } });
  return { logger, lines };
}

describe('createLogger', () => {
  it('writes one JSON object a line with level, time and name', () => {
    const { logger, lines } = loggerWithLines();
    logger.info({ phone: 'P1' }, 'attached');
    expect(JSON.parse(lines.join(''))).toMatchObject({
      level: 'info',
      name: 'test',
      phone: 'P1',
      msg: 'attached',
    });
  });

  it('drops what is below its level', () => {
    const { logger, lines } = loggerWithLines();
    logger.debug('detail');
    expect(lines).toEqual([]);
  });

  it('redacts the password of a URL, in the message, in fields and in errors', () => {
    const { logger, lines } = loggerWithLines();
    const url = 'postgres://farm:hunter2@db:5432/farm';
    logger.info({ deep: { er: { url } }, error: new Error(`no answer from ${url}`) }, `connecting to ${url}`);
    expect(lines.join('')).not.toContain('hunter2');
    expect(lines.join('')).toContain('postgres://farm:[redacted]@db:5432/farm');
    expect(() => JSON.parse(lines.join('')) as unknown).not.toThrow();
  });

  it('redacts fields with secret names at any depth', () => {
    const { logger, lines } = loggerWithLines();
    logger.info({ password: 'a"b', list: [{ config: { privateKey: 'hunter2', port: 1 } }] }, 'hello');
    expect(JSON.parse(lines.join(''))).toMatchObject({
      password: '[redacted]',
      list: [{ config: { privateKey: '[redacted]', port: 1 } }],
    });
  });
});

describe('redactSecrets', () => {
  it.each([
    ['redis://:hunter2@host:6379', 'redis://:[redacted]@host:6379'],
    ['postgres://u:hunt@er2@host/db', 'postgres://u:[redacted]@host/db'],
    ['"postgres://u:hunter2@host/db"', '"postgres://u:[redacted]@host/db"'],
    [String.raw`{"json":"{\"password\":\"hunter2\"}"}`, String.raw`{"json":"{\"password\":\"[redacted]\"}"}`],
    ['http://localhost:8080/path', 'http://localhost:8080/path'],
    ['write to a@b.example', 'write to a@b.example'],
  ])('turns %s into %s', (text, expected) => {
    expect(redactSecrets(text)).toBe(expected);
  });
});
