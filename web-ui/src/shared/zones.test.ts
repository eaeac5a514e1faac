import { expect, test } from 'vitest';
import { inZone, instantOf } from './zones';

const at = (iso: string) => Date.parse(iso);

test.each([
  ['2025-08-01 10:30:00', 'Asia/Shanghai', '2025-08-01T02:30:00Z'],
  ['2025-08-01 00:00:00', 'UTC', '2025-08-01T00:00:00Z'],
  // Half and quarter hours.
  ['2025-08-01 10:30:00', 'Asia/Kolkata', '2025-08-01T05:00:00Z'],
  ['2025-08-01 10:30:00', 'Asia/Kathmandu', '2025-08-01T04:45:00Z'],
  ['2025-01-15 10:30:00', 'Australia/Lord_Howe', '2025-01-14T23:30:00Z'],
  ['2025-07-15 10:30:00', 'Australia/Lord_Howe', '2025-07-15T00:00:00Z'],
  // Either side of the spring gap and of the autumn overlap.
  ['2025-03-30 01:59:59', 'Europe/Berlin', '2025-03-30T00:59:59Z'],
  ['2025-03-30 03:00:00', 'Europe/Berlin', '2025-03-30T01:00:00Z'],
  ['2025-10-26 01:59:59', 'Europe/Berlin', '2025-10-25T23:59:59Z'],
  ['2025-10-26 03:00:00', 'Europe/Berlin', '2025-10-26T02:00:00Z'],
  // Midnight is skipped or shown twice in some places.
  ['2018-11-04 01:00:00', 'America/Sao_Paulo', '2018-11-04T03:00:00Z'],
  // A day that never was: its neighbours.
  ['2011-12-29 12:00:00', 'Pacific/Apia', '2011-12-29T22:00:00Z'],
  ['2011-12-31 12:00:00', 'Pacific/Apia', '2011-12-30T22:00:00Z'],
  // Zones that are no places, as Java names them.
  ['2025-08-01 10:30:00', 'Z', '2025-08-01T10:30:00Z'],
  ['2025-08-01 10:30:00', '+08:00', '2025-08-01T02:30:00Z'],
  ['2025-08-01 10:30:00', 'GMT+05:30', '2025-08-01T05:00:00Z'],
  ['2025-08-01 10:30:00', 'UTC-3', '2025-08-01T13:30:00Z'],
])('%s in %s is %s, and back', (written, zone, iso) => {
  expect(instantOf(written, zone)).toBe(at(iso));
  expect(inZone(at(iso), zone)).toBe(written);
});

test('takes the first of an hour that clocks show twice', () => {
  expect(instantOf('2025-10-26 02:30:00', 'Europe/Berlin')).toBe(at('2025-10-26T00:30:00Z'));
  expect(inZone(at('2025-10-26T00:30:00Z'), 'Europe/Berlin')).toBe('2025-10-26 02:30:00');
  expect(inZone(at('2025-10-26T01:30:00Z'), 'Europe/Berlin')).toBe('2025-10-26 02:30:00');
  expect(instantOf('2025-11-02 01:30:00', 'America/New_York')).toBe(at('2025-11-02T05:30:00Z'));
});

test('moves what clocks skip as far as they were set', () => {
  const instant = instantOf('2025-03-30 02:30:00', 'Europe/Berlin');
  expect(instant).toBe(at('2025-03-30T01:30:00Z'));
  expect(inZone(instant ?? NaN, 'Europe/Berlin')).toBe('2025-03-30 03:30:00');
});

test.each([
  ['–', 'Asia/Shanghai'],
  ['2025-08-01T10:30:00', 'Asia/Shanghai'],
  ['2025-08-01 10:30:00', 'Middle/Earth'],
])('does not guess at %s in %s', (written, zone) => {
  expect(instantOf(written, zone)).toBeNull();
});

test('knows no time in a zone that is not known', () => {
  expect(inZone(0, 'Middle/Earth')).toBeNull();
});
