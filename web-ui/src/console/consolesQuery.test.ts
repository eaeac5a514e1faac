import { expect, test } from 'vitest';
import { MOST_CONSOLES, readConsoles, writeConsoles } from './consolesQuery';

test('reads what it wrote', () => {
  const query = { vms: ['a', 'b', 'c'], viewOnly: ['b'], columns: 2 as const };

  expect(readConsoles(writeConsoles(query))).toEqual({ ...query, leftOut: 0 });
});

test('shows each machine once', () => {
  expect(readConsoles({ vms: 'a,b,a,,b' }).vms).toEqual(['a', 'b']);
});

test('counts what there is no room for', () => {
  const many = Array.from({ length: MOST_CONSOLES + 3 }, (_, at) => `vm-${at}`);

  const query = readConsoles({ vms: many.join(',') });

  expect(query.vms).toEqual(many.slice(0, MOST_CONSOLES));
  expect(query.leftOut).toBe(3);
});

test('takes what makes no sense for what is so by default', () => {
  expect(readConsoles({ vms: ['a', 'b'], viewOnly: 'z', columns: '7' })).toEqual({
    vms: ['a'],
    viewOnly: [],
    columns: null,
    leftOut: 0,
  });
});

test('forgets that a machine which is not shown was only looked at', () => {
  expect(writeConsoles({ vms: ['a'], viewOnly: ['b'], columns: null })).toEqual({ vms: 'a' });
});
