/** Routes of recipients and of the record of what they were told. All need an admin key of the city. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { City } from '../../../contract/city.ts';
import type { Allow } from '../../api/guard.ts';
import { HttpProblem, Problem } from '../../api/problem.ts';
import { systemClock, type Clock } from '../../clock.ts';
import type { State } from '../../state/state.ts';
import type { Channel } from './channel.ts';
import { httpSender, type SendHttp } from './http.ts';
import { placeOf, testNotice } from './notice.ts';
import { dropRecipient, faultOf, keepRecipient, Recipient, RecipientBody, recipientOf, recipientsOf, RECIPIENT_ID, shown, withKeptSecrets, withoutSecrets } from './recipients.ts'; // prettier-ignore
import { noticesOf, outboxOf, type Done } from './records.ts';

export interface NotifyRouteParts {
  state: State;
  allow: Allow;
  /** The cities of this server. */
  city(id: string): Pick<City, 'id' | 'names' | 'timeZone'> | undefined;
  channels: ReadonlyMap<string, Channel>;
  /** Address of the wall for those who are told. */
  wallUrl: string;
  /** The machine's clock. */
  machine?: Clock;
  http?: SendHttp;
}

type OfCity = { Params: { city: string } };
type OfRecipient = { Params: { city: string; id: string } };

const closed = { additionalProperties: false } as const;
const cityId = Type.String({ maxLength: 64 });
const CityParams = Type.Object({ city: cityId }, closed);
const RecipientParams = Type.Object({ city: cityId, id: Type.String({ pattern: RECIPIENT_ID }) }, closed);
const NoticesQuery = Type.Object(
  {
    after: Type.Optional(Type.String({ maxLength: 1000, description: 'Id of the last notice seen.' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: '100 where absent.' })),
  },
  closed,
);
const Tested = Type.Object(
  {
    ok: Type.Boolean({ description: 'Whether the receiver took it.' }),
    status: Type.Union([Type.Integer(), Type.Null()], { description: 'Status of its answer; null where none came.' }),
    said: Type.String({ description: 'What it said.' }),
    ms: Type.Integer({ minimum: 0 }),
  },
  closed,
);

const tags = ['notifications'];
const refused = { 400: Problem, 401: Problem, 403: Problem, 404: Problem };

export function notifyRoutes(app: FastifyInstance, parts: NotifyRouteParts): void {
  const { state, allow, channels, wallUrl, machine = systemClock, http = httpSender() } = parts;

  const admin = async (request: FastifyRequest): Promise<void> => {
    const { city } = request.params as OfCity['Params'];
    await allow(request, city, ['admin']);
    if (!parts.city(city)) throw new HttpProblem(404, '/city', `there is no city ${city}`);
  };
  const found = async ({ city, id }: OfRecipient['Params']): Promise<Recipient> => {
    const recipient = await recipientOf(state, city, id);
    if (!recipient) throw new HttpProblem(404, '/id', `there is no recipient ${id}`);
    return recipient;
  };
  const show = (recipient: Recipient): Recipient => shown(recipient, channels.get(recipient.channel));

  app.get<OfCity>('/api/v1/cities/:city/recipients', {
    schema: { tags, summary: 'Who is told of alerts, without secrets', params: CityParams, response: refused },
    onRequest: admin,
    handler: async ({ params }) => (await recipientsOf(state, params.city)).map(show),
  });

  app.get<OfRecipient>('/api/v1/cities/:city/recipients/:id', {
    schema: { tags, summary: 'One of them', params: RecipientParams, response: refused },
    onRequest: admin,
    handler: async ({ params }) => show(await found(params)),
  });

  app.put<OfRecipient & { Body: Omit<Recipient, 'id'> }>('/api/v1/cities/:city/recipients/:id', {
    schema: {
      tags,
      summary: 'Sets one up or changes it',
      description: 'A secret that is absent, or masked as it was shown, stays as it is.',
      params: RecipientParams,
      body: RecipientBody,
      response: refused,
    },
    onRequest: admin,
    handler: async ({ params: { city, id }, body }) => {
      const channel = channels.get(body.channel);
      if (!channel)
        throw new HttpProblem(400, '/channel', `there is no such channel: ${[...channels.keys()].sort().join(', ')}`);
      const recipient = withKeptSecrets({ id, ...body }, await recipientOf(state, city, id), channel);
      const fault = faultOf(recipient.settings, channel);
      if (fault) throw new HttpProblem(400, fault.path, fault.rule);
      await keepRecipient(state, city, recipient);
      return show(recipient);
    },
  });

  app.delete<OfRecipient>('/api/v1/cities/:city/recipients/:id', {
    schema: { tags, summary: 'Forgets one', params: RecipientParams, response: { 204: Type.Null(), ...refused } },
    onRequest: admin,
    handler: async ({ params }, reply) => {
      await found(params);
      await dropRecipient(state, params.city, params.id);
      return reply.code(204).send();
    },
  });

  app.post<OfRecipient>('/api/v1/cities/:city/recipients/:id/test', {
    schema: {
      tags,
      summary: 'Sends a test and tells what the receiver said',
      params: RecipientParams,
      response: { 200: Tested, ...refused },
    },
    onRequest: admin,
    handler: async ({ params }) => {
      const to = await found(params);
      const channel = channels.get(to.channel);
      if (!channel) throw new HttpProblem(404, '/channel', `there is no channel ${to.channel}`);
      const now = machine.now();
      const place = placeOf(parts.city(params.city)!, wallUrl);
      const telling = { receiver: to.id, locale: to.locale, place, notices: [testNotice(now)] };
      const { ok, status, said } = await channel.send(telling, to.settings, { http, now });
      return { ok, status, said: withoutSecrets(said, to, channel), ms: machine.now() - now };
    },
  });

  app.get<OfCity & { Querystring: { after?: string; limit?: number } }>('/api/v1/cities/:city/notices', {
    schema: {
      tags,
      summary: 'What was told to whom, and every try',
      description: 'Those that wait and the last that are done, in the order of the steps they tell of.',
      params: CityParams,
      querystring: NoticesQuery,
      response: refused,
    },
    onRequest: admin,
    handler: async ({ params: { city }, query: { after = '', limit = 100 } }) => {
      const waiting = await state.list(outboxOf(city), after, limit);
      const done = await state.list(noticesOf(city), after, limit);
      // What ended between the two reads is in both: its end counts.
      const all = new Map([...waiting, ...done].map(({ id, value }) => [id, value as unknown as Partial<Done>]));
      const ids = [...all.keys()].sort().slice(0, limit);
      return ids.map((id) => ({ id, outcome: 'waiting', ...all.get(id) }));
    },
  });
}
