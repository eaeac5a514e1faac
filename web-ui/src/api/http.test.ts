import { afterEach, beforeEach, expect, test, vi } from 'vitest';

vi.mock('@/shared/language', () => ({ language: { value: 'en' } }));
vi.hoisted(() => vi.stubGlobal('addEventListener', () => undefined));
const { get, post, staleSeconds } = await import('./http');

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
