import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapCommand, RootRemover } from '../../../src/virtual-phone/phone/path-mapping.js';

const root = '/phones/one';

describe('paths of the phone in commands', () => {
  it.each([
    ['ls /data/local/tmp', 'ls /phones/one/data/local/tmp'],
    ['tool --graph=/data/m.tflite', 'tool --graph=/phones/one/data/m.tflite'],
    ["cat '/sdcard/a b'", "cat '/phones/one/sdcard/a b'"],
    ['for p in /sys/devices/*; do cat $p/x; done', 'for p in /phones/one/sys/devices/*; do cat $p/x; done'],
    ['cat /proc/loadavg</data/x', 'cat /phones/one/proc/loadavg</phones/one/data/x'],
    ['cp /data/a /data/b', 'cp /phones/one/data/a /phones/one/data/b'],
  ])('%s', (commandText, mapped) => {
    expect(mapCommand(commandText, root)).toBe(mapped);
  });

  it.each(['cat /proc/123/status', 'echo x > /dev/null', 'ls a/data/b', 'ls /database', 'echo $p/data'])(
    'leaves %s alone',
    (commandText) => {
      expect(mapCommand(commandText, root)).toBe(commandText);
    },
  );
});

function removeRoot(chunks: readonly Buffer[]): string {
  const remover = new RootRemover(root);
  const parts = chunks.map((chunk) => remover.push(chunk));
  return Buffer.concat([...parts, remover.end()]).toString('latin1');
}

describe('the root in what commands print', () => {
  it('is taken out', () => {
    expect(removeRoot([Buffer.from(`${root}/data/x\n${root}\n`)])).toBe('/data/x\n/\n');
  });

  it('is taken out however the output is cut into chunks', () => {
    const pieces = fc.array(fc.constantFrom(root, `${root}/data`, '/phones', 'x', '\n', '/'), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 20 }), (parts, size) => {
        const bytes = Buffer.from(parts.join(''));
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
          bytes.subarray(index * size, (index + 1) * size),
        );
        expect(removeRoot(chunks)).toBe(removeRoot([bytes]));
        expect(removeRoot(chunks)).not.toContain(root);
      }),
    );
  });

  it('leaves other bytes as they are', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), (chunks) => {
        const bytes = Buffer.concat(chunks);
        fc.pre(!bytes.includes(root));
        expect(removeRoot(chunks.map((chunk) => Buffer.from(chunk)))).toBe(bytes.toString('latin1'));
      }),
    );
  });
});
