import { ElMessageBox } from 'element-plus';
import type { Action, Vm } from '@/api/types';
import { t } from '@/shared/i18n';
import { showDone, showFailure } from '@/shared/notice';
import { operate, operateOnMany } from '@/task/tasks';

/** Ask first where something would be interrupted, then ask the platform. */
export async function askAndOperate(
  machines: Pick<Vm, 'id' | 'name'>[],
  action: Action,
  force: boolean,
): Promise<void> {
  const [first] = machines;
  if (first === undefined) {
    return;
  }
  const name = machines.length === 1 ? first.name : t('vm.confirm.many', { count: machines.length });
  if (!(await isConfirmed(action, force, name))) {
    return;
  }
  try {
    if (machines.length === 1) {
      await operate(first.id, action, force);
    } else {
      await operateOnMany(
        machines.map((vm) => vm.id),
        action,
        force,
      );
    }
    showDone(t('vm.accepted', { action: t(`vm.action.${action}`), name }));
  } catch (failed) {
    showFailure(failed);
  }
}

async function isConfirmed(action: Action, force: boolean, name: string): Promise<boolean> {
  if (action !== 'stop' && action !== 'restart') {
    return true;
  }
  const key = force ? (action === 'stop' ? 'forceStop' : 'forceRestart') : action;
  return ElMessageBox.confirm(t(`vm.confirm.${key}`, { name }), t(`vm.action.${key}`), {
    confirmButtonText: t(`vm.action.${key}`),
    cancelButtonText: t('notice.cancel'),
    type: 'warning',
  }).then(
    () => true,
    () => false,
  );
}
