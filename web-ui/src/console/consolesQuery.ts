import type { LocationQuery } from 'vue-router';

export type Columns = 1 | 2 | 3;

/** Which consoles are shown together, and how; it stands in the address, so that a page can be loaded anew. */
export interface ConsolesQuery {
  /** Machines, by id; none twice. */
  vms: string[];
  /** How many more the address names than are shown. */
  leftOut: number;
  /** Those of them that are only looked at. */
  viewOnly: string[];
  /** As many as there is room for, where it is null. */
  columns: Columns | null;
}

/** Each is a connection to the platform and a picture to draw. */
export const MOST_CONSOLES = 9;
export const COLUMNS: Columns[] = [1, 2, 3];

function names(raw: LocationQuery, key: string): string[] {
  const text = [raw[key]].flat()[0] ?? '';
  return [...new Set(text.split(',').filter((one) => one !== ''))];
}

/** Read the address; whatever makes no sense there is what it is by default. */
export function readConsoles(raw: LocationQuery): ConsolesQuery {
  const all = names(raw, 'vms');
  const vms = all.slice(0, MOST_CONSOLES);
  return {
    vms,
    leftOut: all.length - vms.length,
    viewOnly: names(raw, 'viewOnly').filter((one) => vms.includes(one)),
    columns: COLUMNS.find((one) => String(one) === raw.columns) ?? null,
  };
}

/** Write it into the address, leaving out what is so by default. */
export function writeConsoles(query: Omit<ConsolesQuery, 'leftOut'>): Record<string, string> {
  const viewOnly = query.viewOnly.filter((one) => query.vms.includes(one));
  return {
    ...(query.vms.length > 0 && { vms: query.vms.join(',') }),
    ...(viewOnly.length > 0 && { viewOnly: viewOnly.join(',') }),
    ...(query.columns !== null && { columns: String(query.columns) }),
  };
}
