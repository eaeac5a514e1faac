import { effectScope } from 'vue';
import type { EffectScope } from 'vue';
import { afterEach, expect, test, vi } from 'vitest';
import { useFullScreen } from './useFullScreen';

let scope: EffectScope;

afterEach(() => {
  scope.stop();
  vi.unstubAllGlobals();
});

function visit(browser: { requestFullscreen?: () => Promise<void>; keyboard?: object }) {
  const page = Object.assign(new EventTarget(), {
    documentElement: { requestFullscreen: browser.requestFullscreen },
    fullscreenElement: null as unknown,
    exitFullscreen: vi.fn(async () => undefined),
  });
  vi.stubGlobal('document', page);
  vi.stubGlobal('navigator', { keyboard: browser.keyboard });
  scope = effectScope();
  const fullScreen = scope.run(useFullScreen);
  if (fullScreen === undefined) {
    throw new Error('no scope');
  }
  return { page, ...fullScreen };
}

test('fills the window where the browser has no full screen', async () => {
  const { isFull, toggle } = visit({});

  await toggle();
  expect(isFull.value).toBe(true);

  await toggle();
  expect(isFull.value).toBe(false);
});

test('fills the window where the browser refuses', async () => {
  const { isFull, toggle } = visit({ requestFullscreen: () => Promise.reject(new TypeError('no')) });

  await toggle();

  expect(isFull.value).toBe(true);
});

test('has Esc for the machine while it is full, and not afterwards', async () => {
  const keyboard = { lock: vi.fn(async () => undefined), unlock: vi.fn() };
  const { page, toggle } = visit({ requestFullscreen: async () => undefined, keyboard });

  await toggle();
  expect(keyboard.lock).toHaveBeenCalledOnce();

  page.fullscreenElement = page.documentElement;
  await toggle();
  expect(keyboard.unlock).toHaveBeenCalledOnce();
  expect(page.exitFullscreen).toHaveBeenCalledOnce();
});

test('ends when the person leaves it by the browser’s own key', async () => {
  const { page, isFull, toggle } = visit({ requestFullscreen: async () => undefined });
  await toggle();

  page.dispatchEvent(new Event('fullscreenchange'));

  expect(isFull.value).toBe(false);
});
