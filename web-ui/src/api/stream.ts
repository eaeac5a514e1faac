import { ref, watch } from 'vue';
import { language } from '@/shared/language';
import { codeOf, isOfAProxy, isReachable } from './http';
import { renew } from './renewal';
import { endSession, session, whenSessionEnds } from './session';
import { EventCutter } from './sse';
import type { AccessService, ConsoleChange, ServiceGone, Task, Vm, VmGone } from './types';

/** What a page may listen to. */
interface Heard {
  vm: Vm | VmGone;
  task: Task;
  console: ConsoleChange;
  service: AccessService | ServiceGone;
  /** Everything must be read anew: changes were missed, or may have been. */
  reset: null;
}

type Listener<K extends keyof Heard> = (what: Heard[K]) => void;

const listeners: { [K in keyof Heard]: Set<Listener<K>> } = {
  vm: new Set(),
  task: new Set(),
  console: new Set(),
  service: new Set(),
  reset: new Set(),
};

/** Whether changes arrive as they happen. */
export const isLive = ref(false);

// The platform says something every 15 s; who hears nothing for much longer hears nobody.
const TOKEN_EXPIRED = 40103;
const SILENCE_MILLIS = 40_000;
const FIRST_PAUSE_MILLIS = 500;
const LONGEST_PAUSE_MILLIS = 15_000;

let running: AbortController | null = null;
let lastId: string | null = null;

/** Listen to changes; call what is returned to stop. */
export function listen<K extends keyof Heard>(kind: K, listener: Listener<K>): () => void {
  listeners[kind].add(listener);
  return () => listeners[kind].delete(listener);
}

/** Follow the stream until the session ends. */
export function followStream() {
  stopStream();
  running = new AbortController();
  void follow(running.signal);
}

export function stopStream() {
  running?.abort();
  running = null;
  lastId = null;
  isLive.value = false;
}

async function follow(signal: AbortSignal) {
  let pause = FIRST_PAUSE_MILLIS;
  while (!signal.aborted) {
    const began = Date.now();
    const goOn = await once(signal).catch(() => true);
    isLive.value = false;
    if (!goOn) {
      return;
    }
    pause = Date.now() - began > LONGEST_PAUSE_MILLIS ? FIRST_PAUSE_MILLIS : pause;
    await untilTheNextTry(pause * (0.75 + Math.random() / 2));
    pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
  }
}

/** So long, or until the network is back. */
function untilTheNextTry(millis: number): Promise<void> {
  return new Promise((resolve) => {
    const goOn = () => {
      clearTimeout(timer);
      removeEventListener('online', goOn);
      resolve();
    };
    const timer = setTimeout(goOn, millis);
    addEventListener('online', goOn);
  });
}

/** Get another token; false when the session is over. */
async function renewed(): Promise<boolean> {
  switch (await renew()) {
    case 'renewed':
      return true;
    case 'away':
      isReachable.value = false;
      return true;
    case 'ended':
      endSession();
      return false;
  }
}

/** Read one connection to its end; false when there is no sense in another one. */
async function once(signal: AbortSignal): Promise<boolean> {
  if (session.token() === null && (!(await renewed()) || session.token() === null)) {
    return session.isSignedIn.value;
  }
  const silence = new AbortController();
  let watch = setTimeout(() => silence.abort(), SILENCE_MILLIS);
  try {
    const headers: Record<string, string> = {
      Accept: 'text/event-stream',
      Authorization: `Bearer ${session.token()}`,
      'Accept-Language': language.value,
    };
    if (lastId !== null) {
      headers['Last-Event-ID'] = lastId;
    }
    const answer = await fetch('/api/v1/stream?kinds=vm,task,console,service', {
      headers,
      signal: AbortSignal.any([signal, silence.signal]),
    });
    if (answer.status === 401) {
      if ((await codeOf(answer)) === TOKEN_EXPIRED) {
        return await renewed();
      }
      endSession();
      return false;
    }
    if (answer.status === 403) {
      return false;
    }
    if (isOfAProxy(answer)) {
      isReachable.value = false;
    }
    if (!answer.ok || answer.body === null) {
      return true;
    }
    isReachable.value = true;
    const reader = answer.body.getReader();
    const text = new TextDecoder();
    const cutter = new EventCutter();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return true;
      }
      clearTimeout(watch);
      watch = setTimeout(() => silence.abort(), SILENCE_MILLIS);
      for (const event of cutter.take(text.decode(value, { stream: true }))) {
        const next = hear(event);
        if (next === 'over') {
          endSession();
          return false;
        }
        if (next === 'renew') {
          return await renewed();
        }
      }
    }
  } catch (failed) {
    if (!signal.aborted) {
      isReachable.value = false;
    }
    throw failed;
  } finally {
    clearTimeout(watch);
  }
}

/** Take an event in, and say whether to go on listening, with another token, or not at all. */
function hear(event: { id: string | null; name: string; data: string }): 'on' | 'renew' | 'over' {
  const isResumed = lastId !== null;
  if (event.id !== null) {
    lastId = event.id;
  }
  switch (event.name) {
    case 'ready':
      isLive.value = true;
      if (!isResumed) {
        tell('reset', null);
      }
      return 'on';
    case 'reset':
      tell('reset', null);
      return 'on';
    case 'vm':
    case 'task':
    case 'console':
    case 'service':
      isLive.value = true;
      tell(event.name, JSON.parse(event.data));
      return 'on';
    case 'bye': {
      const { reason } = JSON.parse(event.data) as { reason: string };
      return reason === 'shutdown' ? 'on' : reason === 'tokenExpired' ? 'renew' : 'over';
    }
    default:
      return 'on';
  }
}

function tell<K extends keyof Heard>(kind: K, what: Heard[K]) {
  listeners[kind].forEach((listener) => listener(what));
}

// What was read while nobody answered is from before, and what could not be read is missing.
watch(isReachable, (is) => {
  if (is) {
    tell('reset', null);
  }
});

// Sentences come in the language that it was opened with, and those that were heard are read anew.
watch(language, () => {
  if (running !== null) {
    followStream();
  }
});

whenSessionEnds(stopStream);
