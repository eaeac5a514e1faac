// What the list shows beside rows, what becomes of a batch, and how people want things shown.
import { strict as assert } from 'node:assert';

export const listScenarios = {
  async showsScreensInTheList(visit, { passwords }) {
    const person = await visit();
    const { tab } = person;
    const asked = new Set();
    let underWay = 0;
    let most = 0;
    const isPicture = (request) => request.url().endsWith('/console/screenshot');
    tab.on('request', (request) => {
      if (isPicture(request)) {
        assert.ok(!asked.has(request.url()), `${request.url()} was asked for twice within half a minute`);
        asked.add(request.url());
        most = Math.max(most, ++underWay);
      }
    });
    for (const end of ['requestfinished', 'requestfailed']) {
      tab.on(end, (request) => (underWay -= isPicture(request) ? 1 : 0));
    }
    // The choice is in the address, as all others are.
    await person.open('/ui/vms?screens=on&pageSize=200&status=running');
    await person.fillIn('operator', passwords.operator);
    await tab.waitForSelector('[data-test=screens][aria-pressed=true]');
    await tab.waitForFunction(() => [...document.querySelectorAll('[data-test=thumbnail]')].filter((one) => one.naturalWidth > 0).length >= 4);
    assert.equal(await tab.locator('tr[data-vm]').count(), 200);
    await tab.locator('tr[data-vm]').last().scrollIntoViewIfNeeded();
    await tab.locator('tr[data-vm]').last().locator('[data-test=thumbnail]').waitFor();
    assert.ok(asked.size < 60, `${asked.size} pictures, of which few are in view`);
    assert.ok(most <= 3, `${most} pictures at once`);

    await tab.locator('tr[data-vm]').last().locator('[data-test=thumbnail]').click();
    await person.awaitScreen();
    await tab.goBack();
    await tab.click('[data-test=screens]');
    await tab.waitForSelector('.thumbnail', { state: 'detached' });
    assert.equal(person.path, '/ui/vms?pageSize=200&status=running');
  },

  async showsWhatBecameOfABatch(visit) {
    const person = await visit();
    const { tab } = person;
    await person.signIn();
    await tab.selectOption('select[name=namespace]', 'load-002');
    await tab.waitForURL(/namespace=load-002/);
    const stopped = tab.locator('tr[data-namespace=load-002]:has([data-status=stopped])').first();
    const running = tab.locator('tr[data-namespace=load-002]:has([data-status=running])').first();
    const fails = await running.getAttribute('data-vm');
    const follows = await stopped.getAttribute('data-vm');
    await running.locator('input[type=checkbox]').check();
    // Alone it cannot follow, and the bar says so.
    assert.ok(await tab.locator('[data-test=batch-start]').isDisabled());
    await stopped.locator('input[type=checkbox]').check();
    await tab.click('[data-test=batch-start]');
    await tab.click('[data-test=tasks]');
    const batch = tab.locator('[data-test=tasks-panel] > ul > li').first();
    await batch.locator('[data-test=open-batch]').click();
    const failed = batch.locator(`[data-test=batch-tasks] li[data-vm="${fails}"][data-status=failed]`);
    await failed.waitFor();
    assert.match(await failed.locator('.problem').textContent(), /running/);
    await batch.locator(`[data-test=batch-tasks] li[data-vm="${follows}"][data-status=success]`).waitFor({ timeout: 60_000 });
    // They are within the batch, not beside it.
    assert.equal(await tab.locator(`[data-test=tasks-panel] > ul > li > .row a:has-text("${follows}")`).count(), 0);
  },

  async choosesHowThingsAreShown(visit) {
    const person = await visit({ timezoneId: 'Australia/Adelaide', colorScheme: 'light' });
    const { tab } = person;
    await person.signIn();
    const created = async () => {
      const time = (await person.find('web-1')).locator('td.createTime time');
      return { text: await time.textContent(), title: await time.getAttribute('title') };
    };
    const asWritten = await created();
    assert.match(asWritten.title, /\(Australia\/Adelaide\)$/);
    // Another tab of the same browser.
    const other = await tab.context().newPage();
    await other.goto(new URL('/ui/', tab.url()).href);
    await other.waitForSelector('#password');

    await tab.click('[data-test=settings]');
    const [platformZone] = await tab.textContent('select[name=time] option[value=platform]').then((text) => text.match(/(?<=\()[^)]+/));
    assert.match(await tab.textContent('select[name=time] option[value=mine]'), /Australia\/Adelaide/);
    await tab.selectOption('select[name=time]', 'mine');
    await tab.selectOption('select[name=theme]', 'dark');
    await tab.waitForSelector('html.dark');
    await other.waitForSelector('html.dark');
    await tab.selectOption('select[name=language]', 'zh');
    assert.match(await tab.textContent('h1'), /设置/);
    await other.waitForSelector('h1:has-text("登录")');
    await tab.selectOption('select[name=language]', 'en');

    await tab.goBack();
    const mine = await created();
    assert.equal(`${mine.text} (Australia/Adelaide)`, asWritten.title);
    assert.equal(mine.title, `${asWritten.text} (${platformZone})`);
    const kept = await tab.evaluate(() => ({ ...localStorage }));
    assert.deepEqual(kept, { 'vmgate.language': 'en', 'vmgate.theme': 'dark', 'vmgate.time': 'mine' });
  },
};
