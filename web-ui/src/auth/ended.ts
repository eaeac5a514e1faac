import { ElMessage } from 'element-plus';
import { t } from '@/shared/i18n';

/** Signing out is the person's own wish and needs no words. */
let isWanted = false;

export function expectEnd() {
  isWanted = true;
}

export function showEnded() {
  if (!isWanted) {
    ElMessage({ message: t('notice.ended'), type: 'warning', showClose: true });
  }
  isWanted = false;
}
