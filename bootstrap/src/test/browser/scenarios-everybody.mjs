// Whoever uses it, and on whatever: by keyboard, on a phone, with a reader of screens, in bad light.
import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PHONE } from './visitor.mjs';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Looks at pages in both themes, and notes what keeps somebody from using them. */
class Examiner {
  found = [];

  static async come() {
    const examiner = new Examiner();
    examiner.axe = await readFile(AXE, 'utf8');
    return examiner;
  }

  async look({ tab }, where) {
    for (const theme of ['light', 'dark']) {
      await tab.evaluate((is) => document.documentElement.classList.toggle('dark', is), theme === 'dark');
      // Colours fade in, and half of the way is no contrast.
      await tab.waitForTimeout(400);
      await tab.evaluate(this.axe);
      const { violations } = await tab.evaluate(() => window.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }));
      this.found.push(...violations
        .filter((one) => one.impact === 'serious' || one.impact === 'critical')
        .map((one) => `${where}, ${theme}: ${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`).join(' | ')}`));
    }
  }
}

export const everybodyScenarios = {
  async isUsableByEverybody(visit) {
    const person = await visit();
    const { tab } = person;
    const examiner = await Examiner.come();
    const look = (where) => examiner.look(person, where);
    await person.open();
    await look('sign-in');
    await person.signIn();
    await look('list');
    await tab.locator('tr[data-vm] input[type=checkbox]').first().check();
    await tab.waitForSelector('[data-test=batch-clear]');
    await look('list with some selected');
    await tab.click('[data-test=batch-clear]');
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
    await tab.fill('input[name=port-0]', '99999');
    await tab.fill('#allowFrom', 'home');
    await tab.click('[data-test=publish-now]');
    await tab.waitForSelector('[aria-invalid=true]:focus');
    await look('publish, with mistakes');
    await tab.keyboard.press('Escape');
    person.way.block();
    await tab.waitForSelector('.banner.bad', { timeout: 60_000 });
    await look('without the platform');
    assert.deepEqual(examiner.found, []);
  },

  async hasConsolesForEverybody(visit) {
    const person = await visit();
    const { tab } = person;
    const examiner = await Examiner.come();
    const look = (where) => examiner.look(person, where);
    await person.signIn();
    await person.openConsole('web-1');
    await person.awaitScreen();
    await look('console');
    await tab.click('[data-test=disconnect]');
    await tab.waitForSelector('[data-phase=ended]');
    await look('console that has ended');
    const admin = await visit();
    await admin.signIn('admin');
    await admin.openConsole('web-1');
    await admin.awaitScreen();
    await tab.click('[data-test=reconnect]');
    await tab.waitForSelector('[data-phase=held]');
    await look('console that somebody holds');
    await admin.tab.click('[data-test=disconnect]');
    await tab.selectOption('select[name=protocol]', 'serial');
    await tab.waitForFunction(() => document.querySelector('[data-test=terminal]')?.innerText.match(/login:|[$] /));
    await look('serial line');
    await tab.click('[data-test=consoles]');
    await look('no consoles');
    await person.pick('web-1');
    await person.awaitScreen();
    await look('consoles');
    assert.deepEqual(examiner.found, []);
  },

  async isUsableOnAPhone(visit) {
    const person = await visit(PHONE);
    const { tab } = person;
    const examiner = await Examiner.come();
    const look = (where) => examiner.look(person, `${where} on a phone`);
    await person.open();
    await look('sign-in');
    await person.signIn();
    await look('list');
    await (await person.find('web-1')).locator('input[type=checkbox]').check();
    await look('list with some selected');
    await tab.locator('tr[data-vm=web-1] td.name a').first().tap();
    for (const name of ['overview', 'access', 'events']) {
      await tab.tap(`[data-test=tab-${name}]`);
      await look(name);
    }
    await tab.tap('[data-test=console]');
    await person.awaitScreen();
    await look('console');
    assert.deepEqual(examiner.found, []);
  },

  /** A change of page is told to who sees none: by its title, and by the focus on its heading. */
  async tellsWhichPageItIs(visit) {
    const person = await visit();
    const { tab } = person;
    const isOn = (title) => tab.waitForFunction((wanted) => document.title === wanted, title);
    const isHeaded = (words) => tab.waitForFunction(
      (wanted) => document.activeElement?.tagName === 'H1' && document.activeElement.textContent.trim() === wanted, words);
    await person.open();
    await isOn('VMGate · Sign in');
    await person.signIn();
    await isOn('Virtual machines · VMGate');
    await isHeaded('Virtual machines');
    const row = await person.find('web-1');
    await tab.waitForURL(/nameLike/);
    // Another filter is no other page.
    assert.equal(await tab.evaluate(() => document.activeElement.name), 'nameLike');
    await row.locator('td.name a').first().click();
    await isOn('web-1 · VMGate');
    await isHeaded('web-1');
    await tab.click('[data-test=tab-disks]');
    await tab.waitForURL(/tab=disks/);
    assert.equal(await tab.evaluate(() => document.activeElement.id), 'tab-disks');
    await tab.click('[data-test=settings]');
    await isOn('Settings · VMGate');
    await isHeaded('Settings');
    await tab.selectOption('select[name=language]', 'zh');
    await isOn('设置 · VMGate');
    await tab.selectOption('select[name=language]', 'en');
    await tab.goBack();
    await isHeaded('web-1');
    await tab.click('[data-test=console]');
    await isOn('Console of web-1 · VMGate');
    await tab.click('[data-test=sign-out]');
    await isOn('VMGate · Sign in');
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
    const row = await person.find('web-1');
    // There are two of that name.
    assert.match(await row.locator('td.namespace').innerText(), /shop/);
    await row.locator('td.name a').first().tap();
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

  async worksByKeyboard(visit, { passwords }) {
    const person = await visit();
    const { tab } = person;
    await person.open();
    await tab.waitForSelector('#tenant');
    await person.tabTo('#tenant');
    for (const text of ['acme', 'operator', passwords.operator]) {
      await tab.keyboard.type(text);
      await tab.keyboard.press('Tab');
    }
    await tab.keyboard.press('Enter');
    await tab.waitForSelector('tr[data-vm]');
    await person.tabTo('tr[data-vm] td.name a');
    await tab.keyboard.press('Enter');
    await tab.waitForSelector('[role=tablist]');
    await person.tabTo('[data-test=tab-overview]');
    await tab.keyboard.press('ArrowRight');
    await tab.waitForSelector('[data-test=tab-networks][aria-selected=true]');
  },
};
