import { ElMessage } from 'element-plus';
import { t } from '@/shared/i18n';

let isWanted = false;

/** The session is about to end as the person wishes. */
export function expectEnd() {
  isWanted = true;
}

/** Whether the end that has come was wished for. */
export function takeExpectation(): boolean {
  const was = isWanted;
  isWanted = false;
  return was;
}

export function showEnded() {
  ElMessage({ message: t('notice.ended'), type: 'warning', showClose: true });
}
