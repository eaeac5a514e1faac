import { expect, test } from 'vitest';
import { LAYOUTS, strokesOf } from './layouts';

const only = (text: string, layout: (typeof LAYOUTS)[number]) => strokesOf(text, layout).strokes[0];

test.each(LAYOUTS)('types all of ASCII on %s', (layout) => {
  const ascii = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)).join('');

  expect(strokesOf(ascii, layout).untypable).toEqual([]);
});

test('finds keys where each layout has them', () => {
  expect(only('@', 'us')).toMatchObject({ code: 'Digit2', shift: true, altGr: false });
  expect(only('@', 'uk')).toMatchObject({ code: 'Quote', shift: true });
  expect(only('@', 'de')).toMatchObject({ code: 'KeyQ', altGr: true });
  expect(only('@', 'fr')).toMatchObject({ code: 'Digit0', altGr: true });
  expect(only('@', 'jp')).toMatchObject({ code: 'BracketLeft', shift: false });
  expect(only('z', 'de')).toMatchObject({ code: 'KeyY' });
  expect(only('a', 'fr')).toMatchObject({ code: 'KeyQ' });
  expect(only('1', 'fr')).toMatchObject({ code: 'Digit1', shift: true });
  expect(only('_', 'jp')).toMatchObject({ code: 'IntlRo', shift: true });
  expect(only('|', 'uk')).toMatchObject({ code: 'IntlBackslash', shift: true });
});

test('types a dead key with a blank after it', () => {
  expect(strokesOf('^', 'de').strokes.map((one) => one.code)).toEqual(['Backquote', 'Space']);
});

test('types a letter with an accent by its dead key, however Unicode writes it', () => {
  const strokes = (text: string, layout: 'de' | 'fr') =>
    strokesOf(text, layout).strokes.map(({ code, shift }) => (shift ? `Shift ${code}` : code));
  expect(strokes('ê', 'fr')).toEqual(['BracketLeft', 'KeyE']);
  expect(strokes('e\u0302', 'fr')).toEqual(['BracketLeft', 'KeyE']);
  expect(strokes('Ï', 'fr')).toEqual(['Shift BracketLeft', 'Shift KeyI']);
  expect(strokes('é', 'de')).toEqual(['Equal', 'KeyE']);
  expect(strokes('à', 'de')).toEqual(['Shift Equal', 'KeyA']);
  // Of its own key, where there is one.
  expect(strokes('é', 'fr')).toEqual(['Digit2']);
  expect(strokes('ü', 'de')).toEqual(['BracketLeft']);
  expect(strokesOf('ấñ', 'de').untypable).toEqual(['ấ', 'ñ']);
});

test('ends lines once, whatever ends them', () => {
  expect(strokesOf('\r\n\n\r', 'us').strokes.map((one) => one.code)).toEqual(['Enter', 'Enter', 'Enter']);
});

test('names each character that cannot be typed once', () => {
  expect(strokesOf('a中b中é', 'us')).toMatchObject({ untypable: ['中', 'é'] });
});
