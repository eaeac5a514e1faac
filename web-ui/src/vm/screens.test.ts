import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Screens } from './screens';

/** Time that passes when it is told to. */
class Hand {
  private time = 1_000_000;
  private timers: { at: number; what: () => void }[] = [];

  readonly clock = {
    now: () => this.time,
    after: (millis: number, what: () => void) => {
      const timer = { at: this.time + millis, what };
      this.timers.push(timer);
      return () => {
        this.timers = this.timers.filter((one) => one !== timer);
      };
    },
  };

  /** Let time pass, and what has become due happen. */
  async pass(millis: number) {
    const end = this.time + millis;
    await settle();
    for (;;) {
      const next = this.timers.filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) {
        break;
      }
      this.timers = this.timers.filter((one) => one !== next);
      this.time = next.at;
      next.what();
      await settle();
    }
    this.time = end;
  }
}

/** Let promises that are kept be followed. */
function settle() {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Who answers for the platform, when and as the test says. */
class Platform {
  asked: { vmId: string; tag: string | null; answer: (with_: Response) => void; fail: () => void }[] = [];
  byItself: ((vmId: string) => Response) | null = null;

  readonly ask = (vmId: string, tag: string | null) =>
    new Promise<Response>((resolve, reject) => {
      this.asked.push({ vmId, tag, answer: resolve, fail: () => reject(new Error('away')) });
      if (this.byItself !== null) {
        resolve(this.byItself(vmId));
      }
    });

  get names() {
    return this.asked.map((one) => one.vmId);
  }
}

const png = (tag = '"1"') => new Response('png', { status: 200, headers: { ETag: tag } });
const refusal = (code: number, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify({ code }), { status: Math.floor(code / 100), headers });

let hand: Hand;
let platform: Platform;
let screens: Screens;
const living = new Set<string>();

beforeEach(() => {
  hand = new Hand();
  platform = new Platform();
  screens = new Screens(platform.ask, hand.clock);
  living.clear();
  let count = 0;
  vi.spyOn(URL, 'createObjectURL').mockImplementation(() => {
    const address = `blob:${++count}`;
    living.add(address);
    return address;
  });
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation((address) => void living.delete(address));
});
afterEach(() => vi.restoreAllMocks());

test('asks for three at once, and for the next when one has come', async () => {
  for (const vmId of ['a', 'b', 'c', 'd', 'e']) {
    screens.watch(vmId, () => undefined);
  }
  await hand.pass(1_000);
  expect(platform.names).toEqual(['a', 'b', 'c']);

  platform.asked[1]?.answer(png());
  await hand.pass(0);
  expect(platform.names).toEqual(['a', 'b', 'c', 'd']);

  platform.asked[0]?.fail();
  await hand.pass(0);
  expect(platform.names).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('asks for none that only flies by', async () => {
  const stop = screens.watch('a', () => undefined);
  await hand.pass(50);
  stop();
  await hand.pass(60_000);
  expect(platform.asked).toEqual([]);
});

test('renews a picture after half a minute, and not before', async () => {
  platform.byItself = () => png();
  screens.watch('a', () => undefined);
  await hand.pass(29_000);
  expect(platform.asked).toHaveLength(1);
  await hand.pass(2_000);
  expect(platform.asked).toHaveLength(2);
});

test('does not ask sooner for who scrolls away and back, and shows what there was', async () => {
  platform.byItself = () => png();
  const stop = screens.watch('a', () => undefined);
  await hand.pass(1_000);
  stop();
  const seen: (string | null)[] = [];
  screens.watch('a', (address) => seen.push(address));
  await hand.pass(20_000);
  expect(seen).toEqual(['blob:1']);
  expect(platform.asked).toHaveLength(1);
});

test('names what it has, and keeps it when that is still true', async () => {
  const answers = [png('"one"'), new Response(null, { status: 304 }), png('"two"')];
  platform.byItself = () => answers.shift() ?? png();
  const seen: (string | null)[] = [];
  screens.watch('a', (address) => seen.push(address));
  await hand.pass(65_000);
  expect(platform.asked.map((one) => one.tag)).toEqual([null, '"one"', '"one"']);
  expect(seen).toEqual([null, 'blob:1', 'blob:2']);
  expect([...living]).toEqual(['blob:2']);
});

test('asks one question for all who look at the same machine', async () => {
  platform.byItself = () => png();
  const seen: (string | null)[] = [];
  screens.watch('a', (address) => seen.push(address));
  screens.watch('a', (address) => seen.push(address));
  await hand.pass(1_000);
  expect(platform.asked).toHaveLength(1);
  expect(seen).toEqual([null, null, 'blob:1', 'blob:1']);
});

test('never again asks a machine that has no screen', async () => {
  platform.byItself = () => refusal(40_003);
  const stop = screens.watch('a', () => undefined);
  await hand.pass(1_000);
  stop();
  screens.watch('a', () => undefined);
  await hand.pass(300_000);
  expect(platform.asked).toHaveLength(1);
});

test('takes away the picture of a machine that has stopped, and asks again later', async () => {
  const answers = [png(), refusal(40_901), png()];
  platform.byItself = () => answers.shift() ?? png();
  const seen: (string | null)[] = [];
  screens.watch('a', (address) => seen.push(address));
  await hand.pass(65_000);
  expect(seen).toEqual([null, 'blob:1', null, 'blob:2']);
});

test('keeps the last picture while nobody answers', async () => {
  const answers = [png(), refusal(50_301)];
  platform.byItself = () => answers.shift() ?? png();
  const seen: (string | null)[] = [];
  screens.watch('a', (address) => seen.push(address));
  await hand.pass(40_000);
  expect(seen).toEqual([null, 'blob:1']);
});

test('asks for nothing as long as the platform wishes', async () => {
  const answers = [refusal(42_901, { 'Retry-After': '45' })];
  platform.byItself = () => answers.shift() ?? png();
  screens.watch('a', () => undefined);
  await hand.pass(1_000);
  screens.watch('b', () => undefined);
  await hand.pass(43_000);
  expect(platform.names).toEqual(['a']);
  await hand.pass(2_000);
  expect(platform.names.sort()).toEqual(['a', 'a', 'b']);
});

test('rests while nobody can see the page', async () => {
  platform.byItself = () => png();
  screens.watch('a', () => undefined);
  await hand.pass(1_000);
  screens.show(false);
  await hand.pass(300_000);
  expect(platform.asked).toHaveLength(1);
  screens.show(true);
  await hand.pass(0);
  expect(platform.asked).toHaveLength(2);
});

test('gives pictures back that nobody has looked at for long', async () => {
  platform.byItself = () => png();
  for (let at = 0; at < 150; at++) {
    const stop = screens.watch(`vm-${at}`, () => undefined);
    await hand.pass(200);
    stop();
  }
  expect(living.size).toBe(100);
  expect(living).not.toContain('blob:1');
});

test('shows the next person nothing of what the last was shown', async () => {
  screens.watch('a', () => undefined);
  await hand.pass(1_000);
  platform.byItself = () => png();
  screens.watch('b', () => undefined);
  await hand.pass(1_000);
  expect(living.size).toBe(1);

  screens.clear();
  // Was asked for before.
  platform.asked[0]?.answer(png());
  await hand.pass(0);
  expect(living.size).toBe(0);
});
