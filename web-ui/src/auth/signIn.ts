import { get, post } from '@/api/http';
import { beginSession, endSession, holdToken } from '@/api/session';
import { followStream, stopStream } from '@/api/stream';
import { expectEnd } from './ended';

export async function signIn(tenantId: string, username: string, password: string) {
  const body = tenantId === '' ? { username, password } : { tenantId, username, password };
  const { token } = await post('/api/v1/auth/login', { body });
  holdToken(token);
  beginSession(await get('/api/v1/auth/me'));
  followStream();
}

export async function signOut() {
  expectEnd();
  stopStream();
  // The session ends here even if nobody answers; the token expires by itself then.
  await post('/api/v1/auth/logout').catch(() => undefined);
  endSession();
}
