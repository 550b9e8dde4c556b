import type { Clock } from '../../platform/index.js';
import { durationText } from './format.js';
import { harmlessCell } from './harmless.js';
import type { TextSink } from './output.js';

/** One thing that takes a while. It ends with `done` or `failed`, once. */
export interface Stage {
  /** What there is to say of it at this moment. */
  update(text: string): void;
  done(text?: string): void;
  failed(): void;
}

/** Shows stages one after the other: on a terminal each in a line that is rewritten, elsewhere in plain lines. */
export interface Progress {
  stage(title: string): Stage;
}

const eraseLine = '\r\x1b[K';

/** Plain lines that say how far a stage is come no closer than this. */
const plainIntervalMs = 10_000;

export function createProgress(sink: TextSink, clock: Clock): Progress {
  return sink.isTTY === true ? terminalProgress(sink, clock) : plainProgress(sink, clock);
}

function terminalProgress(sink: TextSink, clock: Clock): Progress {
  return {
    stage(title) {
      const startedMs = clock.monotonicMs();
      const show = (mark: string, text: string, end = '') =>
        sink.write(`${eraseLine}${mark} ${harmlessCell(title.padEnd(10))} ${harmlessCell(text)}${end}`);
      const elapsed = () => durationText(clock.monotonicMs() - startedMs);
      show('·', '');
      return {
        update: (text) => void show('·', text),
        done: (text = '') => void show('✓', `${text}  (${elapsed()})`, '\n'),
        failed: () => void show('✗', `failed after ${elapsed()}`, '\n'),
      };
    },
  };
}

function plainProgress(sink: TextSink, clock: Clock): Progress {
  return {
    stage(title) {
      const startedMs = clock.monotonicMs();
      let shownMs = startedMs;
      const show = (text: string) => sink.write(`${harmlessCell(`${title}: ${text}`)}\n`);
      const elapsed = () => durationText(clock.monotonicMs() - startedMs);
      return {
        update(text) {
          if (clock.monotonicMs() - shownMs < plainIntervalMs) return;
          shownMs = clock.monotonicMs();
          show(text);
        },
        done: (text = 'done') => void show(`${text} (${elapsed()})`),
        failed: () => void show(`failed after ${elapsed()}`),
      };
    },
  };
}
