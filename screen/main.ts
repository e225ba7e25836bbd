import { createApp } from 'vue';
import './theme/base.css';
import App from './App.vue';
import { countFaults, renewWhenReplaced } from './faults.ts';
import { beginLocale, i18n } from './i18n/index.ts';
import { router } from './router.ts';
import { askTheme, wearTheme } from './theme/themes.ts';

wearTheme(document);
router.afterEach(({ query }) => askTheme(query['theme']));
countFaults(window);
renewWhenReplaced(window);
void beginLocale().then(() => createApp(App).use(i18n).use(router).mount('#app'));
