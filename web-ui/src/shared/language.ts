import { ref, watch } from 'vue';

export type Language = 'zh' | 'en';

const KEY = 'vmgate.language';

function first(): Language {
  const kept = localStorage.getItem(KEY);
  if (kept === 'zh' || kept === 'en') {
    return kept;
  }
  // Chinese unless the browser asks for English and for no Chinese.
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2));
  return wanted.includes('en') && !wanted.includes('zh') ? 'en' : 'zh';
}

/** The language of the pages, and of what the platform says. */
export const language = ref<Language>(first());

watch(
  language,
  (now) => {
    localStorage.setItem(KEY, now);
    document.documentElement.lang = now === 'zh' ? 'zh-CN' : 'en';
  },
  { immediate: true },
);
