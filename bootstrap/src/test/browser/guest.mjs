// Looks at the text screen of a guest without an operating system, types, and waits for the end.
import { happened, open, tell } from './browser.mjs';

const WORD = 'vmgate';
const given = JSON.parse(process.argv[2]);
const { tab, close } = await open(given.page, given);
try {
  await happened(tab, 'connect');
  await tab.waitForFunction(() => window.hasStarted() && (window.takesKeys?.() ?? true), null, {
    timeout: 60_000,
  });
  // With the cursor, half of the time.
  const before = await tab.evaluate(() => window.cellsShown());
  await tab.evaluate(() => window.focusScreen());
  await tab.keyboard.type(WORD, { delay: 80 });
  const typed = await tab
    .waitForFunction((cells) => window.cellsShown() >= cells, before + WORD.length, { timeout: given.patience })
    .then(() => true, () => false);
  const after = await tab.evaluate(() => window.cellsShown());
  tell({ typed, before, after, sockets: await tab.evaluate(() => window.openSockets) });
  await tab.waitForFunction(() => window.openSockets === 0, null, { timeout: 60_000 });
  const ends = await tab.evaluate(() => window.happened.filter((event) => event.name === 'close'));
  tell({ closes: ends.map((event) => event.detail) });
} catch (error) {
  tell({ error: String(error), happened: await tab.evaluate(() => window.happened) });
} finally {
  await close();
}
