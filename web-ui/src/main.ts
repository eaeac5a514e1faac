import 'element-plus/es/components/message/style/css';
import 'element-plus/es/components/message-box/style/css';
import 'element-plus/theme-chalk/dark/css-vars.css';
import '@/shared/style.css';
import '@/shared/theme';
import { createApp } from 'vue';
import App from '@/App.vue';
import { followOtherTabs } from '@/api/session';
import { followVersions, keepPages } from '@/offline/register';
import { router } from '@/router';
import { i18n } from '@/shared/i18n';

followOtherTabs();
followVersions();
keepPages();
createApp(App).use(i18n).use(router).mount('#app');
