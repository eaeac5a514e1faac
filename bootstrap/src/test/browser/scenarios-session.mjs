// Who is signed in, for how long, and what is seen while nobody answers.
import { strict as assert } from 'node:assert';
import { OBSTACLES } from './visitor.mjs';

const bannerGoes = { state: 'detached', timeout: 40_000 };

export const sessionScenarios = {
  async signsIn(visit, { passwords }) {
    const person = await visit();
    const { tab } = person;
    await person.open('/ui/vms?status=running');
    await person.fillIn('operator', 'wrong');
    assert.match(await tab.textContent('[role=alert]'), /password/i);
    assert.equal(await tab.inputValue('#password'), '');
    await person.fillIn('operator', passwords.operator);
    await tab.waitForSelector('tr[data-vm]');
    assert.equal(person.path, '/ui/vms?status=running');
    const kept = await tab.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
    assert.ok(!kept.includes(person.token), 'the token is kept where scripts can read it');
    await tab.click('[data-test=sign-out]');
    await tab.waitForSelector('#password');
  },

  async staysSignedIn(visit) {
    const person = await visit();
    const { tab } = person;
    await person.signIn();
    await (await person.find('web-1')).locator('a').first().click();
    await tab.click('[data-test=tab-disks]');
    await tab.reload();
    await tab.waitForSelector('[data-test=tab-disks][aria-selected=true]');

    const [cookie, ...others] = await tab.context().cookies();
    assert.equal(others.length, 0);
    assert.ok(cookie.httpOnly);
    assert.equal(cookie.sameSite, 'Strict');
    assert.equal(cookie.path, '/api/v1/auth');

    const other = await tab.context().newPage();
    await other.goto(new URL('/ui/vms', tab.url()).href);
    await other.waitForSelector('tr[data-vm]');

    // Tokens of this platform last for less than a minute.
    await tab.waitForResponse((answer) => answer.url().endsWith('/auth/refresh') && answer.ok(), { timeout: 90_000 });
    await tab.waitForSelector('.live.on');
    await tab.click('[data-test=tab-networks]');
    await tab.waitForSelector('[data-test=tab-networks][aria-selected=true]');

    await other.click('[data-test=sign-out]');
    await tab.waitForSelector('#password');
    await tab.reload();
    await tab.waitForSelector('#password');
  },

  async readsWhatWasKnownLast(visit) {
    const person = await visit();
    const { tab, way } = person;
    await person.signIn();
    await tab.waitForFunction(() => navigator.serviceWorker.controller !== null);
    const devtools = await tab.context().newCDPSession(tab);
    const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
    // A browser of tests is as private as a window that installs nothing.
    assert.deepEqual(installabilityErrors.map((one) => one.errorId).filter((id) => id !== 'in-incognito'), []);
    await (await person.find('web-1')).locator('a').first().click();
    await tab.waitForSelector('[role=tablist]');
    await tab.click('[data-test=tab-access]');
    await tab.waitForSelector('[data-service]');
    await tab.click('[data-test=tab-overview]');
    const where = person.path;
    way.block();

    await tab.reload();
    await tab.waitForSelector('.banner.bad');
    assert.equal(await tab.textContent('h1'), 'web-1');
    assert.match(await tab.textContent('.banner.bad'), /how things stood on/);
    await tab.click('[data-test=tab-access]');
    await tab.waitForSelector('[data-service]');
    await tab.click('.brand');
    await tab.waitForSelector('tr[data-vm]');
    assert.ok(await tab.locator('tr[data-vm] [data-test=stop]').first().isDisabled());
    await tab.goto(new URL(where, tab.url()).href);
    await tab.waitForSelector('[role=tablist]');

    // A machine that was never looked at, and a filter that was never chosen: no other is shown in its place.
    await tab.goto(new URL('/ui/vms/5a6a28cd-5a9b-465b-845e-5276a3ebfb78', tab.url()).href);
    await tab.waitForSelector('[role=alert]:has-text("does not answer")');
    await tab.goto(new URL('/ui/vms?status=paused', tab.url()).href);
    await tab.waitForSelector('p.problem:has-text("does not answer")');
    assert.equal(await tab.locator('tr[data-vm]').count(), 0);

    way.unblock();
    await tab.waitForSelector('.banner.bad', bannerGoes);
    await tab.waitForSelector('.live.on');
    await tab.waitForSelector('p.problem', { state: 'detached' });

    // What was kept is gone with the session, and so is the session once somebody answers.
    way.block();
    await tab.waitForSelector('.banner.bad', { timeout: 60_000 });
    await tab.click('[data-test=sign-out]');
    await tab.waitForSelector('#password');
    const kept = await tab.evaluate(
      () =>
        new Promise((resolve) => {
          const opening = indexedDB.open('vmgate');
          opening.onsuccess = () => {
            const all = opening.result.transaction('last-known').objectStore('last-known').getAllKeys();
            all.onsuccess = () => resolve(all.result);
          };
        }),
    );
    assert.deepEqual(kept, []);
    way.unblock();
    const over = tab.waitForResponse((answer) => answer.url().endsWith('/auth/logout') && answer.ok());
    await tab.reload();
    await over;
    await tab.waitForSelector('#password');
  },

  async returnsAfterTheSession(visit, { url, passwords }) {
    const person = await visit();
    const { tab } = person;
    await person.signIn();
    await (await person.find('web-1')).locator('td.name a').first().click();
    await tab.click('[data-test=tab-disks]');
    const where = person.path;
    // Signed out elsewhere.
    const over = await fetch(`${url}/api/v1/auth/logout`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${person.token}` },
    });
    assert.equal(over.status, 200);
    await tab.waitForSelector('#password');
    await person.fillIn('operator', passwords.operator);
    await tab.waitForSelector('[data-test=tab-disks][aria-selected=true]');
    assert.equal(person.path, where);
  },

  async livesThroughALostPlatform(visit) {
    const person = await visit();
    const { tab, way } = person;
    await person.signIn();
    await tab.waitForFunction(() => navigator.serviceWorker.controller !== null);
    for (const obstacle of [OBSTACLES.refused, OBSTACLES.gateway]) {
      way.block(obstacle);
      await tab.waitForSelector('.banner.bad');
      assert.ok((await tab.locator('tr[data-vm]').count()) > 0);
      way.unblock();
      await tab.waitForSelector('.banner.bad', bannerGoes);
      await tab.waitForSelector('.live.on');
    }
    for (const obstacle of [OBSTACLES.gateway, OBSTACLES.silent]) {
      way.block(obstacle);
      await tab.reload();
      await tab.waitForSelector('tr[data-vm]');
      await tab.waitForSelector('.banner.bad:has-text("how things stood on")');
      way.unblock();
      await tab.waitForSelector('.banner.bad', bannerGoes);
    }
  },

  async showsNobodyElsesMachines(visit, { passwords }) {
    const person = await visit();
    const { tab, way } = person;
    await person.signIn();
    await tab.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await (await person.find('web-1')).locator('td.name a').first().click();
    await tab.waitForSelector('[role=tablist]');
    const where = new URL(person.path, tab.url()).href;
    // Nobody is there when the session ends.
    await tab.goto('about:blank');
    await tab.context().clearCookies();
    await tab.goto(new URL('/ui/', where).href);
    await tab.waitForSelector('#password');

    await person.fillIn('operator', passwords['globex/operator'], 'globex');
    await tab.waitForSelector('.live.on');
    way.block();
    await tab.goto(where);
    await tab.waitForSelector('[role=alert]:has-text("does not answer")');
    assert.ok(!(await tab.textContent('body')).includes('web-1'));
  },

  async followsAnUpdate(visit) {
    // What its worker fetches is out of the test's reach.
    const person = await visit({ serviceWorkers: 'block' });
    const { tab } = person;
    await person.signIn();
    await person.openConsole('web-1');
    await person.awaitScreen();

    // The newer version has other files.
    const viewer = /\/ui\/assets\/SerialTerminal-[^/]*\.js$/;
    await tab.route(viewer, (route) => route.fulfill({ status: 404, contentType: 'text/plain', body: 'gone' }));
    await tab.selectOption('select[name=protocol]', 'serial');
    const dialog = tab.locator('.el-message-box');
    await dialog.waitFor();
    assert.match(await dialog.textContent(), /newer version/);
    await tab.unroute(viewer);
    await dialog.locator('.el-button--primary').click();
    await tab.waitForSelector('[data-phase=connected] [data-test=terminal]');
  },
};
