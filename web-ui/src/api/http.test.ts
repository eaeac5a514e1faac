import { afterEach, beforeEach, expect, test, vi } from 'vitest';

vi.mock('@/shared/language', () => ({ language: { value: 'en' } }));
vi.hoisted(() => vi.stubGlobal('addEventListener', () => undefined));
const { get, isReachable, post, staleSeconds, Unreachable } = await import('./http');

let age: string | null;

beforeEach(() => {
  vi.stubGlobal('location', { origin: 'http://platform' });
  vi.stubGlobal('fetch', async () => {
    const headers = new Headers(age === null ? {} : { 'X-Data-Stale-Seconds': age });
    return new Response(JSON.stringify({ code: 200, message: '', data: {} }), { headers });
  });
  staleSeconds.value = 0;
});
afterEach(() => vi.unstubAllGlobals());

const path = { vmId: 'vm-1' };

test.each([
  ['the list', () => get('/api/v1/vms')],
  ['the details', () => get('/api/v1/vms/{vmId}', { path })],
])('learns from %s how old the state is, and that it is current again', async (_, read) => {
  age = '12';
  await read();
  expect(staleSeconds.value).toBe(12);
  age = null;
  await read();
  expect(staleSeconds.value).toBe(0);
});

test.each([
  ['who is on the console', () => get('/api/v1/vms/{vmId}/console/status', { path })],
  ['the events', () => get('/api/v1/vms/{vmId}/events', { path })],
  ['an operation', () => post('/api/v1/vms/{vmId}/start', { path })],
])('learns nothing of it from %s', async (_, ask) => {
  staleSeconds.value = 12;
  age = null;
  await ask();
  expect(staleSeconds.value).toBe(12);
});

/** Answers whose bodies break off, and then whole ones. */
function breaksOff(times: number) {
  let asked = 0;
  vi.stubGlobal('fetch', async () => {
    const isBroken = ++asked <= times;
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(isBroken ? '{"code":200,' : '{"code":200,"data":{}}'));
        if (isBroken) {
          controller.error(new TypeError('network error'));
        } else {
          controller.close();
        }
      },
    });
    return new Response(body);
  });
  return () => asked;
}

test('reads once more what has broken off', async () => {
  const asked = breaksOff(1);
  expect(await get('/api/v1/vms')).toEqual({});
  expect(asked()).toBe(2);
});

test('takes for no answer what breaks off again, and does not say for that that the platform is away', async () => {
  const asked = breaksOff(2);
  await expect(get('/api/v1/vms')).rejects.toBeInstanceOf(Unreachable);
  expect(asked()).toBe(2);
  expect(isReachable.value).toBe(true);
});

test('asks for nothing twice that does something', async () => {
  const asked = breaksOff(1);
  await expect(post('/api/v1/vms/{vmId}/start', { path })).rejects.toBeInstanceOf(Unreachable);
  expect(asked()).toBe(1);
});
