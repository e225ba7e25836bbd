import { createApp } from 'vue';
import './theme/command.css';
import './theme/base.css';
import App from './App.vue';
import { countFaults, renewWhenReplaced } from './faults.ts';
import { i18n } from './i18n/index.ts';
import { router } from './router.ts';

document.documentElement.lang = i18n.global.locale.value === 'zh' ? 'zh-CN' : 'en';
countFaults(window);
renewWhenReplaced(window);
createApp(App).use(i18n).use(router).mount('#app');
