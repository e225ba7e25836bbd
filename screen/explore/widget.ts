/** The view as an entry of a scene's `widgets`, for those that a widget can show. Pure. */
import type { Placement } from '../../contract/scene.ts';
import { measureOf } from '../../contract/measure.ts';
import { WINDOWS, type Window } from '../../contract/time.ts';
import type { ExploreState } from './state.ts';

/** What of the view a widget on a scene does not show. */
export type Loss = 'range' | 'compare' | 'band' | 'measures' | 'step' | 'groups' | 'fields';

export interface WidgetCopy {
  entry: Placement;
  /** What is not in it, in words of `explore.copy.loss`. */
  losses: Loss[];
}

/** Fields that the ranked groups can show. */
const RANKED = ['district', 'street', 'unit', 'category', 'channel', 'nature'];

/** Nearest window of the wall to a range, and whether it is that range. */
function windowOf(range: ExploreState['range']): { window: Window; exact: boolean } {
  if (typeof range === 'string') {
    const same = WINDOWS.find((window) => window === range);
    return same ? { window: same, exact: true } : { window: '30d', exact: false };
  }
  return { window: 'today', exact: false };
}

interface Draft {
  widget: string;
  size: [columns: number, rows: number];
  options: Record<string, unknown>;
  shows: readonly Loss[];
  /** A widget whose window is its own. */
  fixed?: boolean;
}

function draftOf(state: ExploreState, window: Window): Draft | null {
  const [measure] = state.measures as [ExploreState['measures'][number]];
  const { kind } = measureOf(measure);
  const [first, second] = state.by;
  if (state.by.length === 2)
    return [first, second].toSorted().join() === 'channel,nature' && measure === 'accepted'
      ? { widget: 'channel-nature', size: [6, 5], options: { window }, shows: ['groups', 'step'] }
      : null;
  if (first === 'words' && measure === 'accepted') return { widget: 'hot-words', size: [6, 6], options: { window }, shows: [] };
  if (first !== undefined) {
    if (!RANKED.includes(first)) return null;
    const level = first === 'category' ? { level: state.level } : {};
    return { widget: 'group-bar', size: [6, 5], options: { measure, by: first, ...level, window, top: Math.min(50, state.limit ?? 10) }, shows: [] };
  }
  if (state.step === 'hour' && measure === 'accepted')
    return { widget: 'volume-trend', size: [6, 5], options: {}, shows: ['step', 'band'], fixed: true };
  if (state.step === 'day' && kind === 'ratio')
    return { widget: 'satisfaction-trend', size: [6, 5], options: { measure }, shows: ['step'], fixed: true };
  const compare = state.compare ? { compare: 'week' } : {};
  const details = state.measures.slice(1, 4);
  return { widget: 'kpi', size: [4, 3], options: { measure, window, ...compare, ...(details.length > 0 && { details }) }, shows: ['measures'] };
} // prettier-ignore

/** The entry, or null where no widget shows such a view. It stands at the upper left corner: whoever pastes it moves it. */
export function widgetOf(state: ExploreState): WidgetCopy | null {
  const { window, exact } = windowOf(state.range);
  const draft = draftOf(state, window);
  if (!draft) return null;
  const { widget, size, options, shows, fixed } = draft;
  const timed = state.measures.some((id) => measureOf(id).at !== undefined);
  const fixedWindow = widget === 'volume-trend' ? 'today' : widget === 'satisfaction-trend' ? '14d' : window;
  const asked: [Loss, boolean][] = [
    ['range', timed && (!exact || (fixed === true && window !== fixedWindow))],
    ['step', state.step !== undefined],
    ['compare', state.compare !== undefined],
    ['band', state.band === true],
    ['measures', state.measures.length > 1],
  ];
  const name = ['explored', widget, state.measures[0]!, ...state.by].join('-').toLowerCase().replaceAll('_', '-');
  return {
    entry: {
      id: name.slice(0, 40),
      widget,
      at: [0, 0, ...size],
      ...(Object.keys(options).length > 0 && { options }),
      ...(Object.keys(state.filter).length > 0 && { scope: state.filter as never }),
    },
    losses: asked.flatMap(([loss, is]) => (is && !shows.includes(loss) ? [loss] : [])),
  };
}
