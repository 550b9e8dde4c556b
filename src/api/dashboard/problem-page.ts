import type { Problem } from '../problems/problem.js';
import { facts } from './html/table.js';
import { html } from './html/html.js';
import type { Page } from './html/layout.js';

/** What is wrong, what to do about it, and how to find it in the log. */
export function problemPage({ status, code, detail, title, instance }: Problem): Page {
  return {
    title: status === 404 ? 'There is no such thing' : 'That did not work',
    body: html`<p class="notice bad">${detail}</p>
      <p>${title}</p>
      ${facts([
        ['code', html`<code>${code}</code>`],
        ['status', status],
        ['request', html`<code>${instance}</code>`],
      ])}`,
  };
}
