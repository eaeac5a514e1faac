import { expect, test } from 'vitest';
import { asked, isFiltered, readQuery, writeQuery } from './listQuery';

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
    nodeName: 'node-a',
    labelSelector: 'app in (web, db),!old',
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

  expect(asked({ ...query, screens: true })).toBe(asked(query));
  expect(asked({ ...query, page: 2 })).not.toBe(asked(query));
});

test('knows whether machines are left out', () => {
  expect(isFiltered(readQuery({ page: '3', sortBy: 'memory', screens: 'on' }))).toBe(false);
  expect(isFiltered(readQuery({ labelSelector: 'app=web' }))).toBe(true);
});
