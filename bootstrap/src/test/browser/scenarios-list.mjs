// What the list shows beside rows, what becomes of a batch, and how people want things shown.
import { strict as assert } from 'node:assert';

/**
 * The processor's time that scripts took, so that it is no matter what else the machine is busy with. What follows an
 * answer runs as a microtask, which the metrics of Chromium do not count as scripts.
 */
function scriptMillis(events) {
  const isScript = ({ name }) => ['FunctionCall', 'RunMicrotasks', 'EvaluateScript'].includes(name);
  const began = new Map();
  const ends = new Map();
  let micros = 0;
  const count = (thread, from, dur, tdur) => {
    // What runs within another is counted with it.
    if (from >= (ends.get(thread) ?? 0)) {
      ends.set(thread, from + dur);
      micros += tdur;
    }
  };
  const runs = [];
  for (const event of events.filter(isScript).sort((one, other) => one.ts - other.ts)) {
    const thread = `${event.pid} ${event.tid}`;
    if (event.ph === 'X') {
      runs.push([thread, event.ts, event.dur ?? 0, event.tdur ?? event.dur ?? 0]);
    } else if (event.ph === 'B') {
      began.set(thread, event);
    } else if (event.ph === 'E' && began.has(thread)) {
      const { ts, tts } = began.get(thread);
      runs.push([thread, ts, event.ts - ts, event.tts - tts]);
    }
  }
  runs.sort((one, other) => one[1] - other[1] || other[2] - one[2]).forEach((run) => count(...run));
  assert.ok(runs.length > 0, 'no script ran at all');
  return Math.ceil(micros / 1000);
}

export const listScenarios = {
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

    /** How long scripts run until what was done can be seen. */
    const measured = async (act, isShown, given = null) => {
      const browser = tab.context().browser();
      await browser.startTracing(tab, { categories: ['devtools.timeline', 'v8.execute'] });
      await act();
      await tab.waitForFunction(isShown, given, { polling: 50 });
      await tab.evaluate(() => new Promise((painted) => requestAnimationFrame(() => setTimeout(painted))));
      return scriptMillis(JSON.parse(await browser.stopTracing()).traceEvents);
    };
    /** With the answer there, and another machine on top than was before; all of them named like this. */
    const answered = async (act, part, named = '') => {
      const was = await tab.locator('tr[data-vm] td.name a').first().getAttribute('href');
      const answer = tab.waitForResponse((one) => one.url().includes('/api/v1/vms?') && one.url().includes(part) && one.ok());
      return measured(
        async () => {
          await act();
          await answer;
        },
        (wanted) =>
          document.querySelector('tr[data-vm] td.name a')?.getAttribute('href') !== wanted.was &&
          [...document.querySelectorAll('tr[data-vm]')].every((row) => row.dataset.vm.includes(wanted.named)),
        { was, named },
      );
    };

    await answered(() => tab.click('[data-test=sort-memory]'), 'sortBy=memory');
    await tab.waitForSelector('th[aria-sort=ascending]:has([data-test=sort-memory])');
    const sortMillis = await answered(() => tab.click('[data-test=sort-memory]'), 'sortOrder=desc');
    await tab.waitForSelector('th[aria-sort=descending]:has([data-test=sort-memory])');
    const sizes = await tab.locator('tr[data-vm] td.memory').evaluateAll((cells) => cells.map((cell) => parseFloat(cell.textContent) * (/GiB/.test(cell.textContent) ? 1024 : 1)));
    assert.deepEqual(sizes, sizes.toSorted((one, other) => other - one));

    const filterMillis = await answered(
      () => tab.fill('input[name=nameLike]', 'web-1'),
      'nameLike=web-1',
      'web-1',
    );
    assert.ok((await total()) < all);
    await answered(() => tab.fill('input[name=nameLike]', ''), 'sortBy=memory');

    await tab.click('[data-test=more-filters]');
    await tab.fill('input[name=labelSelector]', 'app=');
    await tab.keyboard.press('Enter');
    const awaitTotal = (count, is) =>
      tab.waitForFunction(
        ([wanted, isIt]) => (Number(document.querySelector('[data-test=total]').textContent.match(/\d+/)[0]) === wanted) === isIt,
        [count, is],
      );
    await awaitTotal(all, false);
    assert.ok((await total()) < all);
    await tab.fill('input[name=labelSelector]', 'not a label');
    await tab.keyboard.press('Enter');
    await tab.waitForSelector('[data-test=list-unread]:has-text("labelSelector")');
    await tab.click('[data-test=clear-filters]');
    await tab.waitForSelector('[data-test=list-unread]', { state: 'detached' });
    await awaitTotal(all, true);

    // The longest page, from its top to its end.
    await tab.selectOption('select[name=pageSize]', '200');
    await tab.waitForFunction(() => document.querySelectorAll('tr[data-vm]').length === 200);
    const scrollMillis = await measured(
      async () => {
        for (let turns = 0; turns < 20; turns++) {
          await tab.mouse.wheel(0, 1000);
        }
      },
      () => scrollY > 0 && Math.ceil(scrollY + innerHeight) >= document.documentElement.scrollHeight,
    );
    return { sortMillis, filterMillis, scrollMillis, scriptBytes, listMillis };
  },

  async showsScreensInTheList(visit, { passwords }) {
    const person = await visit();
    const { tab } = person;
    const asked = new Map();
    let underWay = 0;
    let most = 0;
    const isPicture = (request) => request.url().endsWith('/console/screenshot');
    tab.on('request', (request) => {
      if (isPicture(request)) {
        const now = Date.now();
        if (now - (asked.get(request.url()) ?? 0) < 25_000) {
          person.complaints.push(`${request.url()} was asked for twice within half a minute`);
        }
        asked.set(request.url(), now);
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
    // Then it is the newest batch; tasks of other scenes may come at any time.
    await tab.waitForSelector('.el-message--success');
    await tab.click('[data-test=tasks]');
    const batch = tab.locator('[data-test=tasks-panel] > ul > li:has([data-test=open-batch])').first();
    await batch.locator('[data-test=open-batch]').click();
    const failed = batch.locator(`[data-test=batch-tasks] li[data-vm="${fails}"][data-status=failed]`);
    await failed.waitFor();
    assert.match(await failed.locator('.problem').textContent(), /running/);
    await batch.locator(`[data-test=batch-tasks] li[data-vm="${follows}"][data-status=success]`).waitFor({ timeout: 60_000 });
    // They are within the batch, not beside it.
    assert.equal(await tab.locator(`[data-test=tasks-panel] > ul > li > .row a:has-text("${follows}")`).count(), 0);
  },

  async selectsOverPages(visit) {
    const person = await visit();
    const { tab } = person;
    await person.signIn();
    await tab.selectOption('select[name=namespace]', 'load-004');
    await tab.waitForURL(/namespace=load-004/);
    const stopped = tab.locator('tr[data-namespace=load-004]:has([data-status=stopped])');
    const tickOne = async () => {
      const row = stopped.first();
      await row.locator('input[type=checkbox]').check();
      return row.getAttribute('data-vm');
    };
    const first = await tickOne();
    await tab.click('.el-pager li:has-text("2")');
    await tab.waitForSelector(`tr[data-vm="${first}"]`, { state: 'detached' });
    const second = await tickOne();
    assert.match(await tab.textContent('[data-test=selected]'), /2 selected\s+\(1 of them not on this page\)/);
    await tab.click('[data-test=batch-start]');
    // Then it is the newest batch; tasks of other scenes may come at any time.
    await tab.waitForSelector('.el-message--success');
    await tab.click('[data-test=tasks]');
    const batch = tab.locator('[data-test=tasks-panel] > ul > li:has([data-test=open-batch])').first();
    await batch.locator('[data-test=open-batch]').click();
    for (const name of [first, second]) {
      await batch.locator(`[data-test=batch-tasks] li[data-vm="${name}"][data-status=success]`).waitFor({ timeout: 60_000 });
    }
    await tab.click('[data-test=tasks]');
    await tab.click('[data-test=batch-clear]');
    await tab.waitForSelector('[data-test=batch-clear]', { state: 'detached' });
    assert.equal(await tab.locator('tr[data-vm] input:checked').count(), 0);

    // No more than one batch takes.
    await tab.selectOption('select[name=namespace]', '');
    await tab.selectOption('select[name=pageSize]', '200');
    await tab.waitForFunction(() => document.querySelectorAll('tr[data-vm]').length === 200);
    await tab.check('thead input[type=checkbox]');
    await tab.click('.el-pager li:has-text("2")');
    await tab.waitForSelector('tr[data-vm] input:checked', { state: 'detached' });
    await tab.locator('tr[data-vm] input[type=checkbox]').first().click();
    await tab.waitForSelector('.el-message:has-text("200")');
    assert.equal(await tab.locator('tr[data-vm] input:checked').count(), 0);
    assert.match(await tab.textContent('[data-test=selected]'), /^\s*200 selected/);
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
    await other.waitForSelector('tr[data-vm]'); // signed in, as the browser is

    await tab.click('[data-test=settings]');
    const [platformZone] = await tab.textContent('select[name=time] option[value=platform]').then((text) => text.match(/(?<=\()[^)]+/));
    assert.match(await tab.textContent('select[name=time] option[value=mine]'), /Australia\/Adelaide/);
    await tab.selectOption('select[name=time]', 'mine');
    await tab.selectOption('select[name=theme]', 'dark');
    await tab.waitForSelector('html.dark');
    await other.waitForSelector('html.dark');
    await tab.selectOption('select[name=language]', 'zh');
    assert.match(await tab.textContent('h1'), /设置/);
    await other.waitForSelector('h1:has-text("虚拟机")');
    await tab.selectOption('select[name=language]', 'en');

    await tab.goBack();
    const mine = await created();
    assert.equal(`${mine.text} (Australia/Adelaide)`, asWritten.title);
    assert.equal(mine.title, `${asWritten.text} (${platformZone})`);
    const { 'vmgate.person': somebody, ...kept } = await tab.evaluate(() => ({ ...localStorage }));
    assert.ok(somebody.length < 40 && !somebody.includes('.'), `${somebody} is more than somebody's id`);
    assert.deepEqual(kept, { 'vmgate.language': 'en', 'vmgate.theme': 'dark', 'vmgate.time': 'mine' });
  },
};
