import { expect, test } from 'vitest';
import { asksForSame, readQuery, writeQuery } from './listQuery';

test('keeps the address short where nothing is chosen', () => {
  expect(writeQuery(readQuery({}))).toEqual({});
});

test('reads back what it writes', () => {
  const query = {
    page: 3,
    pageSize: 50,
    nameLike: 'web',
    namespace: 'shop',
    status: ['running' as const, 'error' as const],
    sortBy: 'memory' as const,
    sortOrder: 'desc' as const,
    screens: true,
  };

  expect(readQuery(writeQuery(query))).toEqual(query);
});

test.each([
  [{ page: '-1' }, { page: 1 }],
  [{ page: '1.5' }, { page: 1 }],
  [{ pageSize: '100000' }, { pageSize: 20 }],
  [{ sortBy: 'age' }, { sortBy: 'name' }],
  [{ sortOrder: 'up' }, { sortOrder: 'asc' }],
  [{ status: 'running,<script>' }, { status: ['running'] }],
  [{ screens: '1' }, { screens: false }],
  [{ nameLike: ['a', 'b'] }, { nameLike: 'a' }],
])('makes sense of %o', (raw, expected) => {
  expect(readQuery(raw)).toMatchObject(expected);
});

test('asks for other machines when anything but the screens is chosen', () => {
  const query = readQuery({ namespace: 'shop' });

  expect(asksForSame(query, { ...query, screens: true })).toBe(true);
  expect(asksForSame(query, { ...query, page: 2 })).toBe(false);
});
