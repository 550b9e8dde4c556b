import { html, type Html, type HtmlPart } from './html.js';

/** A column: what stands above it, and what of a row stands in it. */
export interface Column<Row> {
  readonly heading: string;
  readonly cell: (row: Row) => HtmlPart;
  /** Numbers, aligned to the right. */
  readonly isNumber?: boolean;
}

export interface TableOptions {
  /** What the table is of, for who does not see it. */
  readonly label: string;
  /** Said in place of a table without rows. */
  readonly empty: HtmlPart;
}

/** Rows as a table; where it is wider than the page it can be scrolled, by keyboard too. The first column names the row. */
export function table<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { label, empty }: TableOptions,
): Html {
  if (rows.length === 0) return html`<p class="empty">${empty}</p>`;
  const heads = columns.map(
    ({ heading, isNumber }) => html`<th scope="col" ${numberClass(isNumber)}>${heading}</th>`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
    <table>
      <thead>
        <tr>
          ${heads}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => tableRow(row, columns))}
      </tbody>
    </table>
  </div>`;
}

function tableRow<Row>(row: Row, columns: readonly Column<Row>[]): Html {
  const cells = columns.map(({ cell, isNumber }, index) =>
    index === 0
      ? html`<th scope="row" ${numberClass(isNumber)}>${cell(row)}</th>`
      : html`<td${numberClass(isNumber)}>${cell(row)}</td>`,
  );
  return html`<tr>
    ${cells}
  </tr> `;
}

function numberClass(isNumber: boolean | undefined): HtmlPart {
  return isNumber === true && html` class="number"`;
}

/** The way to the rows behind those of a table. */
export function nextPage(path: string): Html {
  return html`<nav class="pager" aria-label="Pages of the table"><a href="${path}">Next →</a></nav>`;
}

/** Names and values side by side; what has no value is left out. */
export function facts(entries: readonly (readonly [string, HtmlPart])[]): Html {
  const told = entries.filter(
    ([, value]) => value !== null && value !== undefined && value !== false && value !== '',
  );
  return html`<dl class="facts">
    ${told.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}
