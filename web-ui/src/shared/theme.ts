import { watch } from 'vue';
import { kept } from './kept';

export const THEMES = ['auto', 'light', 'dark'] as const;

export const theme = kept('vmgate.theme', THEMES, () => 'auto');

const system = matchMedia('(prefers-color-scheme: dark)');

function show() {
  const isDark = theme.value === 'dark' || (theme.value === 'auto' && system.matches);
  document.documentElement.classList.toggle('dark', isDark);
}

system.addEventListener('change', show);
watch(theme, show, { immediate: true });
