import { computed, reactive, ref } from 'vue';
import { get, post } from '@/api/http';
import { whenSessionEnds } from '@/api/session';
import { listen } from '@/api/stream';
import type { Action, Task } from '@/api/types';

const MOST_KEPT = 100;
const known = reactive(new Map<string, Task>());

/** Whether the panel is open. */
export const isPanelOpen = ref(false);

/** Tasks that were heard of, the newest first. */
export const tasks = computed(() =>
  [...known.values()].sort(
    (a, b) => b.extra.createTime.localeCompare(a.extra.createTime) || (a.taskId < b.taskId ? 1 : -1),
  ),
);

export const runningTasks = computed(() => tasks.value.filter((task) => task.status === 'running'));

/** The task that a machine is busy with, if any. */
export function runningTaskOf(vmId: string): Task | undefined {
  return runningTasks.value.find((task) => task.extra.vmId === vmId);
}

function keep(task: Task) {
  known.set(task.taskId, task);
  if (known.size > MOST_KEPT) {
    const oldest = tasks.value.at(-1);
    if (oldest !== undefined) {
      known.delete(oldest.taskId);
    }
  }
}

export async function readTasks() {
  const page = await get('/api/v1/tasks', { query: { page: 1, pageSize: 50 } });
  known.clear();
  page.list.forEach(keep);
}

export async function operate(vmId: string, action: Action, force: boolean) {
  // A repetition by the browser or a proxy is the same request, not a second one.
  const options = {
    path: { vmId },
    body: { force },
    idempotencyKey: crypto.randomUUID?.() ?? String(Math.random()),
  };
  const { taskId } = await post(`/api/v1/vms/{vmId}/${action}`, options);
  keep(await get('/api/v1/tasks/{taskId}', { path: { taskId } }));
}

export async function operateOnMany(vmIds: string[], action: Action, force: boolean) {
  const { taskId } = await post('/api/v1/vms/batch', { body: { action, vmIds, force } });
  keep(await get('/api/v1/tasks/{taskId}', { path: { taskId } }));
}

export async function cancelTask(taskId: string) {
  await post('/api/v1/tasks/{taskId}/cancel', { path: { taskId } });
}

listen('task', keep);
listen('reset', () => void readTasks().catch(() => undefined));
whenSessionEnds(() => known.clear());
