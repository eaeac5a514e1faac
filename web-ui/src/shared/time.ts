import { ref } from 'vue';
import { kept } from './kept';
import { inZone, instantOf } from './zones';

/** As the platform writes times, or in the zone of whoever reads them. */
export const TIME_CHOICES = ['platform', 'mine'] as const;

export const timeChoice = kept('vmgate.time', TIME_CHOICES, () => 'platform');

/** The zone that the platform writes its times in; null until it has said so. */
export const platformZone = ref<string | null>(null);

export const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export interface ShownTime {
  text: string;
  /** The same in the other zone, with its name; undefined where there is no other. */
  other: string | undefined;
  /** For programs; undefined where the zone is not known. */
  iso: string | undefined;
}

/** How a time of the platform is shown. */
export function shownTime(written: string): ShownTime {
  const zone = platformZone.value;
  const instant = zone === null ? null : instantOf(written, zone);
  const own = instant === null ? null : inZone(instant, ownZone);
  if (zone === null || instant === null || own === null) {
    return { text: written, other: undefined, iso: undefined };
  }
  const [text, other] =
    timeChoice.value === 'mine' ? [own, `${written} (${zone})`] : [written, `${own} (${ownZone})`];
  return { text, other: zone === ownZone ? undefined : other, iso: new Date(instant).toISOString() };
}

/** How an instant is shown, with the zone: in the platform's where it is known and nobody chose otherwise. */
export function shownInstant(instant: number): string {
  const zone = timeChoice.value === 'mine' ? ownZone : (platformZone.value ?? ownZone);
  const text = inZone(instant, zone);
  return text === null ? `${inZone(instant, 'UTC')} (UTC)` : `${text} (${zone})`;
}
