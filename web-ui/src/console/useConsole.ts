import { computed, onScopeDispose, ref, watch } from 'vue';
import type { Ref } from 'vue';
import { get, post, Refusal, Unreachable } from '@/api/http';
import { session } from '@/api/session';
import type { ConsoleLink, ConsoleProtocol, VmStatus } from '@/api/types';
import { t } from '@/shared/i18n';
import { language } from '@/shared/language';
import { wordsOf } from '@/shared/notice';
import { afterEnding, asSentence, doesAsTold, isLostLine, wordsKey } from './endings';
import type { Ending, Tries } from './endings';
import { LinkQueue } from './linkQueue';
import { useFigures } from './useFigures';
import { useUntilFree } from './useUntilFree';

export type Phase =
  | { kind: 'connecting' }
  /** The platform gives so many links a minute, and these are used up. */
  | { kind: 'queued'; seconds: number }
  | { kind: 'connected' }
  /** Somebody is on the console, whom the platform has named; it may be the same person, elsewhere. */
  | { kind: 'held'; holder: string; sessionId: string; since: string; isOwn: boolean; isWaiting: boolean }
  | { kind: 'pausing'; words: string; seconds: number }
  | { kind: 'whenRunning'; words: string }
  | { kind: 'ended'; words: string; offersTakeover: boolean };

interface Wanted {
  vmId: () => string;
  protocol: () => ConsoleProtocol;
  status: () => VmStatus | undefined;
  viewOnly: Readonly<Ref<boolean>>;
}

/** A console, as the page's parts hand it on. */
export type Console = ReturnType<typeof useConsole>;

const NOT_RUNNING = 40901;
const TOO_MANY = 42901;
/** What ends sooner has not been mended by coming back. */
const LASTING_MILLIS = 60_000;
const RUNS: (VmStatus | undefined)[] = ['running', 'migrating', 'paused'];

/** One for all consoles of the page: the limit is the person's, not the console's. */
const links = new LinkQueue((failed) =>
  failed instanceof Refusal && failed.code === TOO_MANY ? (failed.retryAfterSeconds ?? 10) : null,
);

/** Sessions of this page: what is left of one is nobody else's, wherever in the page it was. */
const ours = new Set<string>();

function isCaller({ username }: { username: string }) {
  return username === session.caller.value?.username;
}

/** A console, from link to link: what became of the last one decides whether there is a next. */
export function useConsole(wanted: Wanted) {
  const phase = ref<Phase>({ kind: 'connecting' });
  /** Where the viewer connects to; a new one for every connection. */
  const url = ref<string | null>(null);
  let tries: Tries = { all: 0, afterLostLine: 0 };
  let seenSince: number | null = null;
  let attempt = 0;
  const ownSession = ref<string | null>(null);
  /** Of the attempts. */
  let lastEndedByItself = -1;
  let learning: Promise<void> = Promise.resolve();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = new AbortController();

  /** What was begun is not gone on with. */
  function begin() {
    clearTimeout(timer);
    asking.abort();
    asking = new AbortController();
    url.value = null;
    // What the platform says of the last one is not true of the next, which may end before it is known.
    ownSession.value = null;
    seenSince = null;
    return ++attempt;
  }

  /** Somebody asks for it: what was tried by itself does not count. */
  function connect(takeover = false) {
    tries = { all: 0, afterLostLine: 0 };
    return tryToConnect(takeover);
  }

  async function tryToConnect(takeover = false) {
    const mine = begin();
    phase.value = { kind: 'connecting' };
    try {
      const link = await askForLink(takeover);
      if (mine !== attempt) {
        return;
      }
      clearTimeout(timer);
      const { holder } = link.extra;
      if (holder != null && !ours.has(holder.sessionId)) {
        // It may be the last one of this page, of which it is being asked which that was.
        await learning;
        if (mine !== attempt) {
          return;
        }
      }
      if (holder == null || takeover) {
        open(link);
      } else if (ours.has(holder.sessionId)) {
        // It broke without a word, or was left just now.
        await disconnectOwn(holder.sessionId);
        if (mine === attempt) {
          open(link);
        }
      } else {
        phase.value = {
          kind: 'held',
          holder: holder.username,
          sessionId: holder.sessionId,
          since: holder.connectTime,
          isOwn: isCaller(holder),
          isWaiting: false,
        };
      }
    } catch (failed) {
      if (mine === attempt) {
        clearTimeout(timer);
        refused(failed);
      }
    }
  }

  function askForLink(takeover: boolean): Promise<ConsoleLink> {
    const ask = () =>
      post('/api/v1/vms/{vmId}/console', {
        path: { vmId: wanted.vmId() },
        body: { protocol: wanted.protocol(), takeover, viewOnly: wanted.viewOnly.value, expireTime: 60 },
      });
    return links.ask(ask, (at) => countDown(at, (seconds) => ({ kind: 'queued', seconds })), asking.signal);
  }

  function open(link: ConsoleLink) {
    // At the address that this page came from: the platform may have many names, or none that it knows.
    const given = new URL(link.consoleUrl);
    const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
    // Its last words are the page's to show, in whose language the browser's own header need not be.
    given.searchParams.set('language', language.value);
    url.value = `${scheme}//${location.host}${given.pathname}${given.search}`;
  }

  function refused(failed: unknown) {
    const words = asSentence(wordsOf(failed));
    if (failed instanceof Refusal && failed.code === NOT_RUNNING) {
      phase.value = { kind: 'whenRunning', words };
    } else if (failed instanceof Unreachable || (failed instanceof Refusal && failed.code >= 50_200)) {
      pause(words, Math.min(1_000 * 2 ** tries.all++, 30_000));
    } else {
      phase.value = { kind: 'ended', words, offersTakeover: false };
    }
  }

  /** The viewer shows the console. */
  function opened() {
    seenSince = Date.now();
    phase.value = { kind: 'connected' };
    learning = learnSession();
    return learning;
  }

  async function learnSession() {
    const mine = attempt;
    const protocol = wanted.protocol();
    const status = await readStatus();
    const own = status?.extra.sessions.filter((one) => one.protocol === protocol && isCaller(one)).at(-1);
    // Where somebody ended it meanwhile, theirs is there by now.
    if (own !== undefined && (mine === attempt || mine !== lastEndedByItself)) {
      ours.add(own.sessionId);
    }
    if (mine === attempt) {
      ownSession.value = own?.sessionId ?? null;
    }
  }

  function readStatus() {
    return get('/api/v1/vms/{vmId}/console/status', { path: { vmId: wanted.vmId() } }).catch(() => null);
  }

  /** The viewer's connection has ended. */
  async function closed(code: number, given: string) {
    if (url.value === null) {
      return;
    }
    const mine = attempt;
    lastEndedByItself = attempt;
    url.value = null;
    if (seenSince !== null && Date.now() - seenSince >= LASTING_MILLIS) {
      tries = { all: 0, afterLostLine: 0 };
    }
    const last = await lastEnded(code);
    if (mine !== attempt) {
      return;
    }
    const ending = { code, words: given || last?.words || '', reason: last?.reason ?? null };
    const next = afterEnding(ending, tries, Math.random());
    const words = toldWords(ending);
    switch (next.kind) {
      case 'again':
        tries.all++;
        tries.afterLostLine += isLostLine(ending) ? 1 : 0;
        pause(words, next.afterMillis);
        break;
      case 'whenRunning':
        phase.value = { kind: 'whenRunning', words };
        break;
      case 'signIn':
        phase.value = { kind: 'ended', words, offersTakeover: false };
        // Where the token is refused the session ends; that nobody answers just now is no refusal.
        await get('/api/v1/auth/me').catch(() => undefined);
        break;
      case 'stop':
        phase.value = { kind: 'ended', words, offersTakeover: next.offersTakeover };
    }
  }

  /** The platform's, unless they say what a client has to do and this one does by itself. */
  function toldWords(ending: Ending) {
    const own = t(`console.end.${wordsKey(ending)}`, { reason: ending.words });
    return ending.words === '' || doesAsTold(ending) ? own : asSentence(ending.words);
  }

  /** A code says less than the platform knows; where the connection just broke it says nothing. */
  async function lastEnded(code: number) {
    if (code !== 1001 && code !== 1011) {
      return null;
    }
    const status = await readStatus();
    const last = status?.extra.lastEnded;
    const own = ownSession.value;
    // One that ended before it was known is at least none of the earlier ones.
    return last != null && (own === null ? !ours.has(last.sessionId) : last.sessionId === own)
      ? { reason: last.reason, words: last.message }
      : null;
  }

  function pause(words: string, millis: number) {
    countDown(
      Date.now() + millis,
      (seconds) => ({ kind: 'pausing', words, seconds }),
      () => whenSeen(() => void tryToConnect()),
    );
  }

  /** Show how long it takes, second by second, unless something else begins meanwhile. */
  function countDown(end: number, show: (seconds: number) => Phase, then?: () => void) {
    clearTimeout(timer);
    const mine = attempt;
    const tick = () => {
      if (mine !== attempt) {
        return;
      }
      const left = end - Date.now();
      phase.value = show(Math.max(0, Math.ceil(left / 1_000)));
      if (left > 0) {
        timer = setTimeout(tick, Math.min(left, 1_000));
      } else {
        then?.();
      }
    };
    tick();
  }

  /** In a tab that nobody looks at it is not tried again and again. */
  function whenSeen(call: () => void) {
    if (!document.hidden) {
      call();
      return;
    }
    document.addEventListener('visibilitychange', () => whenSeen(call), {
      once: true,
      signal: asking.signal,
    });
  }

  async function disconnectOwn(sessionId: string) {
    const options = { path: { vmId: wanted.vmId() }, body: { sessionId } };
    await post('/api/v1/vms/{vmId}/console/disconnect', options).catch(() => undefined);
  }

  function disconnect() {
    const own = ownSession.value;
    begin();
    phase.value = { kind: 'ended', words: t('console.end.left'), offersTakeover: false };
    if (own !== null) {
      void disconnectOwn(own);
    }
  }

  /** The person's own session, in another tab or on another device, ends once there is a link for this one. */
  function bringHere() {
    if (phase.value.kind === 'held' && phase.value.isOwn) {
      ours.add(phase.value.sessionId);
      void connect();
    }
  }

  function waitUntilFree() {
    if (phase.value.kind === 'held') {
      phase.value = { ...phase.value, isWaiting: true };
    }
  }

  useUntilFree(
    () => phase.value.kind === 'held' && phase.value.isWaiting,
    (change) => change.vmId === wanted.vmId() && change.protocol === wanted.protocol(),
    async () => {
      const status = await readStatus();
      return status && status.extra.sessions.every((one) => one.protocol !== wanted.protocol());
    },
    () => void connect(),
  );

  const mayConnect = computed(() => wanted.status() !== undefined);
  watch(
    [wanted.vmId, wanted.protocol, wanted.viewOnly, mayConnect],
    () => {
      if (mayConnect.value) {
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

  const figures = useFigures(() => (phase.value.kind === 'connected' ? ownSession.value : null), readStatus);

  onScopeDispose(begin);

  return { phase, url, figures, connect, opened, closed, disconnect, bringHere, waitUntilFree };
}
