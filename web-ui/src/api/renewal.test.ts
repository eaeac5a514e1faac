import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { endByCookie, renew } from './renewal';
import { beginSession, endSession, session } from './session';
import type { Caller } from './types';

vi.mock('@/shared/language', () => ({ language: { value: 'en' } }));

const ANN = { userId: 'ann', username: 'ann', tenantId: 'acme' } as Caller;
const kept = new Map<string, string>();
const reload = vi.fn();

let answers: Record<string, () => Response>;
let calls: { path: string; init: RequestInit }[];

beforeEach(() => {
  kept.clear();
  reload.mockClear();
  calls = [];
  answers = {
    '/api/v1/auth/refresh': () => json({ token: `token ${calls.length}` }),
    '/api/v1/auth/me': () => json(ANN),
    '/api/v1/auth/logout': () => json(null),
  };
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
  vi.stubGlobal('location', { reload });
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    calls.push({ path, init });
    const answer = answers[path];
    if (answer === undefined) {
      throw new TypeError('no such path');
    }
    return answer();
  });
  beginSession(ANN);
});

afterEach(() => {
  endSession();
  vi.unstubAllGlobals();
});

function json(data: unknown, status = 200): Response {
  return new Response(JSON.stringify({ code: status * 100, message: '', data }), { status });
}

test('gets a token by the cookie, and says that a page of ours asks', async () => {
  expect(await renew()).toBe('renewed');

  expect(session.token()).toBe('token 1');
  expect(calls.map((one) => one.path)).toEqual(['/api/v1/auth/refresh', '/api/v1/auth/me']);
  expect(calls[0]?.init.headers).toMatchObject({ 'X-Requested-With': 'vmgate' });
  expect(calls[1]?.init.headers).toMatchObject({ Authorization: 'Bearer token 1' });
});

test('asks once, however many want one', async () => {
  const all = await Promise.all([renew(), renew(), renew()]);

  expect(all).toEqual(['renewed', 'renewed', 'renewed']);
  expect(calls).toHaveLength(2);
});

test('takes what the person may do now', async () => {
  answers['/api/v1/auth/me'] = () => json({ ...ANN, permissions: ['vm:query'] });

  await renew();

  expect(session.may('vm:query')).toBe(true);
});

test.each([401, 403])('ends with a refusal (%i)', async (status) => {
  answers['/api/v1/auth/refresh'] = () => json(null, status);

  expect(await renew()).toBe('ended');
});

test('asks for nothing where nobody is signed in', async () => {
  endSession();

  expect(await renew()).toBe('ended');
  expect(calls).toHaveLength(0);
});

test.each([429, 500, 503])('goes on later when the platform cannot (%i)', async (status) => {
  answers['/api/v1/auth/refresh'] = () => json(null, status);

  expect(await renew()).toBe('away');
  expect(session.isSignedIn.value).toBe(true);
});

test('goes on later when nobody answers', async () => {
  answers = {};

  expect(await renew()).toBe('away');
});

test('starts the page anew for somebody else', async () => {
  answers['/api/v1/auth/me'] = () => json({ ...ANN, userId: 'bob' });

  await renew();

  expect(reload).toHaveBeenCalledOnce();
  expect(session.caller.value?.userId).toBe('ann');
});

test('stays signed out when that happened meanwhile', async () => {
  answers['/api/v1/auth/me'] = () => {
    endSession();
    return json(ANN);
  };

  expect(await renew()).toBe('ended');
  expect(session.isSignedIn.value).toBe(false);
  expect(session.token()).toBeNull();
});

test('ends what the cookie is good for, without beginning a session', async () => {
  endSession();

  expect(await endByCookie(new AbortController().signal)).toBe(true);
  expect(calls.map((one) => one.path)).toEqual(['/api/v1/auth/refresh', '/api/v1/auth/logout']);
  expect(session.isSignedIn.value).toBe(false);

  answers = {};
  expect(await endByCookie(new AbortController().signal)).toBe(false);
});
