/**
 * `GET /metrics`: figures for Prometheus, in its text format. All of the project's own begin with `hotline_wall_`; beside
 * them stand those of the process and of Node. What to watch, and what is normal, is told in docs/operations.md.
 */
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';

const PREFIX = 'hotline_wall_';
const RESULTS = ['taken', 'known', 'refused'] as const;

/** What became of an event at the intake. */
export type IntakeResult = (typeof RESULTS)[number];

/** A city as far as it is watched over: figures by their name, as in `RunningCity`. */
export interface Watched {
  figures(): Record<string, number>;
}

/** Further figures by their name without the prefix: one of the server, or one a city (city → value). */
export type ExtraFigures = Readonly<Record<string, number | Readonly<Record<string, number>>>>;

/** Figures of a live source of a city. */
export interface SourceFigures {
  city: string;
  source: string;
  figures: Readonly<Record<string, number>>;
}

export interface Metrics {
  /** Counts events that the intake answered. Not by source: upstream systems name those, without bound. */
  counted(city: string, result: IntakeResult, events: number): void;
}

/** Names and meanings of known figures; any other is told under its own name. */
const FIGURES: Record<string, { name?: string; kind?: string; help: string }> = {
  log_head: { help: 'Seq of the newest entry of the log.' },
  log_first: { help: 'Lowest seq that the log still holds.' },
  folded: { help: 'Seq of the last entry folded to facts.' },
  kept: { name: 'history_position', help: 'Seq of the last entry that history includes.' },
  to_keep: { name: 'history_waiting_facts', help: 'Changed facts that history does not have yet.' },
  lag_events: { help: 'Entries logged and not yet folded.' },
  history_lag_events: { help: 'Entries logged and not yet in history.' },
  tickets: { name: 'facts', kind: 'ticket', help: 'Facts in memory.' },
  calls: { name: 'facts', kind: 'call', help: 'Facts in memory.' },
  mentions: { name: 'facts', kind: 'mention', help: 'Facts in memory.' },
  readings: { name: 'facts', kind: 'gauge', help: 'Facts in memory.' },
  issues: { name: 'facts', kind: 'issue', help: 'Facts in memory.' },
  to_read: { help: 'Texts that wait to be read.' },
  unread: { help: 'Texts that were not read because too many came at once.' },
  text_issues: { help: 'Issues, also of one ticket, that the finder knows.' },
  text_nodes: { help: 'Texts that the finder compares with.' },
  topics: { help: 'Live topics.' },
  viewers: { help: 'Viewers of the city at this server.' },
};

/** The figures of a city with those that follow from them. What others logged may be folded before the head is known. */
function withLags(figures: Record<string, number>): Record<string, number> {
  const { log_head: head, folded, kept } = figures;
  return {
    ...figures,
    ...(head !== undefined && folded !== undefined && { lag_events: Math.max(0, head - folded) }),
    ...(head !== undefined && kept !== undefined && { history_lag_events: Math.max(0, head - kept) }),
  };
}

/**
 * Serves the figures of these cities, and what `extra` gives at the moment of asking, from a registry of its own, so that
 * several servers in one process do not mix.
 */
export function metricsRoutes(
  app: FastifyInstance,
  cities: ReadonlyMap<string, Watched>,
  extra: () => ExtraFigures = () => ({}),
  sources: () => readonly SourceFigures[] = () => [],
): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const intake = new Counter({
    name: `${PREFIX}intake_events_total`,
    help: 'Events that the intake answered, by what became of them.',
    labelNames: ['city', 'result'],
    registers: [registry],
  });
  const gauges = new Map<string, Gauge>();
  const set = (name: string, help: string, labels: Record<string, string>, value: number): void => {
    let gauge = gauges.get(name);
    if (!gauge) {
      gauge = new Gauge({ name: PREFIX + name, help, labelNames: Object.keys(labels), registers: [registry] });
      gauges.set(name, gauge);
    }
    gauge.set(labels, value);
  };

  const gather = (): void => {
    // What is not there any more is not told with its last value.
    for (const gauge of gauges.values()) gauge.reset();
    for (const [city, watched] of cities) {
      // From nought on, so that a rate knows of the first event too.
      for (const result of RESULTS) intake.inc({ city, result }, 0);
      for (const [figure, value] of Object.entries(withLags(watched.figures()))) {
        const { name = figure, kind, help = `Figure of the city: ${figure}.` } = FIGURES[figure] ?? {};
        set(name, help, kind === undefined ? { city } : { city, kind }, value);
      }
    }
    for (const [name, given] of Object.entries(extra())) {
      const help = `Figure of the server: ${name}.`;
      if (typeof given === 'number') set(name, help, {}, given);
      else for (const [city, value] of Object.entries(given)) set(name, help, { city }, value);
    }
  };

  const gatherSources = (): void => {
    for (const { city, source, figures } of sources())
      for (const [name, value] of Object.entries(figures))
        set(`source_${name}`, `Figure of a live source since this server started: ${name}.`, { city, source }, value);
  };

  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
    gather();
    gatherSources();
    return reply
      .type(registry.contentType)
      .header('cache-control', 'no-store')
      .send(await registry.metrics());
  });
  return {
    counted(city, result, events) {
      if (events > 0) intake.inc({ city, result }, events);
    },
  };
}
