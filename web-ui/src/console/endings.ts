/** Why a connection ended, as the page learns it. */
export interface Ending {
  code: number;
  /** The platform's sentence in the close frame; empty where it sent none. */
  words: string;
  /** For programs, as `console/status` has it in `lastEnded`; null where that is not known. */
  reason: string | null;
}

/** What to do about it; docs/api/console.md says which. */
export type Next =
  | { kind: 'again'; afterMillis: number }
  /** Once the machine runs. */
  | { kind: 'whenRunning' }
  /** On request only. */
  | { kind: 'stop'; offersTakeover: boolean }
  | { kind: 'signIn' };

/** How often it has been tried by itself since a connection last lasted, or somebody asked for one. */
export interface Tries {
  all: number;
  /** Of them, after a line that broke for no known reason: it may have been taken by somebody outside. */
  afterLostLine: number;
}

const LONGEST_PAUSE_MILLIS = 30_000;
const MOST_TRIES = 8;

/**
 * @param random from 0 to 1, so that not all clients come back at once
 */
export function afterEnding(ending: Ending, tries: Tries, random: number): Next {
  switch (ending.code) {
    case 1000:
    case 1005:
    case 1002:
      return stop();
    case 1001:
      return ending.reason === 'VIEWER_SILENT' ? growing(1_000, tries.all) : again(2_000 * random);
    case 1011:
      return afterUpstream(ending.reason, tries, random);
    case 4001:
      return { kind: 'signIn' };
    case 4002:
      return { kind: 'whenRunning' };
    case 1006:
    case 1012:
    case 1013:
      return tries.all === 0 ? again(300 + 700 * random) : growing(1_000, tries.all);
    default:
      return stop();
  }
}

/** Whether coming back by itself may throw out somebody outside of the platform, who would come back, too. */
export function isLostLine({ code, reason }: Ending): boolean {
  return code === 1011 && (reason === 'LINE_LOST' || reason === 'FAULT');
}

function afterUpstream(reason: string | null, tries: Tries, random: number): Next {
  switch (reason) {
    case 'MACHINE_MOVED':
      return tries.all === 0 ? again(500 * random) : growing(1_000, tries.all);
    case 'NO_ANSWER':
      return growing(5_000, tries.all);
    case 'LINE_LOST':
    case 'FAULT':
      // Once: two clients outside of the platform would throw each other out for ever.
      return tries.afterLostLine === 0 ? again(1_000) : stop();
    case 'LINE_TAKEN':
      return stop(true);
    default:
      return stop();
  }
}

function again(afterMillis: number): Next {
  return { kind: 'again', afterMillis };
}

function growing(firstMillis: number, tries: number): Next {
  return tries >= MOST_TRIES ? stop() : again(Math.min(firstMillis * 2 ** tries, LONGEST_PAUSE_MILLIS));
}

function stop(offersTakeover = false): Next {
  return { kind: 'stop', offersTakeover };
}

/** The name of the page's own words for an ending, for when the platform's are none or not for people. */
export function wordsKey({ code, reason }: Ending): string {
  switch (code) {
    case 1000:
    case 1005:
      return 'left';
    case 1001:
      return 'goingAway';
    case 1002:
      return 'client';
    case 1011:
      return reason === 'MACHINE_MOVED' ? 'moved' : 'upstream';
    case 4000:
      return 'disconnected';
    case 4001:
      return 'withdrawn';
    case 4002:
      return 'stopped';
    case 4003:
      return 'idle';
    case 4004:
      return 'takenOver';
    default:
      return code >= 4000 && code < 5000 ? 'disconnected' : 'broken';
  }
}

/** Whether the platform's words are advice to programs, to come back with a new link, which this one follows. */
export function doesAsTold({ code, reason }: Ending): boolean {
  return (code === 1001 && reason !== 'VIEWER_SILENT') || (code === 1011 && reason === 'MACHINE_MOVED');
}

/** As a sentence of its own, since the platform's have no end: others may follow. */
export function asSentence(words: string): string {
  if (words === '' || /[.!?…。！？]$/u.test(words)) {
    return words;
  }
  // No letter of it becomes a capital: it may be a name's.
  return words + (/\p{Script=Han}/u.test(words) ? '。' : '.');
}
