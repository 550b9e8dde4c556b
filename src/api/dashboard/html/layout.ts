import type { TokenRecord } from '../../tokens/tokens.js';
import { html, type Html, type HtmlPart } from './html.js';

/** A page as it is put into the frame that all have. */
export interface Page {
  readonly title: string;
  /** Address of the entry of the navigation that it belongs to. */
  readonly section?: string;
  readonly body: Html;
}

const sections = [
  ['/dashboard/phones', 'Fleet'],
  ['/dashboard/campaigns', 'Campaigns'],
  ['/dashboard/runs', 'Runs'],
  ['/dashboard/releases', 'Releases'],
  ['/dashboard/try', 'Try a network'],
  ['/dashboard/queues', 'Queues'],
] as const;

/** The whole document of a page; who has no session sees no navigation. */
export function documentOf({ title, section, body }: Page, caller: TokenRecord | null): string {
  const links = sections.map(
    ([path, name]) =>
      html`<li><a href="${path}" ${path === section && html` aria-current="page"`}>${name}</a></li>`,
  );
  const navigation =
    caller !== null &&
    html`<nav aria-label="Pages">
        <ul>
          ${links}
        </ul>
      </nav>
      ${session(caller)}`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · latency-farm</title>
        <link rel="icon" href="/dashboard/assets/icon.svg" />
        <link rel="stylesheet" href="/dashboard/assets/style.css" />
        <script type="module" src="/dashboard/assets/main.js"></script>
      </head>
      <body>
        <a class="skip" href="#main">Skip to content</a>
        <header class="top"><a class="brand" href="/dashboard">latency-farm</a>${navigation}</header>
        <main id="main" tabindex="-1">
          <h1>${title}</h1>
          <p id="message" class="message" role="status" aria-live="polite"></p>
          ${body}
        </main>
      </body>
    </html> `.text;
}

function session({ name, role }: TokenRecord): Html {
  return html`<form class="session" method="post" action="/dashboard/sign-out">
    <span>${name} <small>${role}</small></span> <button type="submit">Sign out</button>
  </form>`;
}

/** A part of a page under a heading of its own. */
export function section(heading: string, ...parts: readonly HtmlPart[]): Html {
  return html`<section>
    <h2>${heading}</h2>
    ${parts}
  </section>`;
}

/** The way from the top to the page. */
export function trail(...steps: readonly (readonly [string, string])[]): Html {
  const links = steps.map(([path, name]) => html`<li><a href="${path}">${name}</a></li>`);
  return html`<nav class="trail" aria-label="Where this is">
    <ol>
      ${links}
    </ol>
  </nav>`;
}
