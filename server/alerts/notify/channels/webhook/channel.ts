/**
 * Any system that takes the webhooks of Prometheus Alertmanager: the payload of version "4" as told under `webhook_config`
 * on prometheus.io/docs/alerting/latest/configuration. A notice is a group of one alert; a digest is a group of several.
 */
import { createHash } from 'node:crypto';
import Type, { type Static } from 'typebox';
import { defineChannel, HTTP_ADDRESS, Secret, viaHttp, type Verdict } from '../../channel.ts';
import { oneLine } from '../../escape.ts';
import type { HttpAnswer, HttpRequest } from '../../http.ts';
import { lastOfEach, linkOf } from '../../message.ts';
import type { Notice, Telling } from '../../notice.ts';
import { JSON_HEADERS, SAID } from '../../robots.ts';

const Settings = Type.Object(
  {
    url: Type.String({ pattern: HTTP_ADDRESS, maxLength: 1000, description: 'Where it is posted.' }),
    token: Type.Optional(Secret('Bearer token that is sent with it.')),
  },
  { additionalProperties: false },
);
type Settings = Static<typeof Settings>;
type Labels = Record<string, string>;

const SEVERITIES: Record<Notice['level'], string> = { 1: 'critical', 2: 'error', 3: 'warning', 4: 'info' };
/** The end of an alert that has none yet: the zero time of Go, as Alertmanager writes it. */
const NO_END = '0001-01-01T00:00:00Z';

/** What is the same for all steps of an alert. */
const identity = (notice: Notice, city: string): Labels => ({ ...notice.keys, city, rule: notice.rule });

function alertOf(notice: Notice, { place, locale }: Telling) {
  const over = notice.kind === 'resolved';
  return {
    status: over ? 'resolved' : 'firing',
    labels: {
      ...identity(notice, place.id),
      alertname: notice.rule,
      severity: SEVERITIES[notice.level],
      family: notice.family,
    } as Labels,
    annotations: { summary: notice.titles[locale], description: notice.says[locale] } as Labels,
    startsAt: new Date(notice.since).toISOString(),
    endsAt: over ? new Date(notice.at).toISOString() : NO_END,
    generatorURL: linkOf(place, notice.alert),
    fingerprint: createHash('sha256').update(`${place.id} ${notice.alert}`).digest('hex').slice(0, 16),
  };
}

/** Members that are the same in all of them. */
function common(all: readonly Labels[]): Labels {
  const [first = {}, ...rest] = all;
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => rest.every((other) => other[name] === value)),
  );
}

/** The key of a group in the manner of Alertmanager: its route, which is the root here, and its labels in their order. */
function groupKeyOf(labels: Labels): string {
  const pairs = Object.keys(labels)
    .sort()
    .map((name) => `${name}=${JSON.stringify(labels[name])}`);
  return `{}:{${pairs.join(', ')}}`;
}

/** The payload of a telling. */
export function payloadOf(telling: Telling) {
  const { receiver, place } = telling;
  const notices = lastOfEach(telling.notices);
  const alerts = notices.map((notice) => alertOf(notice, telling));
  const groupLabels = notices.length === 1 ? identity(notices[0]!, place.id) : { city: place.id };
  return {
    version: '4',
    groupKey: groupKeyOf(groupLabels),
    truncatedAlerts: 0,
    status: alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved',
    receiver,
    groupLabels,
    commonLabels: common(alerts.map(({ labels }) => labels)),
    commonAnnotations: common(alerts.map(({ annotations }) => annotations)),
    externalURL: place.wallUrl,
    alerts,
  };
}

/** The request that sends a telling. */
export function request(telling: Telling, { url, token }: Settings): HttpRequest {
  const headers = token === undefined ? JSON_HEADERS : { ...JSON_HEADERS, authorization: `Bearer ${token}` };
  return { url, headers, body: JSON.stringify(payloadOf(telling)) };
}

/** Any 2xx is good, as for Alertmanager. */
export function judge({ status, body, retryAfter }: HttpAnswer): Verdict {
  const ok = status >= 200 && status < 300;
  const wait = (status === 429 || status === 503) && retryAfter !== undefined ? { wait: retryAfter * 1000 } : {};
  return { ok, status, said: oneLine(body, SAID), ...(!ok && wait) };
}

export default defineChannel({ name: 'webhook', settings: Settings, send: viaHttp(request, judge) });
