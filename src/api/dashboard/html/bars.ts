import { html, type Html } from './html.js';

/** How much of the greatest a bar is, and what it is called. */
export interface Bar {
  readonly value: number;
  readonly kind: 'measured' | 'predicted' | 'good' | 'bad' | 'plain';
}

/** Bars one below the other; what they say stands in the table beside them. */
export function bars(greatest: number, values: readonly Bar[]): Html {
  const height = 6;
  const rects = values.map(({ value, kind }, index) => {
    const width = greatest > 0 ? Math.max(0, Math.min(100, (100 * value) / greatest)) : 0;
    return html`<rect
      class="${kind}"
      y="${index * height}"
      width="${width.toFixed(2)}"
      height="${height - 1}"
    />`;
  });
  return html`<svg
    class="bars"
    viewBox="0 0 100 ${height * values.length}"
    preserveAspectRatio="none"
    aria-hidden="true"
  >
    ${rects}
  </svg>`;
}

/** Shares of a whole in one row. */
export function stackedBar(total: number, parts: readonly Bar[]): Html {
  let x = 0;
  const rects = parts.map(({ value, kind }) => {
    const width = total > 0 ? (100 * value) / total : 0;
    const rect = html`<rect class="${kind}" x="${x.toFixed(2)}" width="${width.toFixed(2)}" height="6" />`;
    x += width;
    return rect;
  });
  return html`<svg class="stack" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
    ${rects}
  </svg>`;
}
