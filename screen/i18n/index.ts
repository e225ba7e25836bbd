/** Languages of the screen: zh unless `?lang=en`, the choice kept by the browser, or the reader says otherwise. */
import type { Ref } from 'vue';
import { createI18n, useI18n } from 'vue-i18n';
import { messageCompiler } from './fill.ts';
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

/**
 * Chinese is there from the beginning: what another language lacks is said in it. Another language comes by `loadLocale`.
 */
export const i18n = createI18n<[Messages], Locale, false>({
  legacy: false,
  locale: 'zh',
  fallbackLocale: 'zh',
  messages: { zh } as Record<Locale, Messages>,
  messageCompiler,
});

const { global } = i18n as unknown as { global: { mergeLocaleMessage(locale: string, messages: object): void } };
let english: Promise<void> | undefined;

/** Brings the words of a language. Rejects where they cannot be loaded; asked again they are loaded again. */
export function loadLocale(locale: Locale): Promise<void> {
  if (locale === 'zh') return Promise.resolve();
  // Merged: parts of the screen may have brought their own words before.
  english ??= import('./en.ts').then(({ en }) => global.mergeLocaleMessage('en', en));
  english.catch(() => (english = undefined));
  return english;
}

const say = (next: Locale): void => {
  i18n.global.locale.value = next;
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en';
};

/** Speaks the language of the address, or the one chosen before. Settles when its words are there. */
export async function beginLocale(): Promise<void> {
  const first = firstLocale(location.search, keptLocale());
  say(first);
  // Without its words it is said in Chinese until they come.
  await loadLocale(first).catch(() => undefined);
}

/** The language now, and how to change it, once the words of the next one are there; where they cannot be loaded it stays. */
export function useLocale() {
  const { locale } = useI18n();
  let wanted: Locale | undefined;
  const set = async (next: Locale): Promise<void> => {
    wanted = next;
    const there = await loadLocale(next).then(
      () => true,
      () => false,
    );
    if (!there || wanted !== next) return;
    say(next);
    try {
      localStorage.setItem(KEPT, next);
    } catch {
      // Not kept: see keptLocale.
    }
  };
  return { locale: locale as unknown as Ref<Locale>, set };
}
