// Measures visits to the web console beside the least that any page has to do: node visits.mjs URL PASSWORD [TIMES]
//
// Each visit is a browser's first: nothing is in its cache. The peer asks the same questions of the platform from the
// same browser and shows nothing: a sign-in and a list by fetch, and a console's link with the first bytes of its socket.
import { chromium } from 'playwright-core';

const [url, password, times = '7'] = process.argv.slice(2);
if (!password) {
  console.error('usage: node visits.mjs URL PASSWORD [TIMES], with the password of acme\'s operator');
  process.exit(2);
}
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const taken = new Map();

async function timed(name, call) {
  const begin = performance.now();
  const result = await call();
  taken.set(name, [...(taken.get(name) ?? []), performance.now() - begin]);
  return result;
}

async function visit() {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
  const tab = await context.newPage();
  await timed('address to sign-in page', async () => {
    await tab.goto(url);
    await tab.waitForSelector('#password');
  });
  await tab.fill('#tenant', 'acme');
  await tab.fill('#username', 'operator');
  await tab.fill('#password', password);
  await timed('sign-in to machines', async () => {
    await tab.click('button[type=submit]');
    await tab.waitForSelector('tr[data-vm]');
  });
  await tab.fill('input[name=nameLike]', 'web-1');
  const row = tab.locator('tr[data-vm="web-1"][data-namespace="shop"]');
  await row.waitFor();
  await timed('click to screen', async () => {
    await row.locator('[data-test=console]').click();
    await tab.waitForSelector('[data-test=screen]');
  });
  await tab.click('[data-test=disconnect]');
  await tab.waitForSelector('[data-phase=ended]');
  await context.close();
}

async function bareVisit() {
  const context = await browser.newContext();
  const tab = await context.newPage();
  await timed('bare: address to a page', () => tab.goto(`${url}/health/liveness`));
  const token = await timed('bare: sign-in and list', () => tab.evaluate(bareList, password));
  await timed('bare: link and first bytes', () => tab.evaluate(bareConsole, token));
  await context.close();
}

async function bareList(word) {
  const headers = { 'Content-Type': 'application/json' };
  const body = JSON.stringify({ tenantId: 'acme', username: 'operator', password: word });
  const signedIn = await (await fetch('/api/v1/auth/login', { method: 'POST', headers, body })).json();
  const { token } = signedIn.data;
  await (await fetch('/api/v1/vms?pageSize=20', { headers: { Authorization: `Bearer ${token}` } })).json();
  return token;
}

async function bareConsole(token) {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` };
  const found = await (await fetch('/api/v1/vms?nameLike=web-1&namespace=shop', { headers })).json();
  const { id } = found.data.list.find((vm) => vm.name === 'web-1');
  const options = { method: 'POST', headers, body: '{"protocol":"vnc"}' };
  const link = await (await fetch(`/api/v1/vms/${id}/console`, options)).json();
  const socket = new WebSocket(link.data.consoleUrl, ['binary']);
  await new Promise((resolve, reject) => {
    socket.onmessage = resolve;
    socket.onclose = (event) => reject(new Error(`closed: ${event.code} ${event.reason}`));
  });
  socket.close(1000);
}

try {
  for (let count = 0; count < Number(times); count++) {
    await visit();
    await bareVisit();
  }
} finally {
  await browser.close();
}
const sorted = (name) => [...taken.get(name)].sort((one, other) => one - other);
const median = (name) => sorted(name)[Math.floor(sorted(name).length / 2)];
for (const [name, peer] of [
  ['address to sign-in page', 'bare: address to a page'],
  ['sign-in to machines', 'bare: sign-in and list'],
  ['click to screen', 'bare: link and first bytes'],
]) {
  const [mine, its] = [median(name), median(peer)].map(Math.round);
  console.log(`${name}: median ${mine} ms, worst ${Math.round(sorted(name).at(-1))} ms; ${peer} ${its} ms; ratio ${(mine / its).toFixed(1)}`);
}
