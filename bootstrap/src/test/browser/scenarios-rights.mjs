// What people see who may not: of other tenants, and of buttons.
import { strict as assert } from 'node:assert';

export const rightsScenarios = {
  async keepsTenantsApart(visit, { url }) {
    const owner = await visit();
    await owner.signIn('operator');
    const stranger = await visit();
    await stranger.signIn('operator', 'globex');
    const namespaces = ({ tab }) => tab.locator('select[name=namespace] option').evaluateAll((all) => all.map((one) => one.value).filter(Boolean));
    await owner.tab.waitForSelector('select[name=namespace] option[value=shop]', { state: 'attached' });
    await stranger.tab.waitForSelector('select[name=namespace] option[value=research]', { state: 'attached' });
    const owned = await namespaces(owner);
    const strange = await namespaces(stranger);
    assert.ok(owned.every((one) => !strange.includes(one)), `both see ${owned.filter((one) => strange.includes(one))}`);
    const shown = await stranger.tab.locator('tr[data-vm]').evaluateAll((rows) => rows.map((row) => row.dataset.namespace));
    assert.ok(shown.every((one) => strange.includes(one)), `sees machines of ${shown}`);

    // What the stranger's stream says, word for word.
    const hanging = new AbortController();
    let heard = '';
    const open = async () => {
      const login = await fetch(`${url}/api/v1/auth/login`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ tenantId: 'globex', username: 'operator', password: stranger.password }),
      });
      const { token } = (await login.json()).data;
      const headers = { Authorization: `Bearer ${token}` };
      const last = [...heard.matchAll(/^id: ?(.+)$/gm)].at(-1)?.[1];
      if (last !== undefined) {
        headers['Last-Event-ID'] = last;
      }
      return fetch(`${url}/api/v1/stream`, { headers, signal: hanging.signal });
    };
    const first = await open();
    const listening = (async () => {
      // It ends with its token, after 40 s.
      for (let stream = first; ; stream = await open()) {
        for await (const part of stream.body) {
          heard += Buffer.from(part).toString();
        }
      }
    })().catch(() => undefined);
    const start = async ({ tab }, namespace) => {
      await tab.selectOption('select[name=namespace]', namespace);
      await tab.waitForURL(new RegExp(`namespace=${namespace}`));
      const row = tab.locator(`tr[data-namespace="${namespace}"]:has([data-status=stopped]):has([data-test=start][aria-disabled=false])`).first();
      const name = await row.getAttribute('data-vm');
      const id = (await row.locator('td.name a').first().getAttribute('href')).split('/').at(-1);
      await row.locator('[data-test=start]').click();
      const own = tab.locator(`tr[data-vm="${name}"]`);
      await own.locator('[data-status=running]').waitFor({ timeout: 60_000 });
      await own.locator('[data-test=progress]').waitFor({ state: 'detached' });
      return { id, name };
    };
    const theirs = await start(owner, 'load-000');
    // What comes after all that: it would have come by now.
    const ours = await start(stranger, 'load-001');
    await stranger.tab.click('[data-test=tasks]');
    await stranger.tab.waitForSelector(`[data-test=tasks-panel] li[data-status=success]:has-text("${ours.name}")`);
    assert.equal(await stranger.tab.locator(`[data-test=tasks-panel] a[href*="${theirs.id}"]`).count(), 0);
    hanging.abort();
    await listening;
    assert.ok(heard.includes(ours.id), 'nothing was heard at all');
    assert.ok(!heard.includes(theirs.id), 'the stream speaks of a machine of the other tenant');

    const never = '00000000-0000-4000-8000-000000000000';
    for (const page of ['', '?tab=access', '/console']) {
      const said = [];
      for (const id of [theirs.id, never]) {
        await stranger.goTo(`/ui/vms/${id}${page}`);
        await stranger.tab.waitForSelector('[data-test=no-machine]');
        said.push(await stranger.tab.locator('main').innerText());
      }
      assert.match(said[0], /no such machine/);
      assert.equal(said[0], said[1]);
    }
  },

  async saysWhyNot(visit) {
    const person = await visit();
    const { tab } = person;
    await person.signIn('viewer');
    /** A button that cannot be used, and tells why to who points at it, has it read out or presses it. */
    const lacks = async (button, permission) => {
      const name = await button.getAttribute('data-test');
      assert.ok(await button.isDisabled(), `${name} can be used`);
      const title = await button.locator('xpath=..').getAttribute('title');
      assert.match(title, new RegExp(`permission ${permission}$`), name);
      const description = await button.getAttribute('aria-describedby');
      assert.equal(await tab.locator(`[id="${description}"]`).textContent(), title, name);
      await button.focus();
      assert.ok(await button.evaluate((one) => one === document.activeElement), `${name} takes no focus`);
      await tab.keyboard.press('Enter');
      await says(title);
      await button.click({ force: true });
      await says(title);
    };
    const says = async (reason) => {
      const message = tab.locator('.el-message', { hasText: reason });
      await message.waitFor();
      // One that has left by itself meanwhile is as good.
      await message.locator('.el-message__closeBtn').click({ timeout: 3_000 }).catch(() => undefined);
      await message.waitFor({ state: 'detached' });
    };
    const row = await person.find('web-1');
    await lacks(row.locator('[data-test=console]'), 'vm:console:access');
    await lacks(row.locator('[data-test=stop]'), 'vm:stop');
    await lacks(tab.locator('[data-test=screens]'), 'vm:console:access');
    await row.locator('[data-test=more]').focus();
    await tab.keyboard.press('Enter');
    const item = tab.locator('.el-dropdown-menu__item[data-test=restart]:visible');
    await item.waitFor();
    assert.equal(await item.getAttribute('aria-disabled'), 'true');
    assert.match(await item.textContent(), /permission vm:restart/);
    await tab.waitForFunction(() => document.activeElement.closest('.el-dropdown-menu'));
    while (!(await item.evaluate((one) => one === document.activeElement))) {
      await tab.keyboard.press('ArrowDown');
    }
    await tab.keyboard.press('Enter');
    await says('permission vm:restart');
    assert.equal(await tab.locator('.el-message-box:visible').count(), 0);
    await tab.keyboard.press('Escape');
    await row.locator('input[type=checkbox]').check();
    for (const action of ['start', 'stop', 'restart']) {
      await lacks(tab.locator(`[data-test=batch-${action}]`), `vm:${action}`);
    }
    // Sent by somebody who may: shows no screens, and asks for none.
    await person.goTo('/ui/vms?screens=on&nameLike=web-1');
    await tab.waitForSelector('tr[data-vm=web-1]');
    assert.equal(await tab.locator('.thumbnail').count(), 0);

    await (await person.find('web-1')).locator('td.name a').first().click();
    await tab.click('[data-test=tab-access]');
    await lacks(tab.locator('[data-test=publish]'), 'vm:service:create');
    const { pathname } = new URL(tab.url());
    await person.goTo(`${pathname}/console`);
    await tab.waitForSelector('[data-phase=ended]');
    assert.match(await tab.textContent('[data-test=console-message]'), /vm:console:access/);
    await lacks(tab.locator('[data-test=reconnect]'), 'vm:console:access');
  },
};
