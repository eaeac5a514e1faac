import { expect, test, vi } from 'vitest';
import { lastList } from './lastList';

const session = vi.hoisted(() => ({ end: () => undefined as unknown }));
vi.mock('@/api/session', () => ({
  whenSessionEnds: (listener: () => unknown) => (session.end = listener),
}));

test('leads nobody to what somebody else looked for before', () => {
  lastList.value = '/vms?nameLike=secret';
  session.end();
  expect(lastList.value).toBe('/vms');
});
