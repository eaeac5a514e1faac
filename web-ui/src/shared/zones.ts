const WRITTEN = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/;
/** How Java names zones that are an offset and no place; not all browsers take them. */
const OFFSET = /^(?:UTC|GMT|UT)?([+-])(\d\d?)(?::?(\d\d))?$/;
const DAY_MILLIS = 24 * 60 * 60 * 1_000;
const MINUTE_MILLIS = 60 * 1_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * The instant, in milliseconds, at which clocks in the zone show `yyyy-MM-dd HH:mm:ss`; null where that is no time, or
 * the zone is not known. Clocks that are set back show an hour twice: which of both was meant is nowhere written, and
 * the first is taken. What is skipped when they are set forward is as much later as they were set, as in Java.
 */
export function instantOf(written: string, zone: string): number | null {
  const match = WRITTEN.exec(written);
  if (match === null) {
    return null;
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
  const before = offsetAt(asUtc - DAY_MILLIS, zone);
  const after = offsetAt(asUtc + DAY_MILLIS, zone);
  if (before === null || after === null) {
    return null;
  }
  const fits = [asUtc - before, asUtc - after].filter((one) => one + (offsetAt(one, zone) ?? NaN) === asUtc);
  return fits.length === 0 ? asUtc - before : Math.min(...fits);
}

/** What clocks in the zone show at an instant, as `yyyy-MM-dd HH:mm:ss`; null where the zone is not known. */
export function inZone(instant: number, zone: string): string | null {
  const offset = offsetAt(instant, zone);
  return offset === null ? null : new Date(instant + offset).toISOString().slice(0, 19).replace('T', ' ');
}

/** How far the zone's clocks are ahead of UTC then, in milliseconds. */
function offsetAt(instant: number, zone: string): number | null {
  if (zone === 'Z' || zone === 'UTC' || zone === 'GMT') {
    return 0;
  }
  const fixed = OFFSET.exec(zone);
  if (fixed !== null) {
    const minutes = Number(fixed[2]) * 60 + Number(fixed[3] ?? 0);
    return (fixed[1] === '-' ? -minutes : minutes) * MINUTE_MILLIS;
  }
  const format = formatOf(zone);
  if (format === null) {
    return null;
  }
  const shown: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const part of format.formatToParts(instant)) {
    shown[part.type] = Number(part.value);
  }
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1_000) * 1_000;
}

/** To make one takes a hundred times as long as to use it. */
function formatOf(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone);
  if (known !== undefined) {
    return known;
  }
  try {
    const made = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, made);
    return made;
  } catch {
    return null;
  }
}
