/** The strings of the console, brought in by the parts that say them. */
import { consoleEn } from './console.en.ts';
import { consoleZh } from './console.zh.ts';
import { i18n } from './index.ts';

const { global } = i18n as unknown as { global: { mergeLocaleMessage(locale: string, messages: object): void } };
global.mergeLocaleMessage('zh', { console: consoleZh });
global.mergeLocaleMessage('en', { console: consoleEn });
