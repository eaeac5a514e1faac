import { expect, test, vi } from 'vitest';
import { isSamePage, pageTitle } from './pageTitle';

vi.mock('./i18n', () => ({
  t: (key: string, named?: { name: string }) => (key === 'app.name' ? 'VMGate' : `Console of ${named?.name}`),
}));

test.each([
  [false, 'web-1', 'web-1 · VMGate'],
  [true, 'web-1', 'Console of web-1 · VMGate'],
  [false, 'VMGate · Sign in', 'VMGate · Sign in'],
  [true, '', 'VMGate'],
])('names a page (console: %s) headed "%s"', (isConsole, heading, title) => {
  expect(pageTitle(isConsole, heading)).toBe(title);
});

test('takes another machine for another page, another protocol not', () => {
  const vnc = { name: 'console', params: { vmId: 'a', protocol: 'vnc' } };

  expect(isSamePage(vnc, { name: 'console', params: { vmId: 'a', protocol: 'serial' } })).toBe(true);
  expect(isSamePage(vnc, { name: 'console', params: { vmId: 'b', protocol: 'vnc' } })).toBe(false);
  expect(isSamePage(vnc, { name: 'vm', params: { vmId: 'a' } })).toBe(false);
});
