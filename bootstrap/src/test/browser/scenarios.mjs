// What is done in the web console, and what must be seen.
import { strict as assert } from 'node:assert';
import { listScenarios } from './scenarios-list.mjs';
import { rightsScenarios } from './scenarios-rights.mjs';
import { sessionScenarios } from './scenarios-session.mjs';
import { consoleScenarios } from './scenarios-console.mjs';
import { everybodyScenarios } from './scenarios-everybody.mjs';
import { spiceScenarios } from './scenarios-spice.mjs';

export const scenarios = {
  ...listScenarios,
  ...rightsScenarios,
  ...sessionScenarios,
  ...consoleScenarios,
  ...everybodyScenarios,
  ...spiceScenarios,

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

    // From the person's device to the guest, which copies it back.
    await tab.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await tab.evaluate(() => navigator.clipboard.writeText('of the device'));
    await tab.click('[data-test=clipboard]');
    await tab.click('[data-test=fetch-text]');
    await tab.waitForFunction(() => document.querySelector('textarea[name=text]')?.value === 'of the device');
    await tab.click('[data-test=send-text]');
    await tab.waitForSelector('.el-dialog', { state: 'hidden' });
    await tab.evaluate(() => navigator.clipboard.writeText('something else'));
    await tab.focus('[data-test=screen]');
    await tab.keyboard.press('Control+c');
    await tab.click('[data-test=clipboard]');
    await tab.waitForFunction(() => document.querySelector('textarea[name=text]')?.value === 'of the device');
    await tab.click('[data-test=copy-text]');
    await tab.waitForFunction(async () => (await navigator.clipboard.readText()) === 'of the device');
    await tab.context().clearPermissions();
    await tab.click('[data-test=fetch-text]');
    await tab.waitForSelector('.el-dialog [role=alert]');
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

    await tab.click('[data-test=paste]');
    await tab.fill('textarea[name=text]', 'echo pasted-text');
    await tab.click('[data-test=send-text]');
    await shows('$ echo pasted-text');
    await tab.click('[data-test=terminal]');
    await tab.keyboard.press('Enter');

    // A cut takes nothing away of what was printed, and types nothing.
    await tab.keyboard.type('half', { delay: 30 });
    await shows('$ half');
    person.way.cut();
    await tab.waitForSelector('[data-test=console-message]');
    await tab.waitForSelector('[data-test=connected]');
    await tab.keyboard.type('way', { delay: 30 });
    await shows('$ halfway');
  },

  async asksBeforeItTakesOver(visit) {
    // In another language than the browser's.
    const operator = await visit();
    await operator.open();
    await operator.tab.selectOption('select[name=language]', 'zh');
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
    assert.match(await operator.tab.textContent('[data-test=console-message]'), /控制台已被 admin 接管。/);
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
    await person.through('connecting', () => tab.click('[data-test=view-only]'));
    await person.awaitScreen();
    assert.ok(await tab.locator('[data-test=paste]').isDisabled());
    await tab.locator('[data-test=screen]').click();
    const before = await person.cells();
    await tab.keyboard.type('never seen', { delay: 30 });
    // The same keys, and the guest shows them: so it would have shown those before, too.
    await person.through('connecting', () => tab.click('[data-test=view-only]'));
    await person.awaitScreen();
    await tab.locator('[data-test=screen]').click();
    assert.equal(await person.cells(), before, 'the guest heard somebody who only looks');
    await tab.keyboard.type('hello', { delay: 30 });
    await person.awaitCells(before + 5);
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
    // Led to what is wrong, and told why.
    const wrong = await tab.waitForSelector('input[name=port-0][aria-invalid=true]:focus');
    const words = await wrong.getAttribute('aria-describedby');
    assert.match(await tab.textContent(`[id="${words}"]`), /65535/);
    await tab.fill('input[name=port-0]', '8080');
    await tab.waitForSelector('input[name=port-0][aria-invalid=false]');
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

};
