import { expect, test } from 'vitest';
import { safeAddress } from './addresses';

test.each([
  ['192.168.1.200:30080', 'http://192.168.1.200:30080'],
  ['node-1.example.org:30080', 'http://node-1.example.org:30080'],
  ['[fd00::12]:8080', 'http://[fd00::12]:8080'],
  ['10.0.0.1:443', 'https://10.0.0.1:443'],
])('opens %s as %s', (text, address) => {
  expect(safeAddress(text)).toBe(address);
});

test('goes by the service port for the scheme', () => {
  expect(safeAddress('10.0.0.1:30443', 443)).toBe('https://10.0.0.1:30443');
});

test.each([
  null,
  '',
  'javascript:alert(1)',
  'host',
  'host:0',
  'host:70000',
  'a b:80',
  'user@host:80',
  'host:80/path',
])('makes no link of %s', (text) => {
  expect(safeAddress(text)).toBeNull();
});
