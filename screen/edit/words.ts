/** Words of the editor, brought in with it, and the names of widgets, options and their values. */
import { useI18n } from 'vue-i18n';
import { MEASURES, type MeasureId } from '../../contract/measure.ts';
import { i18n, useLocale } from '../i18n/index.ts';
import { editEn } from '../i18n/edit.en.ts';
import { editZh } from '../i18n/edit.zh.ts';
import { WIDGETS } from '../wall/registry.ts';
import type { Text } from '../../contract/text.ts';
import type { Translate } from '../names.ts';

const { global } = i18n as unknown as { global: { mergeLocaleMessage(locale: string, messages: object): void } };
global.mergeLocaleMessage('zh', { edit: editZh });
global.mergeLocaleMessage('en', { edit: editEn });

/** `t('undo')` stands for `edit.undo`. */
export function useEditWords() {
  const { t: translate, te } = useI18n();
  const { locale } = useLocale();
  const all = translate as unknown as Translate;
  const named = (text: Text): string => text[locale.value];
  return {
    t: ((key: string, values: Record<string, unknown> = {}) => all(`edit.${key}`, values)) as Translate,
    locale,
    named,
    /** Of a widget, by its id; the id where there is no such widget. */
    widget: (id: string): string => {
      const titles = WIDGETS.get(id)?.titles;
      return titles ? named(titles) : id;
    },
    option: (name: string): string => (te(`edit.option.${name}`) ? all(`edit.option.${name}`) : name),
    /** Of a value that can be chosen: a measure, a window, a field, or a word of its own. */
    value: (value: string | number): string => {
      if (typeof value === 'number') return String(value);
      if (value in MEASURES) return named(MEASURES[value as MeasureId].names);
      const key = [`edit.value.${value}`, `window.${value}`, `field.${value}`, `value.family.${value}`].find((one) => te(one)); // prettier-ignore
      return key ? all(key) : value;
    },
  };
}
