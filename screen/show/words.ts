/** Words of walls: their own strings, brought in with the parts that need them. */
import { useI18n } from 'vue-i18n';
import { i18n, useLocale } from '../i18n/index.ts';
import { wallsEn } from '../i18n/walls.en.ts';
import { wallsZh } from '../i18n/walls.zh.ts';
import type { Text } from '../../contract/text.ts';
import type { Translate } from '../names.ts';

const { global } = i18n as unknown as { global: { mergeLocaleMessage(locale: string, messages: object): void } };
global.mergeLocaleMessage('zh', { walls: wallsZh });
global.mergeLocaleMessage('en', { walls: wallsEn });

/** `t('remote.title')` stands for `walls.remote.title`. */
export function useWallWords() {
  const { t } = useI18n();
  const { locale, set } = useLocale();
  return {
    t: ((key: string, values: Record<string, unknown> = {}) => t(`walls.${key}`, values)) as Translate,
    locale,
    set,
    named: (text: Text): string => text[locale.value],
  };
}
