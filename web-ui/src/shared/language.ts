import { watch } from 'vue';
import { kept } from './kept';

export const LANGUAGES = ['zh', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

function byDefault(): Language {
  // Chinese unless the browser asks for English and for no Chinese.
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2));
  return wanted.includes('en') && !wanted.includes('zh') ? 'en' : 'zh';
}

/** The language of the pages, and of what the platform says. */
export const language = kept('vmgate.language', LANGUAGES, byDefault);

watch(
  language,
  (now) => {
    document.documentElement.lang = now === 'zh' ? 'zh-CN' : 'en';
  },
  { immediate: true },
);
