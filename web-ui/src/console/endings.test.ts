import { expect, test } from 'vitest';
import { afterEnding, asSentence, doesAsTold, wordsKey } from './endings';

const tries = (all = 0, afterLostLine = 0) => ({ all, afterLostLine });
const ending = (code: number, reason: string | null = null) => ({ code, words: '', reason });

test.each([
  [1000, null],
  [1002, 'VIEWER_BROKE'],
  [1011, 'LINE_REFUSED'],
  [4000, 'DISCONNECTED'],
  [4003, 'IDLE'],
  [4004, 'TAKEN_OVER'],
  [4999, null],
])('stays away after %i %s', (code, reason) => {
  expect(afterEnding(ending(code, reason), tries(), 0.5)).toEqual({ kind: 'stop', offersTakeover: false });
});

test.each([
  [1001, 'GOING_AWAY'],
  [1006, null],
  [1011, 'MACHINE_MOVED'],
])('comes back soon after %i %s', (code, reason) => {
  const next = afterEnding(ending(code, reason), tries(), 1);

  expect(next.kind).toBe('again');
  expect(next.kind === 'again' && next.afterMillis).toBeLessThanOrEqual(2_000);
});

test('waits longer and longer for a cluster that does not answer', () => {
  const pauses = [0, 1, 2].map((all) => afterEnding(ending(1011, 'NO_ANSWER'), tries(all), 0));

  expect(pauses).toEqual([5_000, 10_000, 20_000].map((afterMillis) => ({ kind: 'again', afterMillis })));
});

test('comes back to a lost line only once, whatever else it came back to', () => {
  expect(afterEnding(ending(1011, 'LINE_LOST'), tries(3), 0).kind).toBe('again');
  expect(afterEnding(ending(1011, 'LINE_LOST'), tries(1, 1), 0).kind).toBe('stop');
});

test('offers to take over from who is outside of the platform', () => {
  expect(afterEnding(ending(1011, 'LINE_TAKEN'), tries(), 0)).toEqual({ kind: 'stop', offersTakeover: true });
});

test('waits for a machine that stopped, and signs in when the permission is gone', () => {
  expect(afterEnding(ending(4002), tries(), 0).kind).toBe('whenRunning');
  expect(afterEnding(ending(4001), tries(), 0).kind).toBe('signIn');
});

test('gives up in the end', () => {
  expect(afterEnding(ending(1006), tries(100), 0).kind).toBe('stop');
});

test('takes an unknown code of the platform like a disconnection', () => {
  expect(wordsKey(ending(4321))).toBe('disconnected');
  expect(wordsKey(ending(1006))).toBe('broken');
});

test.each([
  [1001, 'GOING_AWAY', true],
  [1001, null, true],
  [1001, 'VIEWER_SILENT', false],
  [1011, 'MACHINE_MOVED', true],
  [1011, 'NO_ANSWER', false],
  [4004, 'TAKEN_OVER', false],
])('knows whether %i %s tells what it does by itself', (code, reason, does) => {
  expect(doesAsTold(ending(code, reason))).toBe(does);
});

test.each([
  ['ann took the console over', 'ann took the console over.'],
  ['控制台已被 ann 接管', '控制台已被 ann 接管。'],
  ['The connection broke.', 'The connection broke.'],
  ['连接中断。', '连接中断。'],
  ['', ''],
])('ends what others may follow: %s', (words, sentence) => {
  expect(asSentence(words)).toBe(sentence);
});
