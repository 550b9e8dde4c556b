import fc from 'fast-check';
import { expect, it } from 'vitest';

import { dataScript, html } from '../../../src/api/dashboard/html/html.js';

it('whatever is put into markup stays text, in elements and in attributes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { text: made } = html`<p title="${text}">${text}</p>`;
      const inside = /^<p title="([^"]*)">([^<>]*)<\/p>$/s.exec(made);
      expect(inside?.[1]).toBe(inside?.[2]);
      expect(unescaped(inside?.[1] ?? '')).toBe(text);
    }),
  );
});

it('data for the modules of a page cannot end their element, and is read as it was', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const { text } = dataScript('x', [value, '</script><script>']);
      const inside =
        /^<script type="application\/json" data-name="x">([^<]*)<\/script>$/s.exec(text)?.[1] ?? '';
      expect(JSON.stringify(JSON.parse(inside))).toBe(JSON.stringify([value, '</script><script>']));
    }),
  );
});

it('what is not there leaves nothing, and lists stand one behind the other', () => {
  expect(html`<i>${null}${undefined}${false}${[1, html`<b></b>`, 'a&b']}</i>`.text).toBe(
    '<i>1<b></b>a&amp;b</i>',
  );
});

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
