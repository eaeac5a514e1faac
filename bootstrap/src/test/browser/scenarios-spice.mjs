// The screen of a real guest, which shows the letters of the keys that it gets.
import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';

export const spiceScenarios = {
  async worksBySpice(visit) {
    const person = await visit();
    const { tab } = person;
    await person.signIn();
    await person.openConsole('app-4');
    // The guest is emulated, and gets what time is left beside everything else.
    tab.setDefaultTimeout(60_000);
    await tab.waitForSelector('select[name=protocol]');
    if ((await tab.locator('select[name=protocol] option[value=spice]').count()) === 0) {
      return { skipped: true };
    }
    await tab.click('[data-test=view-only]');
    await tab.selectOption('select[name=protocol]', 'spice');
    await tab.waitForSelector('[data-test=connected]');
    await untilStarted(tab);
    await keep(tab);
    // Who only looks types nothing; what is typed afterwards comes first.
    await tab.focus(SCREEN);
    await tab.keyboard.type('zzz', { delay: 60 });
    await tab.click('[data-test=view-only]');
    await tab.focus(SCREEN);
    await typeLetters(tab);
    const typed = await letters(tab, 3);
    assert.equal(new Set(typed).size, 3);

    await keep(tab);
    await tab.click('[data-test=paste]');
    await tab.fill('textarea[name=text]', 'xA?');
    await tab.click('[data-test=send-text]');
    await untilLetters(tab, typed);

    // The guest pastes what it is offered, and copies it in capital letters.
    await keep(tab);
    await tab.click('[data-test=clipboard]');
    await tab.fill('textarea[name=text]', 'xA?');
    await tab.click('[data-test=send-text]');
    await untilLetters(tab, typed);
    await tab.click('[data-test=clipboard]');
    await tab.waitForFunction(() => document.querySelector('textarea[name=text]')?.value === 'XA?');
    await tab.keyboard.press('Escape');

    // Whoever ticks it does so because something goes wrong.
    await tab.click('[data-test=paste]');
    await tab.fill('textarea[name=text]', 'y'.repeat(2_000));
    await tab.click('[data-test=send-text]');
    await tab.waitForSelector('[data-test=stop-typing]');
    await tab.click('[data-test=view-only]');
    await tab.waitForSelector('[data-test=stop-typing]', { state: 'detached' });
    assert.doesNotMatch(await tab.textContent('[data-test=typing]'), /all keys/);
    await tab.click('[data-test=view-only]');

    const [download] = await Promise.all([tab.waitForEvent('download'), tab.click('[data-test=screenshot]')]);
    assert.match(download.suggestedFilename(), /app-4.*\.png$/);
    assert.deepEqual((await readFile(await download.path())).subarray(1, 4), Buffer.from('PNG'));

    // The guest starts anew.
    await tab.click('[data-test=keys]');
    await tab.click('text="Ctrl-Alt-Del"');
    await tab.waitForFunction(lettersAdded, { fewest: 0, not: typed });

    await person.through('pausing', () => person.way.cut());
    await tab.waitForSelector('[data-test=connected]');
    await untilStarted(tab, { isAnew: true });
    await keep(tab);
    // The screen is another one, and has the focus that the one before it had.
    await tab.waitForFunction(() => document.activeElement?.dataset.test === 'screen');
    await typeLetters(tab);
    await untilLetters(tab, typed);

    // One viewer at a time, as its server has it: whoever comes is told who is there.
    const admin = await visit();
    await admin.signIn('admin');
    admin.tab.setDefaultTimeout(60_000);
    await admin.goTo(new URL(tab.url()).pathname);
    await admin.tab.waitForSelector('[data-phase=held]');
    assert.match(await admin.tab.textContent('[data-test=console-message]'), /operator/);
    await admin.tab.click('[data-test=takeover]');
    await admin.tab.waitForSelector('[data-test=connected]');
    await tab.waitForSelector('[data-phase=ended]');
    assert.match(await tab.textContent('[data-test=console-message]'), /admin/);
    await untilStarted(admin.tab);
    await admin.tab.click('[data-test=disconnect]');
    await admin.tab.waitForSelector('[data-phase=ended]');
    await tab.click('[data-test=reconnect]');
    await tab.waitForSelector('[data-test=connected]');

    await tab.click('[data-test=disconnect]');
    await tab.waitForSelector('[data-phase=ended]');

    // Beside others, where a machine has nothing else.
    const [, vmId] = /vms\/([^/]+)\/console/.exec(person.path);
    await tab.route(`**/api/v1/vms/${vmId}`, async (route) => {
      const response = await route.fetch();
      const answer = await response.json();
      answer.data.consoleInfo = { ...answer.data.consoleInfo, supportProtocols: ['spice'], defaultProtocol: 'spice' };
      await route.fulfill({ response, json: answer });
    });
    await person.goTo(`/ui/consoles?vms=${vmId}`);
    await tab.waitForSelector('[data-cell=app-4] [data-phase=connected]');
    await untilStarted(tab);
    await keep(tab);
    await tab.click('[data-cell=app-4] [data-test=type]');
    await typeLetters(tab);
    await untilLetters(tab, typed);
    return { skipped: false };
  },
};

const SCREEN = '[data-test=screen]';

/**
 * Until the guest runs, as the block in the first place of its screen says.
 *
 * @param isAnew whether nothing else may be there, but for the cursor
 */
async function untilStarted(tab, { isAnew = false } = {}) {
  await tab.waitForFunction(
    ({ most }) => {
      const canvas = document.querySelector('[data-test=screen]');
      if (!canvas) {
        return false;
      }
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const lit = new Map();
      for (let at = 0; at < data.length; at += 4) {
        if (data[at] > 0) {
          const pixel = at / 4;
          const cell = `${Math.floor(pixel / canvas.width / 16)}:${Math.floor((pixel % canvas.width) / 9)}`;
          lit.set(cell, (lit.get(cell) ?? 0) + 1);
        }
      }
      return lit.get('0:0') === 9 * 16 && lit.size <= most;
    },
    { most: isAnew ? 2 : Infinity },
    { polling: 250 },
  );
}

async function typeLetters(tab) {
  for (const keys of ['x', 'Shift+A', 'Shift+?']) {
    await tab.keyboard.press(keys, { delay: 60 });
  }
}

/** Remember what is on the screen; letters are those that are not among it. */
function keep(tab) {
  return tab.evaluate(() => {
    const canvas = document.querySelector('[data-test=screen]');
    window.kept = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  });
}

/** The shapes of the first letters that were added. */
async function letters(tab, count) {
  // The cursor comes after the last one, and is seen half of the time.
  const found = await tab.waitForFunction(lettersAdded, { fewest: count + 1 });
  return (await found.jsonValue()).slice(0, count);
}

async function untilLetters(tab, wanted) {
  await tab.waitForFunction(lettersAdded, { fewest: wanted.length, wanted });
}

/** In text mode a letter takes 9 by 16 pixels. */
function lettersAdded({ fewest, wanted, not }) {
  const canvas = document.querySelector('[data-test=screen]');
  if (!canvas || !window.kept) {
    return false;
  }
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  if (data.length !== window.kept.length) {
    return not !== undefined;
  }
  const shapes = [];
  for (let top = 0; top + 16 <= canvas.height; top += 16) {
    for (let left = 0; left + 9 <= canvas.width; left += 9) {
      let shape = '';
      let isNew = false;
      for (let y = top; y < top + 16; y++) {
        for (let x = left; x < left + 9; x++) {
          const at = (y * canvas.width + x) * 4;
          shape += data[at] > 0 ? '#' : ' ';
          isNew ||= data[at] > 0 !== window.kept[at] > 0;
        }
      }
      if (isNew) {
        shapes.push(shape);
      }
    }
  }
  const starts = (all) => all.every((one, at) => shapes[at] === one);
  if (not !== undefined) {
    return !starts(not);
  }
  return shapes.length >= fewest && (wanted === undefined || starts(wanted)) && shapes;
}
