/** What a scene can be asked about from afar: its panels by their titles, and the numbers that can be opened. Pure. */
import type { CityFace } from '../../contract/city.ts';
import type { Condition } from '../../contract/condition.ts';
import { MEASURES, measureOf, type MeasureId } from '../../contract/measure.ts';
import type { Placement, Scene } from '../../contract/scene.ts';
import { WINDOWS, windowRange, type Window, type Zone } from '../../contract/time.ts';
import type { ShownDrill } from '../../contract/wall.ts';
import type { WidgetDeclaration } from '../../contract/widget.ts';
import type { Locale } from '../i18n/index.ts';
import { withDefaults } from '../../contract/options.ts';
import { both } from '../wall/scene.ts';

export interface Panel {
  id: string;
  title: string;
  /** The number that it is about; null where it is about no single one. */
  headline: { measure: MeasureId; window: Window; scope: Condition } | null;
  at: Placement['at'];
}

/** The layout that a wall of this aspect shows. */
export const layoutOf = (scene: Scene, aspect: number): Scene['layouts'][number] => {
  const byWidth = [...scene.layouts].sort((a, b) => b.minAspect - a.minAspect);
  return byWidth.find(({ minAspect }) => minAspect <= aspect + 0.01) ?? byWidth.at(-1)!;
};

const isWindow = (value: unknown): value is Window => (WINDOWS as readonly unknown[]).includes(value);

/** The panels of a scene as a wall of this aspect shows them, in the order of the layout. */
export function panelsOf(
  scene: Scene,
  aspect: number,
  widgets: ReadonlyMap<string, WidgetDeclaration>,
  city: CityFace,
  locale: Locale,
): Panel[] {
  return layoutOf(scene, aspect).widgets.flatMap((placement) => {
    const declaration = widgets.get(placement.widget);
    if (!declaration) return [];
    const options = withDefaults(declaration.options, placement.options);
    const { measure, window } = options as { measure?: unknown; window?: unknown };
    const known = typeof measure === 'string' && Object.hasOwn(MEASURES, measure) ? (measure as MeasureId) : null;
    const scope = both((scene.scope ?? {}) as Condition, (placement.scope ?? {}) as Condition);
    const title = declaration.title?.(options as never, locale, city).title;
    return {
      id: placement.id,
      title: title ?? (known ? measureOf(known).names[locale] : declaration.titles[locale]),
      headline: known ? { measure: known, window: isWindow(window) ? window : 'today', scope } : null,
      at: placement.at,
    };
  });
}

/** What opens when a headline is touched, as of now. */
export function drillOf({ measure, window, scope }: NonNullable<Panel['headline']>, tz: Zone, now: number): ShownDrill {
  return {
    measure,
    ...(Object.keys(scope).length > 0 && { filter: scope }),
    ...(measureOf(measure).at !== undefined && { range: windowRange(tz, window, now) }),
  };
}
