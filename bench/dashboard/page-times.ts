import type { BrowserContext } from 'playwright-core';

import { startBrowser } from '../../test/support/browser.js';
import type { BenchmarkRow } from '../support/benchmark.js';

const rounds = 5;

/** What Chromium takes until the first paint of each page, the median of some visits, and the bytes of a visit with nothing cached. */
export async function pageTimes(
  url: string,
  token: string,
  paths: readonly string[],
): Promise<BenchmarkRow[]> {
  const browser = await startBrowser();
  try {
    const rows: BenchmarkRow[] = [];
    for (const path of paths) {
      const paints: number[] = [];
      let bytes = 0;
      for (let round = 0; round <= rounds; round++) {
        const context = await browser.newContext();
        await signIn(context, url, token);
        const visit = await visitOf(context, url, path);
        // The first visit warms up the server.
        if (round > 0) paints.push(visit.paintMs);
        bytes = visit.bytes;
        await context.close();
      }
      const paintMs = paints.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? NaN;
      const name = path.replace('/dashboard', '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, 'ID');
      rows.push(
        { measured: `${name}, first paint`, value: paintMs, unit: 'ms', wanted: 'less than 300' },
        { measured: `${name}, bytes`, value: bytes / 1000, unit: 'kB', wanted: 'less than 200' },
      );
    }
    return rows;
  } finally {
    await browser.close();
  }
}

async function signIn(context: BrowserContext, url: string, token: string): Promise<void> {
  const name = `farm_session_${new URL(url).port}`;
  await context.addCookies([{ name, value: token, url }]);
}

async function visitOf(
  context: BrowserContext,
  url: string,
  path: string,
): Promise<{ readonly paintMs: number; readonly bytes: number }> {
  const page = await context.newPage();
  const sizes: Promise<number>[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('/progress')) return;
    sizes.push(
      response.body().then(
        ({ length }) => length,
        () => 0,
      ),
    );
  });
  const answer = await page.goto(`${url}${path}`, { waitUntil: 'load' });
  if (answer?.status() !== 200) throw new Error(`${path}: ${answer?.status()}`);
  const paintMs = await page.evaluate<number>(
    `new Promise((paint) => new PerformanceObserver((list) => paint(list.getEntries()[0].startTime)).observe({ type: 'paint', buffered: true }))`,
  );
  return { paintMs, bytes: (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) };
}
