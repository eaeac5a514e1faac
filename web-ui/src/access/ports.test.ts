import { expect, test } from 'vitest';
import { check, emptyForm, emptyRow, toBody } from './ports';

const row = (port: string, more = {}) => ({ ...emptyRow(), port, ...more });

test('finds nothing wrong with one port', () => {
  expect(check({ ...emptyForm(), ports: [row('8080')] })).toEqual({});
});

test.each([
  [{ ports: [row('')] }, { 'ports[0].port': { key: 'required' } }],
  [{ ports: [row('0')] }, { 'ports[0].port': { key: 'range' } }],
  [{ ports: [row('65536')] }, { 'ports[0].port': { key: 'range' } }],
  [{ ports: [row('80a')] }, { 'ports[0].port': { key: 'range' } }],
  [{ ports: [row('80'), row('80')] }, { 'ports[1].port': { key: 'twice' } }],
  [{ ports: [row('80', { targetPort: '99999' })] }, { 'ports[0].targetPort': { key: 'range' } }],
  [{ ports: [row('80', { nodePort: 'x' })] }, { 'ports[0].nodePort': { key: 'nodeRange' } }],
  [
    { ports: [row('80', { nodePort: '30080' }), row('81', { nodePort: '30080' })] },
    { 'ports[1].nodePort': { key: 'twice' } },
  ],
  [{ ports: [row('80')], serviceName: 'My Service' }, { serviceName: { key: 'name' } }],
  [{ ports: [row('80')], allowFrom: '10.0.0.0/8\nhome' }, { allowFrom: { key: 'block', text: 'home' } }],
])('finds what is wrong with %o', (part, wrong) => {
  expect(check({ ...emptyForm(), ...part })).toEqual(wrong);
});

test('lets one port be published for TCP and UDP', () => {
  expect(check({ ...emptyForm(), ports: [row('53'), row('53', { protocol: 'UDP' })] })).toEqual({});
});

test('asks for what was typed, and for nothing that was left out', () => {
  const form = {
    ...emptyForm(),
    ports: [row('8080', { targetPort: '80' })],
    hours: 2,
    allowFrom: '10.0.0.0/8, ::1',
  };

  expect(toBody(form)).toEqual({
    serviceType: 'NodePort',
    serviceName: null,
    ports: [{ port: 8080, targetPort: 80, nodePort: null, protocol: 'TCP' }],
    extra: { expireTime: 7200, allowFrom: ['10.0.0.0/8', '::1'] },
  });
});
