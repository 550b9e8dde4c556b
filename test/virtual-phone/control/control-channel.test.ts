import { PassThrough } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { ControlChannel } from '../../../src/virtual-phone/control/control-channel.js';
import { parseFault } from '../../../src/virtual-phone/control/fault-table.js';
import { UsageError } from '../../../src/virtual-phone/usage-error.js';

function openChannel() {
  const phone = { strike: vi.fn(), clear: vi.fn(), status: () => ({ serial: 'S' }) };
  const events: object[] = [];
  return { phone, events, channel: new ControlChannel((event) => events.push(event), phone) };
}

describe('the control channel', () => {
  it('strikes a fault with its number, or with the number that the table gives', () => {
    const { channel, phone, events } = openChannel();
    channel.take({ command: 'fault', name: 'hot', parameter: 45 });
    channel.take({ command: 'fault', name: 'slow-link' });
    expect(phone.strike.mock.calls).toEqual([
      [{ name: 'hot', parameter: 45 }],
      [{ name: 'slow-link', parameter: 1_000_000 }],
    ]);
    expect(events[0]).toEqual({ event: 'done', command: 'fault', name: 'hot', parameter: 45 });
  });

  it('ends one fault, or all', () => {
    const { channel, phone } = openChannel();
    channel.take({ command: 'clear', name: 'hot' });
    channel.take({ command: 'clear' });
    expect(phone.clear.mock.calls).toEqual([['hot'], [undefined]]);
  });

  it('tells the state of the phone', () => {
    const { channel, events } = openChannel();
    channel.take({ command: 'status' });
    expect(events).toEqual([{ event: 'status', serial: 'S' }]);
  });

  it.each([
    ['no JSON', 'hello'],
    ['no command', '{}'],
    ['an unknown fault', '{"command":"fault","name":"meteor"}'],
    ['a number that is none', '{"command":"fault","name":"hot","parameter":"warm"}'],
    ['a number where none belongs', '{"command":"fault","name":"wedge","parameter":1}'],
    ['no name', '{"command":"fault"}'],
  ])('refuses %s and goes on', async (_, line) => {
    const { channel, phone, events } = openChannel();
    const input = new PassThrough();
    channel.readLines(input);
    input.end(`${line}\n{"command":"status"}\n`);
    await vi.waitFor(() => expect(events).toHaveLength(2));
    expect(events[0]).toMatchObject({ event: 'refused' });
    expect(events[1]).toMatchObject({ event: 'status' });
    expect(phone.strike).not.toHaveBeenCalled();
  });
});

describe('a fault on the command line', () => {
  it('has its number behind a colon', () => {
    expect(parseFault('throttling:1.5')).toEqual({ name: 'throttling', parameter: 1.5 });
    expect(parseFault('wedge')).toEqual({ name: 'wedge', parameter: 0 });
  });

  it('is refused when there is no such fault', () => {
    expect(() => parseFault('toString')).toThrow(UsageError);
  });
});
