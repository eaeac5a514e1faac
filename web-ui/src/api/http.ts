import { ref } from 'vue';
import { language } from '@/shared/language';
import { platformZone } from '@/shared/time';
import type { paths } from './contract';
import { renew } from './renewal';
import { endSession, session } from './session';
import type { FieldError } from './types';

/** A refusal in the platform's own words. */
export class Refusal extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly data: unknown = null,
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(message);
  }

  /** Of HTTP. */
  get status(): number {
    return Math.floor(this.code / 100);
  }

  get fieldErrors(): FieldError[] {
    const data = this.data as { fieldErrors?: FieldError[] } | null;
    return data?.fieldErrors ?? [];
  }
}

/** No answer at all: the network, or the platform, is away. */
export class Unreachable extends Error {}

/** Whether the platform answers; the banner shows when it does not. */
export const isReachable = ref(true);

/** How old the machines' state is, in seconds, while the cluster is lost; 0 when it is current. */
export const staleSeconds = ref(0);

const TOKEN_EXPIRED = 40103;
const SESSION_IS_OVER = new Set([40102, TOKEN_EXPIRED, 40104]);
const PATIENCE_MILLIS = 30_000;

type Method = 'get' | 'post' | 'delete';
type PathsWith<M extends Method> = {
  [P in keyof paths]: paths[P][M] extends { responses: object } ? P : never;
}[keyof paths];
type Query<P extends keyof paths, M extends Method> = paths[P][M] extends { parameters: { query?: infer Q } }
  ? Q
  : never;
type Body<P extends keyof paths, M extends Method> = paths[P][M] extends {
  requestBody?: { content: { 'application/json': infer B } };
}
  ? B
  : never;
type Data<P extends keyof paths, M extends Method> = paths[P][M] extends {
  responses: { 200: { content: { 'application/json': { data?: infer D } } } };
}
  ? NonNullable<D>
  : never;

interface Options<P extends keyof paths, M extends Method> {
  /** For the names in braces. */
  path?: Record<string, string>;
  query?: Query<P, M>;
  body?: Body<P, M>;
  idempotencyKey?: string;
  /** The entity tag of what is there already; the answer is 304 where it is still true. */
  ifNoneMatch?: string | null;
  signal?: AbortSignal;
}

/** Read something of the contract. */
export function get<P extends PathsWith<'get'>>(path: P, options: Options<P, 'get'> = {}) {
  return call<Data<P, 'get'>>('GET', path, options);
}

/** Ask for something of the contract. */
export function post<P extends PathsWith<'post'>>(path: P, options: Options<P, 'post'> = {}) {
  return call<Data<P, 'post'>>('POST', path, options);
}

/** Remove something. */
export function remove<P extends PathsWith<'delete'>>(path: P, options: Options<P, 'delete'> = {}) {
  return call<Data<P, 'delete'>>('DELETE', path, options);
}

/** Ask for a picture, which comes without an envelope; a refusal has one. */
export function picture<P extends PathsWith<'get'>>(path: P, options: Options<P, 'get'>) {
  return send('GET', path, options);
}

interface Loose {
  path?: Record<string, string>;
  query?: unknown;
  body?: unknown;
  idempotencyKey?: string;
  ifNoneMatch?: string | null;
  signal?: AbortSignal;
}

async function call<T>(method: string, path: string, options: Loose): Promise<T> {
  const { answer, text } = await wholeAnswer(method, path, options);
  let envelope: { code: number; message: string; data: T };
  try {
    envelope = JSON.parse(text);
  } catch {
    // A proxy in between answers in words of its own.
    throw new Refusal(answer.status * 100, `HTTP ${answer.status}`);
  }
  if (envelope.code !== 200) {
    throw refusal(envelope, answer);
  }
  return envelope.data;
}

/**
 * One whose body breaks off is none, and what reads only is asked for again. That the platform is away it does not say:
 * others may have been answered meanwhile.
 */
async function wholeAnswer(method: string, path: string, options: Loose) {
  for (let tries = method === 'GET' ? 2 : 1; ; tries--) {
    const answer = await send(method, path, options);
    try {
      return { answer, text: await answer.text() };
    } catch (failed) {
      if (options.signal?.aborted) {
        throw failed;
      }
      if (tries === 1) {
        throw new Unreachable(String(failed));
      }
    }
  }
}

function unreachable(failed: unknown): Unreachable {
  isReachable.value = false;
  return new Unreachable(String(failed));
}

/** With another token, where the one at hand has expired, or there is none yet after a start without an answer. */
async function send(method: string, path: string, options: Loose): Promise<Response> {
  if (session.isSignedIn.value && session.token() === null) {
    await renewOrGiveUp();
  }
  const answer = await attempt(method, path, options);
  if (answer.status === 401 && (await codeOf(answer)) === TOKEN_EXPIRED && (await renewOrGiveUp())) {
    return attempt(method, path, options);
  }
  return answer;
}

/** False when the session is over, as the platform itself says best. */
async function renewOrGiveUp(): Promise<boolean> {
  const renewal = await renew();
  if (renewal === 'away') {
    throw unreachable('no token');
  }
  return renewal === 'renewed';
}

/** The code of an envelope that is read again later. */
export async function codeOf(answer: Response): Promise<number> {
  const envelope = await answer
    .clone()
    .json()
    .catch(() => null);
  return (envelope as { code?: number } | null)?.code ?? answer.status * 100;
}

async function attempt(method: string, path: string, options: Loose): Promise<Response> {
  const url = address(path, options);
  const patience = AbortSignal.timeout(PATIENCE_MILLIS);
  try {
    const answer = await fetch(url, {
      method,
      headers: headers(options),
      body: options.body === undefined ? null : JSON.stringify(options.body),
      signal: options.signal ? AbortSignal.any([options.signal, patience]) : patience,
      credentials: 'same-origin',
    });
    if (isOfAProxy(answer)) {
      throw new Error(`HTTP ${answer.status}`);
    }
    isReachable.value = true;
    platformZone.value = answer.headers.get('X-Time-Zone') ?? platformZone.value;
    if (method === 'GET' && /^\/api\/v1\/vms(\/\{vmId\})?$/.test(path)) {
      staleSeconds.value = Number(answer.headers.get('X-Data-Stale-Seconds') ?? 0);
    }
    return answer;
  } catch (failed) {
    if (options.signal?.aborted) {
      throw failed;
    }
    throw unreachable(failed);
  }
}

/** A proxy that cannot reach the platform says so in words of its own; the platform's are in an envelope. */
export function isOfAProxy(answer: Response): boolean {
  return (
    answer.status >= 502 &&
    answer.status <= 504 &&
    !(answer.headers.get('Content-Type') ?? '').startsWith('application/json')
  );
}

function address(path: string, options: Loose): URL {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(options.path?.[name] ?? ''),
  );
  const url = new URL(filled, location.origin);
  for (const [name, value] of Object.entries((options.query ?? {}) as Record<string, unknown>)) {
    if (value !== undefined && value !== null && value !== '') {
      url.searchParams.set(name, String(value));
    }
  }
  return url;
}

function headers(options: Loose): Record<string, string> {
  const all: Record<string, string> = {
    'Accept-Language': language.value,
    // Pages of other sites cannot send it, so the sign-in cookie works with it only.
    'X-Requested-With': 'vmgate',
  };
  const token = session.token();
  if (token !== null) {
    all.Authorization = `Bearer ${token}`;
  }
  if (options.body !== undefined) {
    all['Content-Type'] = 'application/json';
  }
  if (options.idempotencyKey !== undefined) {
    all['Idempotency-Key'] = options.idempotencyKey;
  }
  if (options.ifNoneMatch != null) {
    all['If-None-Match'] = options.ifNoneMatch;
  }
  return all;
}

function refusal(envelope: { code: number; message: string; data: unknown }, answer: Response): Refusal {
  if (SESSION_IS_OVER.has(envelope.code)) {
    endSession();
  }
  const pause = answer.headers.get('Retry-After');
  return new Refusal(envelope.code, envelope.message, envelope.data, pause === null ? null : Number(pause));
}
