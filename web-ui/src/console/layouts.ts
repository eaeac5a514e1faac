/** A key to press, by its place on the keyboard (UI Events KeyboardEvent code values). */
export interface Stroke {
  code: string;
  /** For servers that take characters and no places. */
  keysym: number;
  shift: boolean;
  altGr: boolean;
}

export const LAYOUTS = ['us', 'uk', 'de', 'fr', 'jp'] as const;
export type Layout = (typeof LAYOUTS)[number];

const DIGITS = codes('1234567890', 'Digit');
const UPPER = codes('QWERTYUIOP', 'Key');
const HOME = codes('ASDFGHJKL', 'Key');
const LOWER = codes('ZXCVBNM', 'Key');

const PLACES = [
  'Backquote',
  ...DIGITS,
  'Minus',
  'Equal',
  ...UPPER,
  'BracketLeft',
  'BracketRight',
  'Backslash',
  ...HOME,
  'Semicolon',
  'Quote',
  ...LOWER,
  'Comma',
  'Period',
  'Slash',
  'IntlBackslash',
  'IntlYen',
  'IntlRo',
];

/** What each place gives; a blank gives nothing, or a dead key. */
interface Keyboard {
  plain: string;
  shift: string;
  altGr: Record<string, string>;
  /** Characters of dead keys: the key, then a blank. */
  dead: Record<string, DeadKey>;
  /** Dead keys by Unicode's combining mark: the key, then the letter. */
  accents: Record<string, DeadKey>;
}

interface DeadKey {
  code: string;
  shift: boolean;
}

const GRAVE = '\u0300';
const ACUTE = '\u0301';
const CIRCUMFLEX = '\u0302';
const DIAERESIS = '\u0308';

const KEYBOARDS: Record<Layout, Keyboard> = {
  us: {
    plain: "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./   ",
    shift: '~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?   ',
    altGr: {},
    dead: {},
    accents: {},
  },
  uk: {
    plain: "`1234567890-=qwertyuiop[]#asdfghjkl;'zxcvbnm,./\\  ",
    shift: '¬!"£$%^&*()_+QWERTYUIOP{}~ASDFGHJKL:@ZXCVBNM<>?|  ',
    altGr: { Digit4: '€', Backquote: '¦' },
    dead: {},
    accents: {},
  },
  de: {
    plain: ' 1234567890ß qwertzuiopü+#asdfghjklöäyxcvbnm,.-<  ',
    shift: '°!"§$%&/()=? QWERTZUIOPÜ*\'ASDFGHJKLÖÄYXCVBNM;:_>  ',
    altGr: {
      KeyQ: '@',
      KeyE: '€',
      KeyM: 'µ',
      Digit2: '²',
      Digit3: '³',
      Digit7: '{',
      Digit8: '[',
      Digit9: ']',
      Digit0: '}',
      Minus: '\\',
      BracketRight: '~',
      IntlBackslash: '|',
    },
    dead: {
      '^': { code: 'Backquote', shift: false },
      '´': { code: 'Equal', shift: false },
      '`': { code: 'Equal', shift: true },
    },
    accents: {
      [CIRCUMFLEX]: { code: 'Backquote', shift: false },
      [ACUTE]: { code: 'Equal', shift: false },
      [GRAVE]: { code: 'Equal', shift: true },
    },
  },
  fr: {
    plain: '²&é"\'(-è_çà)=azertyuiop $*qsdfghjklmùwxcvbn,;:!<  ',
    shift: ' 1234567890°+AZERTYUIOP £µQSDFGHJKLM%WXCVBN?./§>  ',
    altGr: {
      Digit2: '~',
      Digit3: '#',
      Digit4: '{',
      Digit5: '[',
      Digit6: '|',
      Digit7: '`',
      Digit8: '\\',
      Digit9: '^',
      Digit0: '@',
      Minus: ']',
      Equal: '}',
      KeyE: '€',
    },
    dead: { '¨': { code: 'BracketLeft', shift: true } },
    accents: {
      [CIRCUMFLEX]: { code: 'BracketLeft', shift: false },
      [DIAERESIS]: { code: 'BracketLeft', shift: true },
    },
  },
  jp: {
    plain: ' 1234567890-^qwertyuiop@[]asdfghjkl;:zxcvbnm,./ ¥\\',
    shift: ' !"#$%&\'() =~QWERTYUIOP`{}ASDFGHJKL+*ZXCVBNM<>? |_',
    altGr: {},
    dead: {},
    accents: {},
  },
};

const BLANK: Stroke = { code: 'Space', keysym: 0x20, shift: false, altGr: false };
const CONTROLS: Record<string, Stroke> = {
  '\n': { code: 'Enter', keysym: 0xff0d, shift: false, altGr: false },
  '\t': { code: 'Tab', keysym: 0xff09, shift: false, altGr: false },
  ' ': BLANK,
};

const read = new Map<Layout, Map<string, Stroke[]>>();

/** The strokes that type a text, and the characters that this layout has no keys for. */
export function strokesOf(text: string, layout: Layout): { strokes: Stroke[]; untypable: string[] } {
  const table = tableOf(layout);
  const strokes: Stroke[] = [];
  const untypable = new Set<string>();
  for (const character of text.normalize().replaceAll('\r\n', '\n').replaceAll('\r', '\n')) {
    const found = table.get(character) ?? accented(character, layout, table);
    if (found === undefined) {
      untypable.add(character);
    } else {
      strokes.push(...found);
    }
  }
  return { strokes, untypable: [...untypable] };
}

/** A letter with an accent that the layout has a dead key for. */
function accented(character: string, layout: Layout, table: Map<string, Stroke[]>): Stroke[] | undefined {
  const [letter, accent, ...more] = character.normalize('NFD');
  const key = KEYBOARDS[layout].accents[accent ?? ''];
  const stroke = table.get(letter ?? '');
  return key === undefined || stroke === undefined || more.length > 0
    ? undefined
    : [{ ...key, keysym: keysymOf(accent ?? ''), altGr: false }, ...stroke];
}

function tableOf(layout: Layout): Map<string, Stroke[]> {
  const known = read.get(layout);
  if (known !== undefined) {
    return known;
  }
  const keyboard = KEYBOARDS[layout];
  const table = new Map<string, Stroke[]>(Object.entries(CONTROLS).map(([key, stroke]) => [key, [stroke]]));
  const add = (character: string | undefined, code: string, shift: boolean, altGr: boolean) => {
    if (character !== undefined && character !== ' ' && !table.has(character)) {
      table.set(character, [{ code, keysym: keysymOf(character), shift, altGr }]);
    }
  };
  PLACES.forEach((code, at) => add(keyboard.plain[at], code, false, false));
  PLACES.forEach((code, at) => add(keyboard.shift[at], code, true, false));
  Object.entries(keyboard.altGr).forEach(([code, character]) => add(character, code, false, true));
  for (const [character, { code, shift }] of Object.entries(keyboard.dead)) {
    table.set(character, [{ code, keysym: keysymOf(character), shift, altGr: false }, BLANK]);
  }
  read.set(layout, table);
  return table;
}

/** X11's number of a character: Latin-1 is itself, the rest Unicode with a mark. */
export function keysymOf(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  return point < 0x100 ? point : 0x0100_0000 | point;
}

function codes(keys: string, kind: string): string[] {
  return [...keys].map((key) => kind + key);
}
