// What is done in the web console, and what must be seen.
import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { listScenarios } from './scenarios-list.mjs';
import { rightsScenarios } from './scenarios-rights.mjs';
import { sessionScenarios } from './scenarios-session.mjs';
import { consoleScenarios } from './scenarios-console.mjs';
import { PHONE } from './visitor.mjs';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

export const scenarios = {
  ...listScenarios,
  ...rightsScenarios,
  ...sessionScenarios,
  ...consoleScenarios,

  async pagesFiltersAndSorts(visit) {
    const person = await visit();
    const { tab } = person;
    await person.signIn();
    const { scriptBytes, listMillis } = await tab.evaluate(() => {
      const files = performance.getEntriesByType('resource');
      const list = files.find((file) => new URL(file.name).pathname === '/api/v1/vms');
      return {
        scriptBytes: files.filter((file) => file.name.endsWith('.js')).reduce((sum, file) => sum + file.encodedBodySize, 0),
        listMillis: Math.round(list.duration),
      };
    });
    const names = () => tab.locator('tr[data-vm]').evaluateAll((rows) => rows.map((row) => row.dataset.vm));
    const total = async () => Number((await tab.textContent('[data-test=total]')).match(/\d+/)[0]);
    const all = await total();
    assert.ok(all > 1000, `only ${all} machines`);
    const first = await names();
    assert.equal(first.length, 20);

    await tab.click('.el-pager li:has-text("2")');
    await tab.waitForURL(/page=2/);
    await tab.waitForFunction((was) => document.querySelector('tr[data-vm]').dataset.vm !== was, first[0]);
    assert.ok((await names()).every((name) => !first.includes(name)));

    const session = await tab.context().newCDPSession(tab);
    await session.send('Performance.enable');
    const script = async () => {
      const { metrics } = await session.send('Performance.getMetrics');
      return metrics.find((metric) => metric.name === 'ScriptDuration').value * 1000;
    };
    const before = await script();
    await tab.click('[data-test=sort-memory]');
    await tab.waitForSelector('th[aria-sort=ascending]:has([data-test=sort-memory])');
    await tab.click('[data-test=sort-memory]');
    await tab.waitForSelector('th[aria-sort=descending]:has([data-test=sort-memory])');
    await tab.waitForFunction(() => /GiB/.test(document.querySelector('tr[data-vm] td.memory').textContent));
    const scriptMillis = Math.round((await script()) - before) / 2;

    await tab.fill('input[name=nameLike]', 'web-1');
    await tab.waitForURL(/nameLike=web-1/);
    await tab.waitForFunction(() => [...document.querySelectorAll('tr[data-vm]')].every((row) => row.dataset.vm.includes('web-1')));
    assert.ok((await total()) < all);
    await tab.goBack();
    return { scriptMillis, scriptBytes, listMillis };
  },

  async startsAMachine(visit) {
    const person = await visit();
    const { tab } = person;
    await person.signIn();
    const row = await person.find('batch-2');
    assert.equal(await row.locator('[data-test=status]').getAttribute('data-status'), 'stopped');
    assert.ok(await row.locator('[data-test=console]').isDisabled());
    assert.match(await row.locator('span:has(> [data-test=console])').getAttribute('title'), /not running/);
    await tab.evaluate(() => (window.isTheSamePage = true));
    await row.locator('[data-test=start]').click();
    await row.locator('[data-test=progress]').waitFor();
    await row.locator('[data-status=running]').waitFor({ timeout: 60_000 });
    await row.locator('[data-test=progress]').waitFor({ state: 'detached' });
    assert.ok(await tab.evaluate(() => window.isTheSamePage));
    await tab.click('[data-test=tasks]');
    await tab.waitForSelector('[data-test=tasks-panel] li[data-status=success]:has-text("batch-2")');
  },

  async typesOnAScreen(visit) {
    const person = await visit();
    const { tab } = person;
    await person.signIn();
    await person.openConsole('web-1');
    await person.awaitScreen();
    const before = await person.cells();
    await tab.locator('[data-test=screen]').click();
    await tab.keyboard.type('hello', { delay: 30 });
    await person.awaitCells(before + 5);
    await tab.waitForFunction(() => /^<?\d+ ms$/.test(document.querySelector('[data-test=latency]')?.textContent ?? ''));

    await tab.click('[data-test=paste]');
    await tab.fill('textarea[name=text]', 'Pasted:{@}中');
    assert.match(await tab.textContent('.el-dialog .problem'), /中/);
    const typed = await person.cells();
    await tab.click('[data-test=send-text]');
    await person.awaitCells(typed + 10);

    const download = tab.waitForEvent('download');
    await tab.click('[data-test=screenshot]');
    assert.equal((await download).suggestedFilename(), 'web-1.png');
  },

  async comesBackToAScreen(visit) {
    const person = await visit();
    const { tab, way } = person;
    await person.signIn();
    await person.openConsole('web-1');
    await person.awaitScreen();
    for (let cuts = 0; cuts < 2; cuts++) {
      way.cut();
      await tab.waitForSelector('[data-test=console-message]');
      await person.awaitScreen();
    }
    const before = await person.cells();
    await tab.locator('[data-test=screen]').click();
    await tab.keyboard.type('again', { delay: 30 });
    await person.awaitCells(before + 5);
  },

  async usesASerialLine(visit) {
    const person = await visit();
    const { tab } = person;
    await person.signIn();
    await person.openConsole('web-1');
    await tab.selectOption('select[name=protocol]', 'serial');
    const shows = (words) => tab.waitForFunction(
      (wanted) => document.querySelector('[data-test=terminal]')?.innerText.includes(wanted), words);
    await shows('login:');
    await tab.click('[data-test=terminal]');
    await tab.keyboard.type('alice\r', { delay: 30 });
    await shows('alice@web-1');

    // A cut takes nothing away of what was printed, and types nothing.
    await tab.keyboard.type('half', { delay: 30 });
    await shows('$ half');
    person.way.cut();
    await tab.waitForSelector('[data-test=console-message]');
    await tab.waitForSelector('[data-test=connected]');
    await tab.keyboard.type('way', { delay: 30 });
    await shows('$ halfway');
  },

  async looksBySpice(visit) {
    const person = await visit();
    const { tab } = person;
    await person.signIn();
    await person.openConsole('app-4');
    await tab.waitForSelector('select[name=protocol]');
    if ((await tab.locator('select[name=protocol] option[value=spice]').count()) === 0) {
      return { skipped: true };
    }
    await tab.selectOption('select[name=protocol]', 'spice');
    await tab.waitForSelector('[data-test=connected]');
    for (const name of ['paste', 'clipboard', 'screenshot']) {
      const why = tab.locator(`span:has(> [data-test=${name}])`);
      assert.ok(await why.locator('button').isDisabled());
      assert.match(await why.getAttribute('title'), /SPICE/);
    }
    // What the firmware says.
    await tab.waitForFunction(() => {
      const canvas = document.querySelector('#spice-screen canvas');
      if (!canvas) {
        return false;
      }
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return data.some((value, at) => at % 4 !== 3 && value > 0);
    });
    await tab.click('[data-test=disconnect]');
    await tab.waitForSelector('[data-phase=ended]');
    return { skipped: false };
  },

  async asksBeforeItTakesOver(visit) {
    const operator = await visit();
    await operator.signIn('operator');
    await operator.openConsole('web-1');
    await operator.awaitScreen();

    const admin = await visit();
    await admin.signIn('admin');
    await admin.openConsole('web-1');
    await admin.tab.waitForSelector('[data-phase=held]');
    assert.match(await admin.tab.textContent('[data-test=console-message]'), /operator/);
    await admin.tab.click('[data-test=takeover]');
    await admin.awaitScreen();

    await operator.tab.waitForSelector('[data-phase=ended]');
    assert.match(await operator.tab.textContent('[data-test=console-message]'), /admin/);
    await operator.tab.click('[data-test=reconnect]');
    await operator.tab.waitForSelector('[data-phase=held]');
    assert.equal(await operator.tab.locator('[data-test=takeover]').count(), 0);
    await operator.tab.click('[data-test=wait]');
    await admin.tab.click('[data-test=disconnect]');
    await operator.awaitScreen();
  },

  async looksOnly(visit) {
    const person = await visit();
    const { tab } = person;
    await person.signIn();
    await person.openConsole('web-1');
    await person.awaitScreen();
    await tab.click('[data-test=view-only]');
    await tab.waitForSelector('[data-phase=connecting]');
    await person.awaitScreen();
    assert.ok(await tab.locator('[data-test=paste]').isDisabled());
  },

  async publishesAPort(visit) {
    const person = await visit();
    const { tab } = person;
    await person.signIn();
    await (await person.find('web-1')).locator('td.name a').first().click();
    await tab.click('[data-test=tab-access]');
    await tab.click('[data-test=publish]');
    await tab.fill('input[name=serviceName]', 'from-the-browser');
    await tab.fill('input[name=port-0]', '99999');
    await tab.click('[data-test=publish-now]');
    assert.match(await tab.textContent('fieldset .problem, form .problem'), /65535/);
    await tab.fill('input[name=port-0]', '8080');
    await tab.fill('input[name=targetPort-0]', '80');
    await tab.click('[data-test=publish-now]');
    const service = tab.locator('[data-service=from-the-browser]');
    await service.locator('[data-test=service-status].running').waitFor();
    await service.locator('[data-test=probe]').click();
    assert.equal(await service.locator('[data-test=probed]').textContent(), 'reachable');

    const link = service.locator('[data-test=open]');
    assert.match(await link.getAttribute('rel'), /noopener/);
    const popup = tab.waitForEvent('popup');
    await link.click();
    const opened = await popup;
    await opened.waitForLoadState();
    assert.match(await opened.content(), /web-1/);
    assert.equal(await opened.evaluate(() => window.opener), null);

    const other = await visit();
    await other.signIn();
    await (await other.find('web-1')).locator('a').first().click();
    await other.tab.click('[data-test=tab-access]');
    const seen = other.tab.locator('[data-service=from-the-browser]');
    await seen.waitFor();

    await service.locator('[data-test=remove]').click();
    await tab.click('.el-message-box button.el-button--primary');
    await service.waitFor({ state: 'detached' });
    await seen.waitFor({ state: 'detached' }); // whoever else looks is told
  },

  async fitsAPhone(visit) {
    const person = await visit(PHONE);
    const { tab } = person;
    await person.signIn();
    const widest = () => tab.evaluate(() => document.documentElement.scrollWidth);
    assert.equal(await widest(), 360, 'the list is wider than the phone');
    await tab.tap('[data-test=screens]');
    await tab.waitForSelector('[data-test=thumbnail]');
    assert.equal(await widest(), 360, 'the list with screens is wider than the phone');
    await tab.tap('[data-test=settings]');
    await tab.waitForSelector('select[name=time]');
    assert.equal(await widest(), 360, 'the settings are wider than the phone');
    const bar = await tab.locator('header').boundingBox();
    assert.ok(bar.height < 60, `the header takes ${bar.height} of the phone`);
    await tab.goBack();
    await tab.tap('[data-test=screens]');
    await (await person.find('web-1')).locator('td.name a').first().tap();
    for (const name of ['overview', 'networks', 'disks', 'access', 'events']) {
      await tab.tap(`[data-test=tab-${name}]`);
      assert.equal(await widest(), 360, `${name} is wider than the phone`);
    }
    await tab.tap('[data-test=tab-overview]');
    await tab.waitForSelector('[data-test=thumbnail]');
    await tab.tap('[data-test=console]');
    await person.awaitScreen();
    assert.equal(await widest(), 360, 'the console is wider than the phone');
    await tab.tap('[data-test=consoles]');
    await person.pick('web-1');
    await person.awaitScreen();
    assert.equal(await widest(), 360, 'the consoles are wider than the phone');
  },

  async speaksBothLanguages(visit) {
    const person = await visit({ locale: 'zh-CN' });
    const { tab } = person;
    await person.open();
    assert.match(await tab.textContent('h1'), /登录/);
    assert.equal(await tab.getAttribute('html', 'lang'), 'zh-CN');
    await person.fillIn('operator', 'wrong');
    assert.match(await tab.textContent('[role=alert]'), /密码/);
    await tab.selectOption('select[name=language]', 'en');
    assert.match(await tab.textContent('h1'), /Sign in/);
    assert.equal(await tab.getAttribute('html', 'lang'), 'en');
    await tab.reload();
    assert.match(await tab.textContent('h1'), /Sign in/);
    await tab.selectOption('select[name=language]', 'zh');
    await person.signIn();
    assert.match(await tab.textContent('h1'), /虚拟机/);
  },

  async isUsableByEverybody(visit) {
    const person = await visit();
    const { tab } = person;
    const axe = await readFile(AXE, 'utf8');
    const found = [];
    const look = async (where) => {
      for (const theme of ['light', 'dark']) {
        await tab.evaluate((is) => document.documentElement.classList.toggle('dark', is), theme === 'dark');
        // Colours fade in, and half of the way is no contrast.
        await tab.waitForTimeout(400);
        await tab.evaluate(axe);
        const { violations } = await tab.evaluate(() => window.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }));
        found.push(...violations
          .filter((one) => one.impact === 'serious' || one.impact === 'critical')
          .map((one) => `${where}, ${theme}: ${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`).join(' | ')}`));
      }
    };
    await person.open();
    await look('sign-in');
    await person.signIn();
    await look('list');
    await tab.click('[data-test=screens]');
    await tab.waitForSelector('[data-test=thumbnail]');
    await look('list with screens');
    await tab.click('[data-test=tasks]');
    await look('tasks');
    await tab.click('[data-test=tasks]');
    await tab.click('[data-test=settings]');
    await tab.waitForSelector('select[name=time]');
    await look('settings');
    await tab.goBack();
    await (await person.find('web-1')).locator('td.name a').first().click();
    for (const name of ['overview', 'networks', 'disks', 'events', 'access']) {
      await tab.click(`[data-test=tab-${name}]`);
      await look(name);
    }
    await tab.click('[data-test=publish]');
    await tab.waitForSelector('input[name=port-0]');
    await look('publish');
    await tab.keyboard.press('Escape');
    await tab.click('[data-test=console]');
    await person.awaitScreen();
    await look('console');
    await tab.click('[data-test=consoles]');
    await look('no consoles');
    await person.pick('web-1');
    await person.awaitScreen();
    await look('consoles');
    assert.deepEqual(found, []);
  },

  async worksByKeyboard(visit, { passwords }) {
    const person = await visit();
    const { tab } = person;
    await person.open();
    await tab.waitForSelector('#tenant');
    await tab.focus('#tenant');
    for (const text of ['acme', 'operator', passwords.operator]) {
      await tab.keyboard.type(text);
      await tab.keyboard.press('Tab');
    }
    await tab.focus('#password');
    await tab.keyboard.press('Enter');
    await tab.waitForSelector('tr[data-vm]');
    await tab.focus('tr[data-vm] td.name a');
    await tab.keyboard.press('Enter');
    await tab.waitForSelector('[role=tablist]');
    await tab.focus('[data-test=tab-overview]');
    await tab.keyboard.press('ArrowRight');
    await tab.waitForSelector('[data-test=tab-networks][aria-selected=true]');
  },
};
