import { expect, test } from 'vitest';
import { LinkQueue } from './linkQueue';

class TooMany extends Error {
  retryAfterSeconds = 60;
}

/** A platform that gives so many links a minute, and a clock that only the test moves. */
class Minute {
  time = 0;
  asked: string[] = [];
  told: Record<string, number[]> = {};
  given: string[] = [];
  failed: string[] = [];
  private calls: { at: number; call: () => void }[] = [];
  private left: number;
  readonly queue = new LinkQueue((failed) => (failed instanceof TooMany ? failed.retryAfterSeconds : null), {
    now: () => this.time,
    later: (millis, call) => this.calls.push({ at: this.time + millis, call }),
  });

  constructor(private readonly limit: number) {
    this.left = limit;
  }

  open(name: string, signal = new AbortController().signal) {
    const ask = async () => {
      this.asked.push(name);
      if (this.left === 0) {
        throw new TooMany();
      }
      this.left--;
      return name;
    };
    this.queue
      .ask(ask, (at) => (this.told[name] = [...(this.told[name] ?? []), at]), signal)
      .then((link) => this.given.push(link))
      .catch(() => this.failed.push(name));
  }

  /** Let everything happen that can without time. */
  async settle() {
    for (let turns = 0; turns < 200; turns++) {
      await Promise.resolve();
    }
  }

  async pass(seconds: number) {
    this.time += seconds * 1_000;
    this.left = this.limit;
    const due = this.calls.filter((one) => one.at <= this.time);
    this.calls = this.calls.filter((one) => one.at > this.time);
    due.forEach((one) => one.call());
    await this.settle();
  }
}

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];

test('asks for one after the other, and once only when the limit is reached', async () => {
  const minute = new Minute(5);
  NAMES.forEach((name) => minute.open(name));
  await minute.settle();

  expect(minute.given).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(minute.asked).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});

test('tells all that wait until when, and goes on where it was', async () => {
  const minute = new Minute(5);
  NAMES.forEach((name) => minute.open(name));
  await minute.settle();
  expect(minute.told).toEqual({ f: [60_000], g: [60_000], h: [60_000], i: [60_000] });

  await minute.pass(59);
  expect(minute.given).toHaveLength(5);
  await minute.pass(1);

  expect(minute.given).toEqual(NAMES);
  expect(minute.asked).toHaveLength(NAMES.length + 1);
});

test('tells them again when the limit is reached again', async () => {
  const minute = new Minute(1);
  ['a', 'b', 'c'].forEach((name) => minute.open(name));
  await minute.settle();
  await minute.pass(60);

  expect(minute.given).toEqual(['a', 'b']);
  expect(minute.told).toEqual({ b: [60_000], c: [60_000, 120_000] });
});

test('lets nobody ask while there is a wait', async () => {
  const minute = new Minute(1);
  ['a', 'b'].forEach((name) => minute.open(name));
  await minute.settle();
  minute.open('c');
  await minute.settle();

  expect(minute.asked).toEqual(['a', 'b']);
  expect(minute.told.c).toEqual([60_000]);
});

test('forgets who leaves', async () => {
  const minute = new Minute(1);
  const leaving = new AbortController();
  minute.open('a');
  minute.open('b', leaving.signal);
  minute.open('c');
  await minute.settle();
  leaving.abort();
  await minute.pass(60);

  expect(minute.given).toEqual(['a', 'c']);
  expect(minute.failed).toEqual(['b']);
  expect(minute.asked).toEqual(['a', 'b', 'c']);
});

test('is not held up by a console that is refused for a reason of its own', async () => {
  const minute = new Minute(5);
  minute.queue
    .ask(
      () => Promise.reject(new Error('not running')),
      () => undefined,
      new AbortController().signal,
    )
    .catch((refused: Error) => minute.failed.push(refused.message));
  minute.open('b');
  await minute.settle();

  expect(minute.failed).toEqual(['not running']);
  expect(minute.given).toEqual(['b']);
});
