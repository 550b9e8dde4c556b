/** A piece of a page that is markup already. Only {@link html} makes it, and escapes all that is put in. */
export class Html {
  constructor(readonly text: string) {}
}

/** What may stand in a page: text is escaped, nothing stands for nothing. */
export type HtmlPart = Html | string | number | null | undefined | false | readonly HtmlPart[];

/** Markup with values put in: `` html`<td>${serial}</td>` ``. Attributes have to be quoted. */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return new Html(strings.reduce((text, next, index) => text + textOf(parts[index - 1]) + next));
}

/** A value for the page's own modules, which no browser executes. */
export function dataScript(name: string, value: unknown): Html {
  // "<" cannot end the element then, and JSON reads it all the same.
  const json = new Html(JSON.stringify(value).replaceAll('<', '\\u003c'));
  return html`<script type="application/json" data-name="${name}">
    ${json}
  </script>`;
}

function textOf(part: HtmlPart): string {
  if (part instanceof Html) return part.text;
  if (part === null || part === undefined || part === false) return '';
  if (typeof part === 'object') return part.map(textOf).join('');
  return String(part).replace(/[&<>"']/g, (character) => escapes[character] ?? '');
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
