/** An element with attributes and what is in it; texts are never read as markup. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

/** A table as the farm's own pages have it; the first column names the row, and some columns hold numbers. */
export function tableOf(
  label: string,
  headings: readonly string[],
  rows: readonly (readonly (Node | string)[])[],
  numbers: readonly number[] = [],
): HTMLElement {
  const style = (column: number): Record<string, string> =>
    numbers.includes(column) ? { class: 'number' } : {};
  const head = headings.map((heading, column) => element('th', { scope: 'col', ...style(column) }, heading));
  const body = rows.map((cells) =>
    element(
      'tr',
      {},
      ...cells.map((cell, column) =>
        column === 0 ? element('th', { scope: 'row' }, cell) : element('td', style(column), cell),
      ),
    ),
  );
  const table = element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...body),
  );
  return element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label }, table);
}

const svg = 'http://www.w3.org/2000/svg';

/** A bar of a share of the greatest, 0 to 1. */
export function bar(share: number): SVGElement {
  const drawn = document.createElementNS(svg, 'svg');
  const attributes = {
    class: 'bars',
    viewBox: '0 0 100 10',
    preserveAspectRatio: 'none',
    'aria-hidden': 'true',
  };
  for (const [name, value] of Object.entries(attributes)) drawn.setAttribute(name, value);
  const rect = document.createElementNS(svg, 'rect');
  rect.setAttribute('width', (100 * Math.max(0, Math.min(1, share))).toFixed(2));
  rect.setAttribute('height', '10');
  drawn.append(rect);
  return drawn;
}
