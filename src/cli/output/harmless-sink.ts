import { harmless } from './harmless.js';
import type { TextSink } from './output.js';

/** A sink behind which a terminal is safe from what is written; others get every byte as it is. */
export function harmlessSink(sink: TextSink): TextSink {
  if (sink.isTTY !== true) return sink;
  return { isTTY: true, write: (text) => sink.write(harmless(text)) };
}
