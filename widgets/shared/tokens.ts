/**
 * The theme as charts and maps need it: canvases can't resolve `var(--…)`, so the custom properties are read
 * once per theme change. A widget's own CSS uses the properties directly; no widget names a colour.
 */
import { inject, onMounted, onScopeDispose, type Ref, shallowRef, watch } from 'vue';

export interface Tokens {
  ground: string;
  surface: string;
  raised: string;
  hairline: string;
  ink: string;
  ink2: string;
  ink3: string;
  accent: string;
  calm: string;
  ok: string;
  /** The usual range of a series. */
  band: string;
  /** Alert levels 1 red … 4 blue, at index 1 … 4. */
  alert: [none: string, red: string, orange: string, yellow: string, blue: string];
  /** Five steps from low to high. */
  seq: [string, string, string, string, string];
  /** How far the map leans, degrees, and how far it turns to each side; 0: it is flat, and stands. */
  tilt: number;
  sway: number;
  fontNum: string;
  fontText: string;
}

/** Drawn where a theme lacks a property: visible on any ground, and clearly not designed. */
const UNSET = 'gray';

/** Reads the tokens that hold at an element. */
export function readTokens(element: Element): Tokens {
  const style = getComputedStyle(element);
  const get = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const colour = (name: string): string => get(name) || UNSET;
  return {
    ground: colour('ground'),
    surface: colour('surface'),
    raised: colour('raised'),
    hairline: colour('hairline'),
    ink: colour('ink'),
    ink2: colour('ink-2'),
    ink3: colour('ink-3'),
    accent: colour('accent'),
    calm: colour('calm'),
    ok: colour('ok'),
    band: get('band') || colour('hairline'),
    alert: [UNSET, colour('alert-1'), colour('alert-2'), colour('alert-3'), colour('alert-4')],
    seq: [colour('seq-0'), colour('seq-1'), colour('seq-2'), colour('seq-3'), colour('seq-4')],
    tilt: Number(get('map-tilt')) || 0,
    sway: Number(get('map-sway')) || 0,
    fontNum: get('font-num') || 'sans-serif',
    fontText: get('font-text') || 'sans-serif',
  };
}

/** Counts the changes of the theme. One observer for all widgets. */
const changes = shallowRef(0);
let observed = false;
function observe(): void {
  if (observed || typeof MutationObserver === 'undefined') return;
  observed = true;
  const observer = new MutationObserver(() => changes.value++);
  for (const root of [document.documentElement, document.body]) {
    observer.observe(root, { attributes: true, attributeFilter: ['class', 'style', 'data-theme'] });
  }
}

/** Tokens at the element; read on mount and again when the theme changes. Null before mount. */
export function useTokens(element: Ref<Element | null>): Ref<Tokens | null> {
  const tokens = shallowRef<Tokens | null>(null);
  const theme = inject<Ref<unknown> | null>('theme', null);
  const read = (): void => {
    if (!element.value) return;
    const next = readTokens(element.value);
    if (JSON.stringify(next) !== JSON.stringify(tokens.value)) tokens.value = next;
  };
  observe();
  onMounted(read);
  const stop = watch([changes, () => theme?.value], read, { flush: 'post' });
  onScopeDispose(stop);
  return tokens;
}
