import type { Action, Vm } from '@/api/types';

const PERMISSIONS: Record<Action, string> = {
  start: 'vm:start',
  stop: 'vm:stop',
  restart: 'vm:restart',
  pause: 'vm:pause',
  unpause: 'vm:pause',
};

/** The states that allow an action without doubt; for `pending` and `error` the platform decides. */
const STATES: Record<Action, Vm['status'][]> = {
  start: ['stopped', 'unknown', 'pending', 'error'],
  stop: ['running', 'migrating', 'paused', 'starting', 'unknown', 'pending', 'error', 'stopping'],
  restart: ['running', 'paused', 'migrating', 'starting', 'unknown', 'pending', 'error'],
  pause: ['running'],
  unpause: ['paused'],
};

/** Why an action cannot be asked for now; null when it can. */
export type Obstacle = { kind: 'permission'; permission: string } | { kind: 'state' } | { kind: 'busy' };

/** What one must be allowed to do for an action, or to call it off. */
export function permissionOf(action: Action): string {
  return PERMISSIONS[action];
}

export function obstacle(
  action: Action,
  status: Vm['status'],
  may: (permission: string) => boolean,
  isBusy: boolean,
): Obstacle | null {
  const permission = PERMISSIONS[action];
  if (!may(permission)) {
    return { kind: 'permission', permission };
  }
  if (isBusy) {
    return { kind: 'busy' };
  }
  return STATES[action].includes(status) ? null : { kind: 'state' };
}

/** Why an action cannot be asked for on any of these machines; null when it can on one of them. */
export function batchObstacle(
  action: Action,
  machines: Pick<Vm, 'id' | 'status'>[],
  may: (permission: string) => boolean,
  isBusy: (vmId: string) => boolean,
): Obstacle | null {
  const found = machines.map((vm) => obstacle(action, vm.status, may, isBusy(vm.id)));
  return found.includes(null) ? null : (found[0] ?? null);
}

/** Why a console cannot be opened now. */
export function consoleObstacle(status: Vm['status'], may: (permission: string) => boolean): Obstacle | null {
  if (!may('vm:console:access')) {
    return { kind: 'permission', permission: 'vm:console:access' };
  }
  return ['running', 'migrating', 'paused'].includes(status) ? null : { kind: 'state' };
}
