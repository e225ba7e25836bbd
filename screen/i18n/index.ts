/** Languages of the screen: zh unless `?lang=en`, the choice kept by the browser, or the reader says otherwise. */
import type { Ref } from 'vue';
import { createI18n, useI18n } from 'vue-i18n';
import { en } from './en.ts';
import { zh, type Messages } from './zh.ts';

export type Locale = 'zh' | 'en';
const KEPT = 'hotline.locale';

const isLocale = (value: unknown): value is Locale => value === 'zh' || value === 'en';

/** The language to begin with, from the address or what was chosen before on this screen. */
export function firstLocale(search: string, kept: string | null): Locale {
  const asked = new URLSearchParams(search).get('lang');
  return isLocale(asked) ? asked : isLocale(kept) ? kept : 'zh';
}

/** Storage may be forbidden by the browser; the language is then not kept. */
export function keptLocale(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

export const i18n = createI18n<[Messages], Locale, false>({
  legacy: false,
  locale: firstLocale(location.search, keptLocale()),
  fallbackLocale: 'zh',
  messages: { zh, en },
});

/** The language now, and how to change it. */
export function useLocale() {
  const { locale } = useI18n();
  const set = (next: Locale): void => {
    locale.value = next;
    document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en';
    try {
      localStorage.setItem(KEPT, next);
    } catch {
      // Not kept: see keptLocale.
    }
  };
  return { locale: locale as unknown as Ref<Locale>, set };
}
