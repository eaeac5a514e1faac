// A headless Chromium of the system, on a page of ours.
import { chromium } from 'playwright-core';
import { serve } from './server.mjs';

export async function open(page, { port, chromium: executablePath, url }) {
  const server = await serve(port);
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage'],
  });
  const tab = await browser.newPage({ viewport: { width: 1000, height: 800 }, locale: 'en-US' });
  tab.on('pageerror', (error) => tell({ pageError: String(error) }));
  await tab.goto(`http://127.0.0.1:${port}/${page}#${encodeURIComponent(url)}`);
  return {
    tab,
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

/** One line of JSON for whoever started this. */
export function tell(what) {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

/** Wait for what the page has noted under this name. */
export async function happened(tab, name, timeout = 30_000) {
  const found = await tab.waitForFunction(
    (wanted) => window.happened.find((event) => event.name === wanted), name, { timeout });
  return found.jsonValue();
}
