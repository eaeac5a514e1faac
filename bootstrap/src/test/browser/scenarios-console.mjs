// Several consoles at once, and consoles on a phone.
import { strict as assert } from 'node:assert';
import { PHONE } from './visitor.mjs';

export const consoleScenarios = {
  async showsSeveralConsoles(visit) {
    const person = await visit();
    const { tab } = person;
    await person.open('/ui/vms?namespace=shop&status=running');
    await person.fillIn('operator', person.given.passwords.operator);
    await tab.waitForSelector('tr[data-vm]');
    const running = await tab.locator('tr[data-vm]').evaluateAll((rows) => rows.map((row) => row.dataset.vm));
    // The real guest has less to show.
    const names = running.filter((name) => name !== 'app-4').slice(0, 3);
    for (const name of names) {
      await tab.check(`tr[data-vm="${name}"] input[type=checkbox]`);
    }
    await tab.click('[data-test=batch-consoles]');
    const cell = (name) => `[data-cell="${name}"]`;
    const allShown = async () => {
      for (const name of names) {
        await tab.waitForSelector(`${cell(name)} [data-phase=connected]`);
        await person.awaitCells(20, cell(name));
      }
    };
    await allShown();

    const [first, second, third] = names;
    const before = await Promise.all(names.map((name) => person.cells(cell(name))));
    await tab.locator(`${cell(second)} [data-test=screen]`).click();
    assert.equal(await tab.locator('.cell.focused').getAttribute('data-cell'), second);
    await tab.keyboard.type('hello', { delay: 30 });
    await person.awaitCells(before[1] + 5, cell(second));
    assert.equal(await person.cells(cell(first)), before[0]);
    assert.equal(await person.cells(cell(third)), before[2]);

    // Without a pointer: past the consoles before it, which would take the Tab for theirs.
    await tab.focus(`${cell(first)} h2 a`);
    await person.tabTo(`${cell(third)} [data-test=type]`);
    await tab.keyboard.press('Enter');
    await tab.waitForSelector(`.focused${cell(third)}`);
    await tab.keyboard.type('there', { delay: 30 });
    await person.awaitCells(before[2] + 5, cell(third));

    await tab.click(`${cell(first)} [data-test=view-only]`);
    await tab.waitForURL(/viewOnly=/);
    await tab.selectOption('select[name=columns]', '3');
    const where = person.path;
    await person.reload();
    await allShown();
    assert.equal(person.path, where);
    assert.ok(await tab.isChecked(`${cell(first)} [data-test=view-only] input`));

    await tab.click(`${cell(third)} [data-test=remove]`);
    await tab.waitForSelector(cell(third), { state: 'detached' });
    assert.equal(new URL(tab.url()).searchParams.get('vms').split(',').length, 2);
    assert.equal(await tab.locator('[data-phase=connected]').count(), 2);
    await person.pick(third);
    await allShown();
  },

  async bringsItsOwnHere(visit) {
    const person = await visit();
    const { tab } = person;
    await person.signIn();
    await person.openConsole('web-1');
    await person.awaitScreen();
    const other = await tab.context().newPage();
    await other.goto(tab.url());
    await other.waitForSelector('[data-phase=held]');
    assert.match(await other.textContent('[data-test=console-message]'), /You have this console open elsewhere/);
    assert.equal(await other.locator('[data-test=takeover]').count(), 0);
    await other.click('[data-test=bring-here]');
    await other.waitForSelector('[data-phase=connected]');
    await tab.waitForSelector('[data-phase=ended]');
    await other.close();
  },

  async leavesAScreenByKeyboard(visit) {
    const person = await visit();
    const { tab } = person;
    const focused = (selector) => tab.waitForFunction((wanted) => document.activeElement?.matches(wanted), selector);
    const leave = async () => {
      for (const key of ['Control', 'Alt', 'Shift']) {
        await tab.keyboard.down(key);
      }
      await focused('.tools a');
      for (const key of ['Control', 'Alt', 'Shift']) {
        await tab.keyboard.up(key);
      }
    };
    await person.signIn();
    await person.openConsole('web-1');
    await person.awaitScreen();
    await focused('[data-test=screen]');
    const told = await tab.getAttribute('[data-test=screen]', 'aria-describedby');
    assert.match(await tab.textContent(`[id="${told}"]`), /Ctrl\+Alt\+Shift/);
    const before = await person.cells();
    await tab.keyboard.press('Tab');
    await focused('[data-test=screen]');
    await leave();
    await tab.keyboard.press('Tab');
    await focused('select[name=protocol]');

    // A guest that still took Ctrl for pressed would copy, and show nothing.
    await person.tabTo('[data-test=screen]');
    const outline = await tab.evaluate(() => getComputedStyle(document.querySelector('.frame')).outlineStyle);
    assert.equal(outline, 'solid', 'nobody sees where keys go');
    await tab.keyboard.type('ccc', { delay: 30 });
    await person.awaitCells(before + 3);

    // Whoever is elsewhere when the console is back stays there.
    await leave();
    person.way.cut();
    await tab.waitForSelector('[data-test=console-message]');
    await person.awaitScreen();
    await focused('.tools a');

    await tab.selectOption('select[name=protocol]', 'serial');
    await tab.waitForSelector('[data-phase=connected] [data-test=terminal]');
    await tab.focus('[data-test=terminal] textarea');
    await leave();
  },

  async readsAMachineAgain(visit) {
    const person = await visit({ serviceWorkers: 'block' });
    const { tab } = person;
    await person.signIn();
    const link = (await person.find('web-1')).locator('td.name a').first();
    const vmId = (await link.getAttribute('href')).split('/').at(-1);
    let isBusy = true;
    await tab.route(`**/api/v1/vms/${vmId}`, (route) =>
      isBusy
        ? route.fulfill({ status: 429, json: { code: 42901, message: 'slow down', data: null } })
        : route.continue());
    for (const page of [`/ui/vms/${vmId}/console`, `/ui/vms/${vmId}`, `/ui/consoles?vms=${vmId}`]) {
      isBusy = true;
      await person.goTo(page);
      await tab.waitForSelector('[data-test=problem]:has-text("slow down")');
      isBusy = false;
      await tab.click('[data-test=retry]');
      await tab.waitForSelector('[data-status=running]');
      assert.equal(await tab.locator('[data-test=problem]').count(), 0);
    }
  },

  async fillsTheScreen(visit) {
    const person = await visit();
    const { tab } = person;
    await person.signIn();
    await person.openConsole('web-1');
    await person.awaitScreen();
    const isFilled = (wanted) => tab.waitForFunction((is) => {
      const { top, left, right, bottom } = document.querySelector('section.console').getBoundingClientRect();
      return (top === 0 && left === 0 && right === innerWidth && bottom === innerHeight) === is;
    }, wanted);
    const useKeys = async () => {
      await tab.click('[data-test=keys]');
      await tab.click('.el-dropdown-menu li:has-text("Ctrl-Alt-Del")');
    };
    await tab.click('[data-test=full-screen]');
    await tab.waitForFunction(() => document.fullscreenElement !== null);
    await isFilled(true);
    await useKeys();
    person.way.block();
    await tab.waitForSelector('.banner.bad', { state: 'attached' });
    await isFilled(true);
    person.way.unblock();
    await person.awaitScreen();
    await tab.click('[data-test=full-screen]');
    await tab.waitForFunction(() => document.fullscreenElement === null);
    await isFilled(false);

    // As on phones that have none.
    await tab.evaluate(() => {
      document.documentElement.requestFullscreen = undefined;
    });
    await tab.click('[data-test=full-screen]');
    await isFilled(true);
    await useKeys();
    await tab.click('[data-test=full-screen]');
    await isFilled(false);
  },

  async waitsUntilItIsSeen(visit) {
    const person = await visit();
    const { tab, way } = person;
    await person.signIn();
    await person.openConsole('web-1');
    await person.awaitScreen();
    let asked = 0;
    tab.on('request', (request) => {
      asked += request.method() === 'POST' && new URL(request.url()).pathname.endsWith('/console') ? 1 : 0;
    });
    const hide = (is) => tab.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { get: () => hidden, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, is);
    await hide(true);
    way.cut();
    await tab.waitForSelector('[data-test=console-message]:has-text("in 0 s")');
    assert.equal(asked, 0);
    await hide(false);
    await person.awaitScreen();
    assert.equal(asked, 1);
  },

  async typesOnAPhone(visit) {
    const person = await visit(PHONE);
    const { tab } = person;
    await person.signIn();
    await person.openConsole('web-1');
    await person.awaitScreen();
    const before = await person.cells();
    await tab.tap('[data-test=soft-keyboard]');
    // The keyboard takes its part of the window, and leaves the machine's screen to be seen.
    await tab.setViewportSize({ width: 360, height: 440 });
    await tab.waitForFunction(() => {
      const { top, bottom, height } = document.querySelector('[data-test=screen]').getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight && height > 200 && innerHeight === 440;
    });
    await tab.keyboard.type('hello', { delay: 30 });
    await person.awaitCells(before + 5);

    // As keyboards of phones do: a word that grows, and is told once more when it is whole.
    const session = await tab.context().newCDPSession(tab);
    for (const text of ['w', 'wo', 'wor', 'word']) {
      await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    }
    await session.send('Input.insertText', { text: 'word' });
    await tab.keyboard.type('!');
    await person.awaitCells(before + 10);
    assert.equal(await person.cells(), before + 10);

    // A tap on the screen leaves the keyboard up.
    await tab.tap('[data-test=screen]');
    assert.equal(await tab.evaluate(() => document.activeElement.dataset.test), 'soft-text');

    await tab.tap('[data-test=clipboard]');
    await tab.fill('textarea[name=text]', 'carried over');
    await tab.tap('[data-test=send-text]');
    await tab.waitForSelector('.el-dialog', { state: 'hidden' });
    await tab.tap('[data-test=soft-keyboard]');
    await tab.tap('[data-test=sticky-Ctrl]');
    assert.equal(await tab.getAttribute('[data-test=sticky-Ctrl]', 'aria-pressed'), 'true');
    await tab.keyboard.type('c');
    await tab.waitForSelector('[data-test=sticky-Ctrl][aria-pressed=false]');
    // Which the guest takes for a wish to copy.
    await tab.tap('[data-test=clipboard]');
    await tab.waitForFunction(() => document.querySelector('textarea[name=text]')?.value === 'carried over');
    await tab.keyboard.press('Escape');
    await tab.waitForSelector('.el-dialog', { state: 'hidden' });

    await tab.tap('[data-test=gestures-help]');
    assert.match(await tab.textContent('[data-test=gestures]'), /two fingers/);
    await tab.keyboard.press('Escape');
    await tab.waitForSelector('.el-dialog', { state: 'hidden' });

    // What is in the corner is what is moved out of it.
    await tab.tap('[data-test=scaling]');
    await tab.tap('[data-test=move-view]');
    const corner = () => tab.evaluate(() => {
      const { data } = document.querySelector('[data-test=screen]').getContext('2d').getImageData(0, 96, 64, 64);
      return data.join();
    });
    const was = await corner();
    const { x, y } = await tab.locator('[data-test=screen]').boundingBox();
    const touch = (type, ...touchPoints) => session.send('Input.dispatchTouchEvent', { type, touchPoints });
    await touch('touchStart', { x: x + 200, y: y + 150 });
    for (let moved = 0; moved <= 150; moved += 15) {
      await touch('touchMove', { x: x + 200 - moved, y: y + 150 });
    }
    await touch('touchEnd');
    await tab.waitForFunction((before) => {
      const { data } = document.querySelector('[data-test=screen]').getContext('2d').getImageData(0, 96, 64, 64);
      return data.join() !== before;
    }, was);
  },
};
