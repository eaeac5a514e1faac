import type { Vm } from '@/api/types';

export type SortKey = 'name' | 'namespace' | 'status' | 'createTime' | 'nodeName' | 'vCPU' | 'memory';

/** What the list shows; it stands in the address, so that a page can be kept, sent and gone back to. */
export interface ListQuery {
  page: number;
  pageSize: number;
  nameLike: string;
  namespace: string;
  status: Vm['status'][];
  nodeName: string;
  /** As Kubernetes writes it; whether it makes sense is for the platform to say. */
  labelSelector: string;
  sortBy: SortKey;
  sortOrder: 'asc' | 'desc';
  /** Whether pictures of the screens are shown. */
  screens: boolean;
}

export const SORT_KEYS: SortKey[] = [
  'name',
  'namespace',
  'status',
  'createTime',
  'nodeName',
  'vCPU',
  'memory',
];
export const PAGE_SIZES = [10, 20, 50, 100, 200];
export const STATUSES: Vm['status'][] = [
  'running',
  'stopped',
  'paused',
  'pending',
  'starting',
  'stopping',
  'migrating',
  'terminating',
  'error',
  'unknown',
];

type Raw = Record<string, string | null | (string | null)[] | undefined>;

function text(raw: Raw, name: string): string {
  const value = raw[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

/** Read the address; whatever makes no sense there is what it is by default. */
export function readQuery(raw: Raw): ListQuery {
  const page = Number(text(raw, 'page'));
  const pageSize = Number(text(raw, 'pageSize'));
  const sortBy = text(raw, 'sortBy') as SortKey;
  return {
    page: Number.isInteger(page) && page > 0 ? page : 1,
    pageSize: PAGE_SIZES.includes(pageSize) ? pageSize : 20,
    nameLike: text(raw, 'nameLike'),
    namespace: text(raw, 'namespace'),
    status: text(raw, 'status')
      .split(',')
      .filter((one): one is Vm['status'] => STATUSES.includes(one as Vm['status'])),
    nodeName: text(raw, 'nodeName'),
    labelSelector: text(raw, 'labelSelector'),
    sortBy: SORT_KEYS.includes(sortBy) ? sortBy : 'name',
    sortOrder: text(raw, 'sortOrder') === 'desc' ? 'desc' : 'asc',
    screens: text(raw, 'screens') === 'on',
  };
}

/** Write it into the address, leaving out what is so by default. */
export function writeQuery(query: ListQuery): Record<string, string> {
  const all: Record<string, string> = {};
  if (query.page !== 1) all.page = String(query.page);
  if (query.pageSize !== 20) all.pageSize = String(query.pageSize);
  if (query.nameLike) all.nameLike = query.nameLike;
  if (query.namespace) all.namespace = query.namespace;
  if (query.status.length > 0) all.status = query.status.join(',');
  if (query.nodeName) all.nodeName = query.nodeName;
  if (query.labelSelector) all.labelSelector = query.labelSelector;
  if (query.sortBy !== 'name') all.sortBy = query.sortBy;
  if (query.sortOrder !== 'asc') all.sortOrder = query.sortOrder;
  if (query.screens) all.screens = 'on';
  return all;
}

/** What the platform is asked for: how it is shown is the page's own matter. */
export function asked(query: ListQuery): string {
  return new URLSearchParams(writeQuery({ ...query, screens: false })).toString();
}

/** Nothing is left out by these. */
export const NO_FILTERS = {
  nameLike: '',
  namespace: '',
  status: [] as Vm['status'][],
  nodeName: '',
  labelSelector: '',
};

/** Whether machines are left out. */
export function isFiltered(query: ListQuery): boolean {
  return asked({ ...query, ...NO_FILTERS }) !== asked(query);
}
