import type { Role } from '../../tokens/roles.js';
import { includesRole } from '../../tokens/roles.js';
import { html, type HtmlPart } from './html.js';

/** A button that asks the API for a change. */
export interface OrderButton {
  /** The route of the API, which is asked by POST. */
  readonly path: string;
  readonly text: string;
  /** What is asked back before. */
  readonly confirm?: string;
}

/** Buttons for whoever may change something; nothing for others. */
export function orderButtons(role: Role | undefined, orders: readonly OrderButton[]): HtmlPart {
  if (role === undefined || !includesRole(role, 'operator')) return undefined;
  const buttons = orders.map(
    ({ path, text, confirm }) =>
      html`<button
        type="button"
        data-order="${path}"
        ${confirm !== undefined && html` data-confirm="${confirm}"`}
      >
        ${text}
      </button> `,
  );
  return html`<p class="orders">${buttons}</p>`;
}
