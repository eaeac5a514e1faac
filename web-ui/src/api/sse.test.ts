import { expect, test } from 'vitest';
import { EventCutter } from './sse';

const TEXT =
  'retry: 2000\nid: 7\nevent: ready\ndata: {}\n\n:\nid: 8\n\nid: 9\nevent: vm\ndata: {"a":\ndata: 1}\n\n';

test('reads events, and points without one', () => {
  expect(new EventCutter().take(TEXT)).toEqual([
    { id: '7', name: 'ready', data: '{}' },
    { id: '8', name: '', data: '' },
    { id: '9', name: 'vm', data: '{"a":\n1}' },
  ]);
});

test('reads the same wherever the pieces end', () => {
  const whole = new EventCutter().take(TEXT);
  for (let size = 1; size < 20; size++) {
    const cutter = new EventCutter();
    const events = [];
    for (let at = 0; at < TEXT.length; at += size) {
      events.push(...cutter.take(TEXT.slice(at, at + size)));
    }
    expect(events).toEqual(whole);
  }
});

test('takes what begins with a colon for a comment', () => {
  expect(new EventCutter().take(': data: x\n\n')).toEqual([]);
});
