// Looks at a machine's screen with noVNC, types, copies and pastes, and waits for the end.
import { happened, open, tell } from './browser.mjs';

const TITLE = { x: 2, y: 2 };
// The guest's console: where it begins, and how wide its letters are.
const CONSOLE = [96, 8];
const given = JSON.parse(process.argv[2]);
const { tab, close } = await open('vnc.html', given);
try {
  await happened(tab, 'connect');
  const name = await happened(tab, 'desktopname');
  await tab.waitForFunction(({ x, y }) => window.colourAt(x, y)[2] > 60, TITLE, { timeout: 30_000 });
  await tab.waitForFunction((area) => window.cellsShown(...area) > 20, CONSOLE);
  const before = await tab.evaluate((area) => window.cellsShown(...area), CONSOLE);
  await tab.evaluate(() => window.rfb.focus());
  await tab.keyboard.type('hello', { delay: 20 });
  const typed = await tab
    .waitForFunction(
      ([cells, area]) => window.cellsShown(...area) >= cells + 5, [before, CONSOLE], { timeout: given.patience })
    .then(() => true, () => false);
  await tab.evaluate(() => window.rfb.clipboardPasteFrom('carried over'));
  await tab.keyboard.press('Control+c');
  const clipboard = await happened(tab, 'clipboard', given.patience).then(
    (event) => event.detail.text, () => null);
  const after = await tab.evaluate((area) => window.cellsShown(...area), CONSOLE);
  tell({ name: name.detail.name, typed, before, after, clipboard });
  tell({ close: (await happened(tab, 'close', 60_000)).detail });
} catch (error) {
  tell({ error: String(error), happened: await tab.evaluate(() => window.happened) });
} finally {
  await close();
}
