import { readKept, writeKept } from '@/shared/browserStorage';
import { LAYOUTS } from './layouts';
import type { Layout } from './layouts';

const KEY = 'vmgate.layout';

/** The layout of the guests' keyboards, as the person chose it last; the commonest one before. */
export function keptLayout(): Layout {
  return LAYOUTS.find((one) => one === readKept(KEY)) ?? 'us';
}

export function keepLayout(layout: Layout) {
  writeKept(KEY, layout);
}
