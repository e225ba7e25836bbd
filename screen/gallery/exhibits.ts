/** What the gallery shows of a widget. Pure but for the error that one exhibit is made to throw. */
import type { Json } from '../../contract/text.ts';
import type { Fixture, WidgetDeclaration } from '../../contract/widget.ts';

export interface Exhibit {
  key: string;
  declaration: WidgetDeclaration;
  state: 'fixture' | 'loading' | 'empty' | 'late' | 'error';
  name: string;
  options?: Record<string, unknown>;
  data: Record<string, Json | undefined>;
}

/** The same widget with a view that cannot be loaded. */
const broken = (declaration: WidgetDeclaration): WidgetDeclaration => ({
  ...declaration,
  component: () => Promise.reject(new Error(declaration.id)),
});

/** One exhibit a fixture, and the first fixture in each state of a panel. */
export function exhibitsOf(declaration: WidgetDeclaration, fixtures: readonly Fixture[]): Exhibit[] {
  const of = (state: Exhibit['state'], fixture: Fixture, data = fixture.data): Exhibit => ({
    key: `${declaration.id}/${state}/${fixture.name}`,
    declaration: state === 'error' ? broken(declaration) : declaration,
    state,
    name: fixture.name,
    options: fixture.options,
    data: data as Record<string, Json | undefined>,
  });
  const shown = fixtures.map((fixture) => of(fixture.late ? 'late' : 'fixture', fixture));
  const first = fixtures[0];
  if (!first) return shown;
  const states = [of('loading', first), of('empty', first, {}), of('late', first), of('error', first)];
  return [...shown, ...states.filter((one) => !shown.some((two) => two.key === one.key))];
}

const CELL = { width: 62.67, height: 39, gap: 16 };
/** Design px of a widget at its ideal size on the 24 × 18 grid of a 16:9 wall. */
export function sizeOf(declaration: Pick<WidgetDeclaration, 'size'>): { width: number; height: number } {
  const [columns, rows] = declaration.size.ideal;
  return {
    width: Math.round(columns * CELL.width + (columns - 1) * CELL.gap),
    height: Math.round(rows * CELL.height + (rows - 1) * CELL.gap),
  };
}
