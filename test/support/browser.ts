import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import type { AxeResults } from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';

import { findProgram } from './system-packages.js';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Debian's Chromium without a window. Use it below `describeWith('chromium', …)`. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = findProgram('chromium');
  if (executablePath === undefined) throw new Error('chromium is not installed.');
  // Its sandbox wants a user that is not root, and /dev/shm is small in containers.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** What axe-core finds wrong with a page: a rule and the elements, in a line each. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // Executed by the debugger, which the page's own policy does not bind.
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
  );
}
