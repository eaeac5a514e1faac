import { expect, test } from 'vitest';
import { batchObstacle, consoleObstacle, obstacle } from './actions';

const all = () => true;

test('lets a stopped machine be started, and not be stopped', () => {
  expect(obstacle('start', 'stopped', all, false)).toBeNull();
  expect(obstacle('stop', 'stopped', all, false)).toEqual({ kind: 'state' });
});

test('names the permission that is missing, before anything else', () => {
  expect(obstacle('unpause', 'stopped', () => false, true)).toEqual({
    kind: 'permission',
    permission: 'vm:pause',
  });
});

test('lets a busy machine be', () => {
  expect(obstacle('stop', 'running', all, true)).toEqual({ kind: 'busy' });
});

test('shows consoles of machines that run', () => {
  expect(consoleObstacle('running', all)).toBeNull();
  expect(consoleObstacle('starting', all)).toEqual({ kind: 'state' });
});

test('lets a batch go to machines of which one at least can follow', () => {
  const running = { id: 'a', status: 'running' as const };
  const stopped = { id: 'b', status: 'stopped' as const };
  const idle = () => false;

  expect(batchObstacle('start', [running, stopped], all, idle)).toBeNull();
  expect(batchObstacle('start', [running], all, idle)).toEqual({ kind: 'state' });
  expect(batchObstacle('start', [stopped], all, (id) => id === 'b')).toEqual({ kind: 'busy' });
  expect(batchObstacle('start', [running, stopped], () => false, idle)).toEqual({
    kind: 'permission',
    permission: 'vm:start',
  });
});
