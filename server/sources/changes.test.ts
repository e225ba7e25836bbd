import { describe, expect, it } from 'vitest';
import type { Step } from '../../contract/fact.ts';
import { newsOf } from './changes.ts';
import type { Envelope, Snapshot } from './source.ts';

const NOW = Date.UTC(2026, 0, 10);
const T0 = Date.UTC(2026, 0, 1);
const at = (days: number): number => T0 + days * 86_400_000;

interface Standing {
  title?: string;
  text?: string;
  unit?: string;
  due?: string;
  closed?: number;
  changed?: number | null;
}

/** How a ticket stands, as a source would tell. */
function snapshot({ title = 'Curb', text, unit = 'u1', due, closed, changed = null }: Standing): Snapshot {
  const make = (step: string, time: number, data: Record<string, unknown>): Envelope => ({
    specversion: '1.0', id: `T:${step}:${time}`, source: '/s', type: `hotline.ticket.${step}`, subject: 'T', time: new Date(time).toISOString(), data,
  }); // prettier-ignore
  const events = [
    make('created', T0, { channel: 'app', nature: 'report', title, ...(text !== undefined && { text }) }),
    make('dispatched', T0, { unit, ...(due && { due }) }),
    ...(closed === undefined ? [] : [make('closed', closed, {})]),
  ];
  return { subject: 'T', events, changed };
}

/** A ticket's life as the wall keeps it. */
class Life {
  steps: Step[] = [];
  tell(standing: Standing, now = NOW): string[] {
    const news = newsOf(snapshot(standing), { steps: this.steps, clean: ({ data }) => data, now });
    this.steps.push(
      ...news.map(({ id, source, type, time, data }) => ({
        id,
        source,
        type: type.slice('hotline.'.length),
        at: Date.parse(time),
        data,
      })),
    );
    return news.map(({ type }) => type.split('.')[2]!);
  }
}

describe('what is new of a ticket', () => {
  it('is all of it at first, and nothing when it is told again', () => {
    const life = new Life();
    expect(life.tell({ closed: at(1), changed: at(1) })).toEqual(['created', 'dispatched', 'closed']);
    expect(life.tell({ closed: at(1), changed: at(1) })).toEqual([]);
  });

  it('is what changed of the content, also when it changes back', () => {
    const life = new Life();
    life.tell({ text: 'a' });
    expect(life.tell({ text: 'b', changed: at(1) })).toEqual(['corrected']);
    expect(life.steps.at(-1)!.data).toEqual({ text: 'b' });
    expect(life.tell({ text: 'a', changed: at(2) })).toEqual(['corrected']);
    expect(life.tell({ changed: at(3) })).toEqual(['corrected']);
    expect(life.steps.at(-1)!.data).toEqual({ text: '' });
    expect(life.tell({ changed: at(4) })).toEqual([]);
  });

  it('is the new unit, and the deadline that was put off, set first or drawn nearer', () => {
    const life = new Life();
    life.tell({});
    expect(life.tell({ unit: 'u2', changed: at(1) })).toEqual(['transferred']);
    expect(life.tell({ unit: 'u2', due: '2026-01-05T00:00:00Z', changed: at(2) })).toEqual(['dispatched']);
    expect(life.tell({ unit: 'u2', due: '2026-01-07T00:00:00Z', changed: at(3) })).toEqual(['extended']);
    expect(life.tell({ unit: 'u2', due: '2026-01-06T00:00:00Z', changed: at(4) })).toEqual(['dispatched']);
    expect(life.tell({ unit: 'u2', changed: at(5) })).toEqual([]);
  });

  it('is that it was opened again and closed again, each at its time', () => {
    const life = new Life();
    life.tell({ closed: at(1), changed: at(1) });
    expect(life.tell({ changed: at(2) })).toEqual(['reopened']);
    expect(life.tell({ closed: at(3), changed: at(3) })).toEqual(['closed']);
    expect(life.steps.map(({ at }) => at)).toEqual([T0, T0, at(1), at(2), at(3)]);
    // Touched again, it stays closed when it was.
    expect(life.tell({ closed: at(4), changed: at(4) })).toEqual([]);
  });

  it('sets the deadline again that a ticket has when it is opened again', () => {
    const life = new Life();
    const due = '2026-01-05T00:00:00Z';
    life.tell({ due, closed: at(1), changed: at(1) });
    expect(life.tell({ due, changed: at(2) })).toEqual(['reopened', 'dispatched']);
    const [reopened, dispatched] = life.steps.slice(-2);
    expect(dispatched!.at).toBeGreaterThan(reopened!.at);
    expect(dispatched!.data).toEqual({ unit: 'u1', due });
    expect(life.tell({ due, changed: at(2) })).toEqual([]);
  });

  it('does not open a closed ticket by what changes of it, and tells that when it is opened', () => {
    const life = new Life();
    life.tell({ closed: at(1), changed: at(1) });
    expect(life.tell({ unit: 'u2', due: '2026-02-01T00:00:00Z', closed: at(1), changed: at(2) })).toEqual([]);
    expect(life.tell({ unit: 'u2', changed: at(3) })).toEqual(['reopened', 'transferred']);
    // Moved and closed since the last look: the close stays last.
    expect(life.tell({ unit: 'u3', closed: at(4), changed: at(5) })).toEqual(['transferred', 'closed']);
    const last = [...life.steps].sort((a, b) => a.at - b.at).at(-1);
    expect([life.steps.at(-2)!.at, life.steps.at(-1)!.at, last!.at]).toEqual([at(4), at(4), at(4)]);
  });

  it('never comes before what it ends, whatever upstream says', () => {
    const life = new Life();
    life.tell({ closed: at(1), changed: at(1) });
    expect(life.tell({ changed: at(0.5) })).toEqual(['reopened']);
    expect(life.tell({ closed: at(1), changed: at(1) })).toEqual(['closed']);
    const [, , closed, reopened, again] = life.steps;
    expect(reopened!.at).toBeGreaterThan(closed!.at);
    expect(again!.at).toBeGreaterThan(reopened!.at);
  });

  it('has the same id when it is told twice before it is known', () => {
    const life = new Life();
    life.tell({});
    const news = (): string[] =>
      newsOf(snapshot({ text: 'b', unit: 'u2', changed: at(1) }), { steps: life.steps, clean: ({ data }) => data, now: NOW + Math.random() }).map(({ id }) => id); // prettier-ignore
    expect(news()).toEqual(news());
    expect(news()).toHaveLength(2);
  });

  it('is compared with what this source said, not with what others did', () => {
    const life = new Life();
    life.tell({});
    life.steps.push({ id: 'x', source: '/desk', type: 'ticket.closed', at: at(1), data: {} });
    expect(life.tell({ changed: at(2) })).toEqual([]);
  });
});
