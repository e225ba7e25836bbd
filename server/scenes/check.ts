/** Whether a city can show a scene: its shape, its grids, its widgets with their options, and the topics they would join. */
import type { TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { compile, ConditionError, type Condition } from '../../contract/condition.ts';
import { FACT_KINDS, type FactKind } from '../../contract/fact.ts';
import { withDefaults } from '../../contract/options.ts';
import { gridFault, Scene, type Placement } from '../../contract/scene.ts';
import { TOPICS } from '../../contract/topic.ts';
import type { Topic } from '../../contract/topic.ts';
import type { WidgetDeclaration } from '../../contract/widget.ts';
import { HttpProblem } from '../api/problem.ts';
import type { Widgets } from './widgets.ts';

/** A scene as JSON, characters. */
export const SCENE_CHARS = 200_000;
const checker = Compile(Scene);
const refuse = (path: string, rule: string): never => {
  throw new HttpProblem(400, path, rule);
};
/** Compiled once a widget: a scene has many of the same. */
const compiled = new WeakMap<TSchema, Validator>();
function checkOf(schema: TSchema): Validator {
  const made = compiled.get(schema) ?? Compile(schema);
  compiled.set(schema, made);
  return made;
}

/** A scope is a condition over facts of one of these kinds. Throws HttpProblem 400 with what the first of them says. */
function checkScope(scope: unknown, kinds: readonly FactKind[], path: string): void {
  let first: ConditionError | undefined;
  for (const kind of kinds) {
    try {
      compile(kind, (scope ?? {}) as Condition);
      return;
    } catch (error) {
      if (!(error instanceof ConditionError)) throw error;
      first ??= error;
    }
  }
  if (first) refuse(`${path}${first.path}`, first.rule);
}

function checkPlacement({ options: given, scope }: Placement, widget: WidgetDeclaration, path: string): void {
  const options = withDefaults(widget.options, given);
  const known = Object.keys(widget.options.properties);
  const unknown = Object.keys(given ?? {}).find((name) => !known.includes(name));
  if (unknown !== undefined) refuse(`${path}/options/${unknown}`, `is no option of ${widget.id}`);
  const check = checkOf(widget.options);
  if (!check.Check(options)) {
    const [first] = check.Errors(options);
    refuse(`${path}/options${first?.instancePath ?? ''}`, first?.message ?? `is not what ${widget.id} takes`);
  }
  let topics: Topic[] = [];
  try {
    topics = Object.values(widget.topics(options, (scope ?? {}) as Condition));
  } catch (error) {
    refuse(`${path}/options`, `cannot be shown by ${widget.id}: ${(error as Error).message}`);
  }
  for (const topic of topics) {
    const of = checkOf(TOPICS[topic.view]);
    if (of.Check(topic)) continue;
    const [first] = of.Errors(topic);
    refuse(`${path}/options`, `make a topic that is none: ${first?.instancePath ?? ''} ${first?.message ?? ''}`);
  }
}

/**
 * The scene that `value` is. `path` stands before the paths of what is wrong. Throws HttpProblem 400 with path and rule.
 * Which gauges there are is not asked: a widget says itself when nothing was told of one.
 */
export function checkScene(value: unknown, widgets: Widgets, path = '/scene'): Scene {
  if (!checker.Check(value)) {
    const [first] = checker.Errors(value);
    return refuse(`${path}${first?.instancePath ?? ''}`, first?.message ?? 'is not a scene');
  }
  const scene = value as Scene;
  if (JSON.stringify(scene).length > SCENE_CHARS) refuse(path, `must be at most ${SCENE_CHARS} characters of JSON`);
  const fault = gridFault(scene);
  if (fault) refuse(`${path}${fault.path}`, fault.rule);
  // Every widget of a scene is under its scope, and most are about tickets.
  checkScope(scene.scope, ['ticket'], `${path}/scope`);
  for (const [i, { widgets: placed }] of scene.layouts.entries()) {
    for (const [j, placement] of placed.entries()) {
      const here = `${path}/layouts/${i}/widgets/${j}`;
      const widget = widgets.get(placement.widget);
      if (!widget) return refuse(`${here}/widget`, `there is no widget ${placement.widget}`);
      checkScope(placement.scope, FACT_KINDS, `${here}/scope`);
      checkPlacement(placement, widget, here);
    }
  }
  return scene;
}
