import { beforeEach, expect, test, vi } from 'vitest';

vi.hoisted(() => {
  process.env.TZ = 'Europe/Berlin';
  vi.stubGlobal('addEventListener', () => undefined);
});
const { ownZone, platformZone, shownInstant, shownTime, timeChoice } = await import('./time');

beforeEach(() => {
  platformZone.value = 'Asia/Shanghai';
  timeChoice.value = 'platform';
});

test('shows a time as the platform says, and in the zone of whoever reads it beside', () => {
  expect(ownZone).toBe('Europe/Berlin');
  expect(shownTime('2025-08-01 10:30:00')).toEqual({
    text: '2025-08-01 10:30:00',
    other: '2025-08-01 04:30:00 (Europe/Berlin)',
    iso: '2025-08-01T02:30:00.000Z',
  });
});

test('shows a time in the zone of whoever reads it, and as the platform says beside', () => {
  timeChoice.value = 'mine';
  expect(shownTime('2025-01-01 03:00:00')).toMatchObject({
    text: '2024-12-31 20:00:00',
    other: '2025-01-01 03:00:00 (Asia/Shanghai)',
  });
});

test('shows no other time where both are the same', () => {
  platformZone.value = 'Europe/Berlin';
  expect(shownTime('2025-08-01 10:30:00').other).toBeUndefined();
});

test.each([null, 'Middle/Earth'])('shows what the platform wrote where its zone is %s', (zone) => {
  platformZone.value = zone;
  timeChoice.value = 'mine';
  expect(shownTime('2025-08-01 10:30:00')).toEqual({ text: '2025-08-01 10:30:00' });
});

test.each([
  ['platform', 'Asia/Shanghai', '2025-08-01 10:30:00 (Asia/Shanghai)'],
  ['platform', null, '2025-08-01 04:30:00 (Europe/Berlin)'],
  ['platform', 'Middle/Earth', '2025-08-01 02:30:00 (UTC)'],
  ['mine', 'Asia/Shanghai', '2025-08-01 04:30:00 (Europe/Berlin)'],
] as const)('shows an instant as chosen (%s) where the platform is in %s', (choice, zone, shown) => {
  timeChoice.value = choice;
  platformZone.value = zone;
  expect(shownInstant(Date.UTC(2025, 7, 1, 2, 30))).toBe(shown);
});
