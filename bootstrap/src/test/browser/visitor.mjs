// Somebody at a browser, whose way to the platform can be cut.
import { connect, createServer } from 'node:net';

/** A phone's browser. */
export const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

export class Visitor {
  complaints = [];
  token = null;

  static async come(browser, given, options) {
    const visitor = new Visitor();
    visitor.given = given;
    visitor.way = await Way.to(new URL(given.url));
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US', ...options });
    visitor.tab = await context.newPage();
    visitor.tab.setDefaultTimeout(20_000);
    visitor.tab.on('pageerror', (error) => visitor.complaints.push(`page error: ${error.stack || error.message || error}`));
    // What the page's policy forbids must not be asked for.
    visitor.tab.on('console', (message) => {
      if (/Content Security Policy|Failed to resolve|\[Vue warn|intlify/.test(message.text())) {
        visitor.complaints.push(`console: ${message.text()}`);
      }
    });
    visitor.tab.on('response', async (response) => {
      if (/\/auth\/(login|refresh)$/.test(response.url()) && response.ok()) {
        // Of an answer that breaks off there is nothing to read.
        const answer = await response.json().catch(() => null);
        visitor.token = answer?.data.token ?? visitor.token;
      }
    });
    return visitor;
  }

  /** Where the page is. */
  get path() {
    const url = new URL(this.tab.url());
    return url.pathname + url.search;
  }

  async open(path = '/') {
    await this.tab.goto(`http://127.0.0.1:${this.way.port}${path}`);
  }

  async fillIn(username, password, tenant = 'acme') {
    await this.tab.fill('#tenant', tenant);
    await this.tab.fill('#username', username);
    await this.tab.fill('#password', password);
    await this.tab.click('button[type=submit]');
  }

  async signIn(username = 'operator', tenant = 'acme') {
    this.username = username;
    this.tenant = tenant;
    await this.open();
    await this.fillIn(username, this.password, tenant);
    await this.tab.waitForSelector('tr[data-vm]');
    await this.tab.waitForSelector('.live.on');
  }

  get password() {
    return this.given.passwords[this.tenant === 'acme' ? this.username : `${this.tenant}/${this.username}`];
  }

  /** Open an address by hand, signing in where that is asked for. */
  async goTo(path) {
    await this.open(path);
    await this.tab.waitForSelector('#password, header');
    if (await this.tab.locator('#password').count() > 0) {
      await this.fillIn(this.username, this.password, this.tenant);
    }
  }

  /** The row of the machine of that name, in the namespace of the demonstration. */
  async find(name, namespace = 'shop') {
    await this.tab.fill('input[name=nameLike]', name);
    const row = this.tab.locator(`tr[data-vm="${name}"][data-namespace="${namespace}"]`);
    await row.waitFor();
    return row;
  }

  async openConsole(name) {
    await (await this.find(name)).locator('[data-test=console]').click();
  }

  async awaitScreen() {
    await this.tab.waitForSelector('[data-test=connected]');
    await this.tab.waitForSelector('[data-test=screen]');
    await this.awaitCells(20);
  }

  cells(within = 'body') {
    return this.tab.evaluate(cellsShown, { within });
  }

  /** Wait until so many letters are on the screen. */
  async awaitCells(count, within = 'body') {
    await this.tab.waitForFunction(cellsShown, { within, enough: count });
  }

  /** Go on by Tab until something has the focus, as somebody without a mouse. */
  async tabTo(selector) {
    for (let steps = 0; steps < 80; steps++) {
      if (await this.tab.evaluate((wanted) => document.activeElement.matches(wanted), selector)) {
        return;
      }
      await this.tab.keyboard.press('Tab');
    }
    throw new Error(`Tab does not lead to ${selector}`);
  }

  /** Do something after which the console is in a phase, however short. */
  async through(phase, act) {
    const seen = this.tab.evaluate(seePhase, phase);
    await act();
    await seen;
  }

  /** Load the page anew, as somebody who may have to say who they are again. */
  async reload(username = 'operator') {
    await this.tab.reload();
    await this.tab.waitForSelector('#password, [data-test=sign-out]');
    if ((await this.tab.locator('#password').count()) > 0) {
      await this.fillIn(username, this.given.passwords[username]);
    }
  }

  /** Add a machine to the page of several consoles. */
  async pick(name, namespace = 'shop') {
    await this.tab.click('[data-test=picker]');
    await this.tab.locator('[data-test=picker] input').fill(name);
    await this.tab.click(`[data-pick="${namespace}/${name}"]`);
  }

  leave() {
    this.way.close();
  }
}

/** Until a console is in that phase. */
function seePhase(phase) {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (document.querySelector(`[data-phase=${phase}]`)) {
        observer.disconnect();
        resolve();
      }
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-phase'] });
    look();
    setTimeout(() => reject(new Error(`no console was ${phase}`)), 20_000);
  });
}

/**
 * How many cells of a letter's size show anything in the guest's console, or whether so many do: the page has pixels
 * alone to show for what was typed.
 */
function cellsShown({ within, enough }) {
  const canvas = document.querySelector(`${within} [data-test=screen]`);
  const top = 96;
  if (!canvas || canvas.height <= top) {
    return enough === undefined ? 0 : false;
  }
  const { data } = canvas.getContext('2d').getImageData(0, top, canvas.width, canvas.height - top);
  const cells = new Set();
  for (let i = 0; i < data.length; i += 4) {
    if (data[i] + data[i + 1] + data[i + 2] > 0) {
      const pixel = i / 4;
      cells.add(`${Math.floor((pixel % canvas.width) / 8)}:${Math.floor(pixel / canvas.width / 16)}`);
    }
  }
  return enough === undefined ? cells.size : cells.size >= enough;
}

export const OBSTACLES = {
  refused: (socket) => socket.destroy(),
  gateway: (socket) =>
    socket.on('data', () =>
      socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 4\r\nConnection: close\r\n\r\nlost')),
  silent: (socket) => socket.on('data', () => undefined),
};

/** The network between a browser and the platform. */
class Way {
  sockets = new Set();
  /** What becomes of those who come; null lets them through. */
  obstacle = null;

  static async to(target) {
    const way = new Way();
    way.server = createServer((near) => {
      if (way.obstacle !== null) {
        near.on('error', () => near.destroy());
        way.sockets.add(near);
        way.obstacle(near);
        return;
      }
      const far = connect(Number(target.port), target.hostname);
      for (const [one, other] of [[near, far], [far, near]]) {
        way.sockets.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          way.sockets.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
    await new Promise((resolve) => way.server.listen(0, '127.0.0.1', resolve));
    way.port = way.server.address().port;
    return way;
  }

  /** Everything that is open breaks, without a word to either side. */
  cut() {
    this.sockets.forEach((socket) => socket.destroy());
  }

  close() {
    this.block();
    this.server.close();
  }

  /** Nobody gets through: refused, answered by a proxy that has lost the platform, or not answered at all. */
  block(obstacle = OBSTACLES.refused) {
    this.obstacle = obstacle;
    this.cut();
  }

  unblock() {
    this.obstacle = null;
    this.cut();
  }
}
