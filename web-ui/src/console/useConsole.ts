import { computed, onScopeDispose, ref, watch } from 'vue';
import type { Ref } from 'vue';
import { get, post, Refusal, Unreachable } from '@/api/http';
import { endSession, session } from '@/api/session';
import { listen } from '@/api/stream';
import type { ConsoleLink, ConsoleProtocol, VmStatus } from '@/api/types';
import { t } from '@/shared/i18n';
import { wordsOf } from '@/shared/notice';
import { afterEnding, wordsKey } from './endings';

export type Phase =
  | { kind: 'connecting' }
  | { kind: 'connected' }
  /** Somebody else is on the console, whom the platform has named. */
  | { kind: 'held'; holder: string; since: string; isWaiting: boolean }
  | { kind: 'pausing'; words: string; seconds: number }
  | { kind: 'whenRunning'; words: string }
  | { kind: 'ended'; words: string; offersTakeover: boolean };

interface Wanted {
  vmId: () => string;
  protocol: () => ConsoleProtocol;
  status: () => VmStatus | undefined;
  viewOnly: Ref<boolean>;
}

const NOT_RUNNING = 40901;
const TOO_MANY = 42901;
const RUNS: (VmStatus | undefined)[] = ['running', 'migrating', 'paused'];

/** A console, from link to link: what became of the last one decides whether there is a next. */
export function useConsole(wanted: Wanted) {
  const phase = ref<Phase>({ kind: 'connecting' });
  /** Where the viewer connects to; a new one for every connection. */
  const url = ref<string | null>(null);
  let tries = 0;
  let attempt = 0;
  let ownSession: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function connect(takeover = false) {
    clearTimeout(timer);
    const mine = ++attempt;
    url.value = null;
    phase.value = { kind: 'connecting' };
    try {
      const link = await askForLink(takeover);
      if (mine !== attempt) {
        return;
      }
      const { holder } = link.extra;
      if (holder == null || takeover || link.protocol === 'spice') {
        open(link);
      } else if (holder.sessionId === ownSession) {
        // What is left of our own connection, which broke without a word.
        await disconnectOwn();
        if (mine === attempt) {
          open(link);
        }
      } else {
        phase.value = { kind: 'held', holder: holder.username, since: holder.connectTime, isWaiting: false };
      }
    } catch (failed) {
      if (mine === attempt) {
        refused(failed);
      }
    }
  }

  function askForLink(takeover: boolean): Promise<ConsoleLink> {
    return post('/api/v1/vms/{vmId}/console', {
      path: { vmId: wanted.vmId() },
      body: { protocol: wanted.protocol(), takeover, viewOnly: wanted.viewOnly.value, expireTime: 60 },
    });
  }

  function open(link: ConsoleLink) {
    // At the address that this page came from: the platform may have many names, or none that it knows.
    const given = new URL(link.consoleUrl);
    const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
    url.value = `${scheme}//${location.host}${given.pathname}${given.search}`;
  }

  function refused(failed: unknown) {
    const words = wordsOf(failed);
    if (failed instanceof Refusal && failed.code === NOT_RUNNING) {
      phase.value = { kind: 'whenRunning', words };
    } else if (failed instanceof Refusal && failed.code === TOO_MANY) {
      pause(words, (failed.retryAfterSeconds ?? 10) * 1_000);
    } else if (failed instanceof Unreachable || (failed instanceof Refusal && failed.code >= 50_200)) {
      pause(words, Math.min(1_000 * 2 ** tries++, 30_000));
    } else {
      phase.value = { kind: 'ended', words, offersTakeover: false };
    }
  }

  /** The viewer shows the console. */
  async function opened() {
    tries = 0;
    phase.value = { kind: 'connected' };
    const mine = attempt;
    const status = await get('/api/v1/vms/{vmId}/console/status', { path: { vmId: wanted.vmId() } }).catch(
      () => null,
    );
    const own = status?.extra.sessions
      .filter((one) => one.protocol === wanted.protocol() && one.username === session.caller.value?.username)
      .at(-1);
    if (mine === attempt) {
      ownSession = own?.sessionId ?? null;
    }
  }

  /** The viewer's connection has ended. */
  async function closed(code: number, given: string) {
    if (url.value === null) {
      return;
    }
    const mine = attempt;
    url.value = null;
    const last = await lastEnded(code);
    if (mine !== attempt) {
      return;
    }
    const words = given || last?.words || t(`console.end.${wordsKey(code)}`, { reason: given });
    const next = afterEnding({ code, words, reason: last?.reason ?? null }, tries, Math.random());
    switch (next.kind) {
      case 'again':
        tries++;
        pause(words, next.afterMillis);
        break;
      case 'whenRunning':
        phase.value = { kind: 'whenRunning', words };
        break;
      case 'signIn':
        phase.value = { kind: 'ended', words, offersTakeover: false };
        await get('/api/v1/auth/me').catch(() => endSession());
        break;
      case 'stop':
        phase.value = { kind: 'ended', words, offersTakeover: next.offersTakeover };
    }
  }

  /** A code says less than the platform knows; where the connection just broke it says nothing. */
  async function lastEnded(code: number) {
    if (code !== 1001 && code !== 1011) {
      return null;
    }
    const status = await get('/api/v1/vms/{vmId}/console/status', { path: { vmId: wanted.vmId() } }).catch(
      () => null,
    );
    const last = status?.extra.lastEnded;
    return last != null && (ownSession === null || last.sessionId === ownSession)
      ? { reason: last.reason, words: last.message }
      : null;
  }

  function pause(words: string, millis: number) {
    const mine = attempt;
    const end = Date.now() + millis;
    const tick = () => {
      if (mine !== attempt) {
        return;
      }
      const left = end - Date.now();
      if (left <= 0) {
        void connect();
        return;
      }
      phase.value = { kind: 'pausing', words, seconds: Math.ceil(left / 1_000) };
      timer = setTimeout(tick, Math.min(left, 1_000));
    };
    tick();
  }

  async function disconnectOwn() {
    if (ownSession !== null) {
      const options = { path: { vmId: wanted.vmId() }, body: { sessionId: ownSession } };
      await post('/api/v1/vms/{vmId}/console/disconnect', options).catch(() => undefined);
    }
  }

  function disconnect() {
    attempt++;
    clearTimeout(timer);
    url.value = null;
    phase.value = { kind: 'ended', words: t('console.end.left'), offersTakeover: false };
    void disconnectOwn();
  }

  function waitUntilFree() {
    if (phase.value.kind === 'held') {
      phase.value = { ...phase.value, isWaiting: true };
    }
  }

  const stopListening = listen('console', (change) => {
    const isOurs = change.vmId === wanted.vmId() && change.protocol === wanted.protocol();
    if (isOurs && !change.connected && phase.value.kind === 'held' && phase.value.isWaiting) {
      void connect();
    }
  });

  const mayConnect = computed(() => wanted.status() !== undefined);
  watch(
    [wanted.vmId, wanted.protocol, wanted.viewOnly, mayConnect],
    () => {
      if (mayConnect.value) {
        tries = 0;
        void connect();
      }
    },
    { immediate: true },
  );
  watch(wanted.status, (now) => {
    if (phase.value.kind === 'whenRunning' && RUNS.includes(now)) {
      void connect();
    }
  });

  onScopeDispose(() => {
    attempt++;
    clearTimeout(timer);
    stopListening();
  });

  return { phase, url, connect, opened, closed, disconnect, waitUntilFree };
}
