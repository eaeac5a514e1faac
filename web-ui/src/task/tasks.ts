import { computed, reactive, ref } from 'vue';
import { get, post } from '@/api/http';
import { whenSessionEnds } from '@/api/session';
import { listen } from '@/api/stream';
import type { Action, Task } from '@/api/types';

const MOST_KEPT = 400;
const known = reactive(new Map<string, Task>());

/** Whether the panel is open. */
export const isPanelOpen = ref(false);

const all = computed(() => [...known.values()].sort(newestFirst));

/** Tasks that were heard of, the newest first; those of a batch are within it. */
export const tasks = computed(() => all.value.filter((task) => !known.has(task.extra.parentId ?? '')));

export const runningTasks = computed(() => tasks.value.filter((task) => task.status === 'running'));

const runningByVm = computed(
  () => new Map(all.value.filter((task) => task.status === 'running').map((task) => [task.extra.vmId, task])),
);

/** The task that a machine is busy with, if any. */
export function runningTaskOf(vmId: string): Task | undefined {
  return runningByVm.value.get(vmId);
}

/** How a task stands, as it was last heard of. */
export function taskOf(taskId: string): Task | undefined {
  return known.get(taskId);
}

function newestFirst(one: Task, other: Task): number {
  return other.extra.createTime.localeCompare(one.extra.createTime) || other.taskId.localeCompare(one.taskId);
}

/** What has ended stays so: a slower answer may tell of before. */
function keep(task: Task) {
  if (task.status === 'running' && (known.get(task.taskId)?.status ?? 'running') !== 'running') {
    return;
  }
  known.set(task.taskId, task);
  if (known.size > MOST_KEPT) {
    // What is running shows on its machine, however old it is.
    const oldest = all.value.findLast((one) => one.status !== 'running') ?? all.value.at(-1);
    if (oldest !== undefined) {
      known.delete(oldest.taskId);
    }
  }
}

export async function readTasks() {
  const [newest, running] = await Promise.all([
    get('/api/v1/tasks', { query: { page: 1, pageSize: 50 } }),
    get('/api/v1/tasks', { query: { page: 1, pageSize: 200, status: 'running' } }),
  ]);
  const found = new Map([...running.list, ...newest.list].map((task) => [task.taskId, task]));
  // A large batch has more tasks than a page, and is itself older than they are.
  const batches = new Set([...found.values()].map((task) => task.extra.parentId).filter((id) => id != null));
  const missing = [...batches].filter((id) => !found.has(id));
  const read = await Promise.all(
    missing.map((taskId) => get('/api/v1/tasks/{taskId}', { path: { taskId } })),
  );
  // What the stream said meanwhile is newer, and what has ended stays so.
  const ended = new Map([...known].filter(([, task]) => task.status !== 'running'));
  known.clear();
  [...found.values(), ...read].forEach((task) => keep(ended.get(task.taskId) ?? task));
}

/** A repetition by the browser or a proxy is the same request, not a second one. */
function newKey(): string {
  return crypto.randomUUID?.() ?? String(Math.random());
}

export async function operate(vmId: string, action: Action, force: boolean) {
  const options = { path: { vmId }, body: { force }, idempotencyKey: newKey() };
  const { taskId } = await post(`/api/v1/vms/{vmId}/${action}`, options);
  keep(await get('/api/v1/tasks/{taskId}', { path: { taskId } }));
}

export async function operateOnMany(vmIds: string[], action: Action, force: boolean) {
  const options = { body: { action, vmIds, force }, idempotencyKey: newKey() };
  const { taskId } = await post('/api/v1/vms/batch', options);
  keep(await get('/api/v1/tasks/{taskId}', { path: { taskId } }));
}

export async function cancelTask(taskId: string) {
  await post('/api/v1/tasks/{taskId}/cancel', { path: { taskId } });
}

listen('task', keep);
listen('reset', () => void readTasks().catch(() => undefined));
whenSessionEnds(() => known.clear());
