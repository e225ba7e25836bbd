/** Words of replays: their own strings, brought in with them, and the moments of the city. */
import { useI18n } from 'vue-i18n';
import { moment } from '../format.ts';
import { i18n, useLocale } from '../i18n/index.ts';
import { replayEn } from '../i18n/replay.en.ts';
import { replayZh } from '../i18n/replay.zh.ts';
import type { Translate } from '../names.ts';
import { useCity } from '../wall/city.ts';
import type { Text } from '../../contract/text.ts';

const { global } = i18n as unknown as { global: { mergeLocaleMessage(locale: string, messages: object): void } };
global.mergeLocaleMessage('zh', { replay: replayZh });
global.mergeLocaleMessage('en', { replay: replayEn });

export function useReplayWords() {
  const { t } = useI18n();
  const { locale } = useLocale();
  const { city, tz } = useCity();
  return {
    t: t as unknown as Translate,
    city,
    tz,
    named: (text: Text): string => text[locale.value],
    /** A moment beside another one, which tells whether its day must be said. */
    moment: (at: number, beside: number): string => moment(tz, at, beside),
  };
}
