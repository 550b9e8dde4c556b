import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Browser, BrowserContext, Page, Response } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { bundleWeb } from '../../../scripts/bundle-web.js';
import { buildArchitecture, writeTflite } from '../../../src/graph/index.js';
import { storeSources } from '../../../src/tables/run-output/run-output.js';
import { accessibilityFaults, startBrowser } from '../../support/browser.js';
import { startServedFarm, storeRelease, type ServedFarm } from '../../support/served-farm.js';
import { describeWith } from '../../support/system-packages.js';
import { storeNetworks } from '../../trainer/support/measured-scenario.js';

const scenarioKey = '1large-t1-float32-builtin-2.15';
/** A page may be as large, with all that it loads. */
const mostBytes = 200_000;
/** Pages that have all that there is in pages: colours are looked at again on these. */
const pagesInTheDark = ['phone', 'campaign', 'run', 'release', 'try'];
/** Where screenshots are put for whoever looks at them; none are made without it. */
const screenshots = process.env['FARM_TEST_SCREENSHOTS'];
/** A name that would be a script where it was not escaped. */
const hostile = '<img src=x onerror=alert(1)>';

let assetFolder: string;
let farm: ServedFarm;
let pages: Readonly<Record<string, string>>;

beforeAll(async () => {
  assetFolder = await mkdtemp(join(tmpdir(), 'latency-farm-web-'));
  await bundleWeb(fileURLToPath(new URL('../../../', import.meta.url)), assetFolder);
  farm = await startServedFarm({ assetFolder });
  await storeRelease(farm.database, scenarioKey, ['resnet10']);
  await storeNetworks(farm.database, scenarioKey, ['resnet10', 'resnet18', 'mobilenetv2_w1']);
  pages = await pagesOf(farm);
});
afterAll(async () => {
  await farm.close();
  await rm(assetFolder, { recursive: true, force: true });
});

/** A page of each kind, of what the farm holds. */
async function pagesOf({ database: { prisma, pool } }: ServedFarm): Promise<Record<string, string>> {
  const networks = await prisma.campaign.findFirstOrThrow({ orderBy: { id: 'desc' } });
  await prisma.campaign.update({ where: { id: networks.id }, data: { owner: hostile, state: 'RUNNING' } });
  const run = await prisma.run.findFirstOrThrow({
    where: { campaignId: networks.id, sample: { name: 'resnet10' } },
  });
  const phone = await prisma.phone.findFirstOrThrow({ orderBy: { createdAt: 'desc' } });
  const conditions = (batteryC: number) => ({
    before: { battery: { temperatureC: 25, levelPercent: 80 } },
    after: {
      battery: { temperatureC: batteryC, levelPercent: 79, powered: true },
      thermal: { status: 0, temperatures: [{ temperatureC: batteryC + 12 }] },
      clocks: [{ policy: 'policy0', governor: 'performance', currentKhz: 1_785_600, maxKhz: 1_785_600 }],
    },
  });
  const runs = await prisma.run.findMany({ where: { campaignId: networks.id } });
  for (const [index, { id }] of runs.entries()) {
    const at = new Date(Date.now() - 60_000 * (runs.length - index));
    const data = { startedAt: at, finishedAt: at, phoneId: phone.id, conditions: conditions(26 + index) };
    await prisma.run.update({ where: { id }, data });
  }
  await storeSources(pool, [{ runId: run.id, source: `INFO: ${hostile}` }]);
  const { deviceModel } = await prisma.release.findFirstOrThrow();
  const place = `/dashboard/releases/${encodeURIComponent(deviceModel)}/${scenarioKey}`;
  return {
    fleet: '/dashboard/phones',
    phone: `/dashboard/phones/${phone.serialNumber}`,
    campaigns: '/dashboard/campaigns',
    campaign: `/dashboard/campaigns/${networks.id}`,
    results: `/dashboard/campaigns/${networks.id}/results`,
    runs: '/dashboard/runs',
    run: `/dashboard/runs/${run.id}`,
    releases: '/dashboard/releases',
    place,
    release: `${place}/1`,
    try: '/dashboard/try',
  };
}

describe('a session of the browser', () => {
  const origin = () => ({ origin: farm.url, host: new URL(farm.url).host });
  const signIn = (token: string, headers: Record<string, string> = origin()) =>
    farm.ask('/dashboard/sign-in', {
      method: 'POST',
      token: null,
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: `token=${encodeURIComponent(token)}`,
    });
  const cookieOf = async (token: string) =>
    (await signIn(token)).headers.get('set-cookie')?.split(';', 1)[0] ?? '';

  it('begins with a token, in a cookie that scripts and other sites do not have', async () => {
    const { status, headers } = await signIn(farm.tokens.viewer);
    expect(status).toBe(303);
    expect(headers.get('set-cookie')).toMatch(
      /^farm_session_\d+=farm_\S+; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const cookie = await cookieOf(farm.tokens.viewer);
    const shown = await farm.ask('/dashboard/phones', { token: null, headers: { cookie } });
    expect(shown.status).toBe(200);
    expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('is asked for where there is none, and where its token is wrong', async () => {
    for (const headers of [undefined, { cookie: await cookieOf('farm_wrong') }]) {
      const { status, text } = await farm.ask('/dashboard/phones', {
        token: null,
        ...(headers && { headers }),
      });
      expect(status).toBe(401);
      expect(text).toContain('action="/dashboard/sign-in"');
      expect(text).not.toContain('aria-label="Pages"');
    }
  });

  it('changes nothing for pages of others', async () => {
    const cookie = await cookieOf(farm.tokens.operator);
    const path = `${pages['phone']?.replace('/dashboard/', '/v1/')}/drain`;
    const order = (headers: Record<string, string>) =>
      farm.ask(path, { method: 'POST', token: null, headers: { cookie, ...headers } });
    expect(await order({})).toMatchObject({ status: 403, body: { code: 'ORIGIN_FOREIGN' } });
    expect((await order({ origin: 'http://elsewhere.example' })).status).toBe(403);
    expect((await order(origin())).status).toBe(200);
    expect((await signIn(farm.tokens.viewer, { origin: 'http://elsewhere.example' })).status).toBe(403);
  });
});

describe('pages', () => {
  it('say what is wrong as pages, and nothing of how the server is made', async () => {
    const { status, text, headers } = await farm.ask('/dashboard/phones/nobody');
    expect(status).toBe(404);
    expect(headers.get('content-type')).toContain('text/html');
    expect(text).toContain('PHONE_UNKNOWN');
    expect((await farm.ask('/dashboard/nothing')).status).toBe(404);
    expect((await farm.ask('/dashboard/assets/..%2f..%2fpackage.json')).status).toBe(404);
  });

  it('say so where a farm has nothing yet', async () => {
    const empty = await startServedFarm({ assetFolder });
    try {
      for (const page of ['phones', 'campaigns', 'runs', 'releases', 'try'])
        expect((await empty.ask(`/dashboard/${page}`)).text).toContain('class="empty"');
    } finally {
      await empty.close();
    }
  });
});

describeWith('chromium', 'in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
    if (screenshots !== undefined) await mkdir(screenshots, { recursive: true });
  });
  afterAll(() => browser.close());

  const views = {
    light: { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
    'dark and narrow': { colorScheme: 'dark', viewport: { width: 390, height: 844 } },
  } as const;

  /** A signed-in page; what its console tells of errors is noted. */
  async function signedIn(
    view: keyof typeof views,
  ): Promise<{ context: BrowserContext; page: Page; errors: string[] }> {
    const context = await browser.newContext(views[view]);
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(farm.url);
    errors.length = 0;
    await page.getByLabel('Token').fill(farm.tokens.operator);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Fleet' }).waitFor();
    return { context, page, errors };
  }

  it.each(['light', 'dark and narrow'] as const)(
    'all pages, %s, are small, and without faults of access, errors, scripts of others, and a width to scroll',
    async (view) => {
      const { context, page, errors } = await signedIn(view);
      const faults: Record<string, unknown> = {};
      const sizes: Record<string, number> = {};
      for (const [name, path] of Object.entries(pages)) {
        sizes[name] = await bytesOf(page, `${farm.url}${path}`);
        const found =
          view === 'light' || pagesInTheDark.includes(name) ? await accessibilityFaults(page) : [];
        const overflow = await isWiderThanItsWindow(page);
        if (found.length > 0 || overflow) faults[name] = { found, overflow };
        await shoot(page, `${name}-${view.replaceAll(' ', '-')}`);
      }
      console.info('bytes of the dashboard:', sizes);
      expect({ faults, errors }).toEqual({ faults: {}, errors: [] });
      expect(Math.max(...Object.values(sizes))).toBeLessThan(mostBytes);
      await context.close();
    },
  );

  /** Shows a page, and counts what it loads. */
  async function bytesOf(page: Page, url: string): Promise<number> {
    const loaded: Promise<number>[] = [];
    const count = (response: Response) => {
      if (response.url().endsWith('/progress')) return;
      loaded.push(
        response.body().then(
          ({ length }) => length,
          () => 0,
        ),
      );
    };
    page.on('response', count);
    await page.goto(url, { waitUntil: 'load' });
    await page.locator('[aria-busy=true]').waitFor({ state: 'detached' });
    if ((await page.locator('[data-plot]').count()) > 0) await page.locator('.uplot').first().waitFor();
    page.off('response', count);
    return (await Promise.all(loaded)).reduce((sum, bytes) => sum + bytes, 0);
  }

  function isWiderThanItsWindow(page: Page): Promise<boolean> {
    return page.evaluate<boolean>(
      'document.documentElement.scrollWidth > document.documentElement.clientWidth',
    );
  }

  async function shoot(page: Page, name: string): Promise<void> {
    if (screenshots === undefined) return;
    await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
  }

  it('a network that is dropped is predicted, with its costly operations', async () => {
    const { context, page, errors } = await signedIn('light');
    await page.goto(`${farm.url}/dashboard/try`);
    const file = join(assetFolder, 'mine.tflite');
    await writeFile(file, writeTflite(buildArchitecture('resnet10')));
    await page.getByLabel('A .tflite file').setInputFiles(file);
    await page.getByRole('button', { name: /^Predict on/ }).click();
    await page.getByText('mine: a latency on 1 of 1 places.').waitFor();
    await page.getByRole('heading', { name: /^Operations that cost most/ }).waitFor();
    expect(await page.getByRole('region', { name: 'Operations that cost most' }).innerText()).toContain(
      'CONV_2D',
    );
    await page.getByRole('button', { name: 'What if …' }).click();
    await page.getByText(/^mine: \d+ variations on /).waitFor();
    const variations = await page.getByRole('region', { name: 'What if' }).innerText();
    expect(variations).toMatch(/half as many channels\s+[\d.]+ \S?s\s+-\d/);
    expect(await accessibilityFaults(page)).toEqual([]);
    await shoot(page, 'tried-light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize(views['dark and narrow'].viewport);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await isWiderThanItsWindow(page)).toBe(false);
    await shoot(page, 'tried-dark-and-narrow');
    expect(errors).toEqual([]);
    await context.close();
  });

  it('an operator cancels a campaign, and the page says so', async () => {
    const { context, page } = await signedIn('light');
    await page.goto(`${farm.url}${pages['campaign'] ?? ''}`);
    page.on('dialog', (dialog) => void dialog.accept());
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('cancelled by a operator').first().waitFor();
    await context.close();
  });
});
