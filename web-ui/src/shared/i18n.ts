import { watch } from 'vue';
import { createI18n } from 'vue-i18n';
import en from './words.en';
import zh from './words.zh';
import { language } from './language';

export const i18n = createI18n({
  legacy: false,
  locale: language.value,
  fallbackLocale: 'en',
  messages: { zh, en },
});

watch(language, (now) => {
  i18n.global.locale.value = now;
});

export const t = i18n.global.t;
