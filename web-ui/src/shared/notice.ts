import { ElMessage } from 'element-plus';
import { isReachable, Refusal, Unreachable } from '@/api/http';
import { t } from './i18n';

/** What to tell a person about something that failed: the platform's own words, where it gave any. */
export function wordsOf(failed: unknown): string {
  if (failed instanceof Refusal) {
    const fields = failed.fieldErrors.map((one) => `${one.field}: ${one.reason}`).join('; ');
    const later =
      failed.retryAfterSeconds === null
        ? ''
        : ` ${t('notice.retryAfter', { seconds: failed.retryAfterSeconds })}`;
    return (fields ? `${failed.message} (${fields})` : failed.message) + later;
  }
  return failed instanceof Unreachable
    ? t('notice.unreachable')
    : t('notice.unexpected', { words: String(failed) });
}

/** Why nothing can be asked for while the platform is away. */
export function whyNobodyAnswers(): string | undefined {
  return isReachable.value ? undefined : t('notice.unreachable');
}

export function showFailure(failed: unknown) {
  ElMessage({ message: wordsOf(failed), type: 'error', duration: 8000, showClose: true, grouping: true });
}

/** Why something cannot be done, to whoever tried. */
export function showReason(message: string) {
  ElMessage({ message, type: 'warning', showClose: true, grouping: true });
}

export function showDone(message: string) {
  ElMessage({ message, type: 'success', showClose: true });
}
