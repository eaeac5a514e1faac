import { beforeEach, expect, test, vi } from 'vitest';
import type { Task } from '@/api/types';

const answers = vi.hoisted(() => ({
  get: vi.fn(),
  post: vi.fn(),
  hear: (() => undefined) as (task: unknown) => void,
}));
vi.mock('@/api/http', () => ({ get: answers.get, post: answers.post }));
vi.mock('@/api/stream', () => ({
  listen: (kind: string, listener: (task: unknown) => void) => {
    if (kind === 'task') {
      answers.hear = listener;
    }
  },
}));
const { operate, readTasks, runningTaskOf, runningTasks, taskOf, tasks } = await import('./tasks');

let second = 0;

function task(taskId: string, status: Task['status'], extra: Partial<Task['extra']> = {}): Task {
  const createTime = new Date(second++ * 1_000).toISOString();
  return { taskId, status, progress: 0, extra: { createTime, vmId: `vm-of-${taskId}`, ...extra } } as Task;
}

/** What the platform has: pages as asked for, tasks by their id. */
function has(newest: Task[], running: Task[] = [], others: Task[] = []) {
  answers.get.mockImplementation((path: string, { query, path: names }: never) => {
    if (path === '/api/v1/tasks') {
      return Promise.resolve({
        list: (query as { status?: string }).status === 'running' ? running : newest,
      });
    }
    return Promise.resolve(others.find((one) => one.taskId === (names as { taskId: string }).taskId));
  });
}

beforeEach(async () => {
  has([]);
  await readTasks();
});

test('shows the tasks of a batch within it', async () => {
  has([task('batch', 'running', { vmId: null }), task('one', 'running', { parentId: 'batch' })]);
  await readTasks();
  expect(tasks.value.map((one) => one.taskId)).toEqual(['batch']);
  expect(runningTasks.value).toHaveLength(1);
  expect(runningTaskOf('vm-of-one')?.taskId).toBe('one');
});

test('reads a batch that is older than what a page of its tasks holds', async () => {
  const batch = task('batch', 'running', { vmId: null });
  has([task('one', 'running', { parentId: 'batch' })], [], [batch]);
  await readTasks();
  expect(tasks.value.map((one) => one.taskId)).toEqual(['batch']);
});

test('knows what runs, whatever has come and ended since', async () => {
  const old = task('old', 'running');
  has([], [old]);
  await readTasks();
  for (let at = 0; at < 1_000; at++) {
    answers.hear(task(`t-${at}`, 'success'));
  }
  expect(runningTaskOf('vm-of-old')?.taskId).toBe('old');
  expect(tasks.value.length).toBeLessThan(500);
  expect(tasks.value[0]?.taskId).toBe('t-999');
});

test('does not forget an end that it heard of while it read', async () => {
  const running = task('one', 'running');
  const waiting: ((page: { list: Task[] }) => void)[] = [];
  answers.get.mockImplementation(() => new Promise((resolve) => waiting.push(resolve)));
  const reading = readTasks();
  answers.hear({ ...running, status: 'success' });
  waiting.forEach((answer) => answer({ list: [running] }));
  await reading;
  expect(taskOf('one')?.status).toBe('success');
});

test('a task that has ended stays so, whatever a slower answer tells of before', async () => {
  const before = task('slow', 'running');
  answers.post.mockResolvedValue({ taskId: 'slow' });
  answers.get.mockImplementation(() => {
    answers.hear({ ...before, status: 'failed' });
    return Promise.resolve(before);
  });

  await operate('vm-of-slow', 'start', false);

  expect(taskOf('slow')?.status).toBe('failed');
  expect(runningTaskOf('vm-of-slow')).toBeUndefined();
});
