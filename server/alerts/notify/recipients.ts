/**
 * Recipients: who is told, and how. They hold secrets, so they are kept in the State and never stand in a profile, and
 * their secrets are never shown again.
 */
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Json } from '../../../contract/text.ts';
import type { State } from '../../state/state.ts';
import type { Channel } from './channel.ts';

const closed = { additionalProperties: false } as const;

/** Ids as the routes of a profile name them. */
export const RECIPIENT_ID = '^[a-z0-9-]{1,40}$';

const members = {
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'Who it is, for people.' })),
  channel: Type.String({ minLength: 1, maxLength: 40, description: 'Name of a channel.' }),
  locale: Type.Enum(['zh', 'en'], { description: 'Language of the messages.' }),
  perMinute: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 600, description: 'Messages a minute at most; 20 where absent.' }),
  ),
  units: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
      maxItems: 100,
      description: 'Units that it stands for: it is told of alerts that are dispatched to one of them.',
    }),
  ),
  settings: Type.Object({}, { additionalProperties: true, description: 'As its channel wants them.' }),
};

/** What is put under an id. */
export const RecipientBody = Type.Object(members, closed);
export const Recipient = Type.Object({ id: Type.String({ pattern: RECIPIENT_ID }), ...members }, closed);
export type Recipient = Omit<Static<typeof Recipient>, 'settings'> & { settings: Record<string, Json> };

/** Messages a minute where a recipient does not say: what a robot of DingTalk or WeCom takes. */
export const PER_MINUTE = 20;

/** Stands for a secret that is not shown. Put back, it means the secret that is kept. */
export const MASK = '******';

const collectionOf = (city: string): string => `recipients:${city}`;

/** The recipients of a city, in the order of their ids. */
export async function recipientsOf(state: State, city: string): Promise<Recipient[]> {
  return (await state.list(collectionOf(city))).map(({ value }) => value as unknown as Recipient);
}

/** The recipient of this id, or null. */
export const recipientOf = async (state: State, city: string, id: string): Promise<Recipient | null> =>
  (await state.get(collectionOf(city), id)) as unknown as Recipient | null;

/** Keeps a recipient, in place of one of the same id. */
export const keepRecipient = (state: State, city: string, recipient: Recipient): Promise<void> =>
  state.put(collectionOf(city), recipient.id, recipient as unknown as Json);

/** Forgets a recipient. False when there was none. */
export const dropRecipient = (state: State, city: string, id: string): Promise<boolean> =>
  state.drop(collectionOf(city), id);

/** Names of the members of a channel's settings that are secret. */
const secretsOf = (channel: Channel | undefined): string[] =>
  Object.entries(channel?.settings.properties ?? {})
    .filter(([, schema]) => (schema as { writeOnly?: boolean }).writeOnly === true)
    .map(([name]) => name);

/** The recipient as it may be shown. Of a channel that there is not, no setting is. */
export function shown(recipient: Recipient, channel: Channel | undefined): Recipient {
  const secret = new Set(channel ? secretsOf(channel) : Object.keys(recipient.settings));
  const settings = Object.fromEntries(
    Object.entries(recipient.settings).map(([name, value]) => [name, secret.has(name) ? MASK : value]),
  );
  return { ...recipient, settings };
}

/** The recipient with the secrets of the one before it, of the same channel, where none or the mask are given. */
export function withKeptSecrets(given: Recipient, before: Recipient | null, channel: Channel): Recipient {
  const settings = { ...given.settings };
  for (const name of secretsOf(channel)) {
    if (settings[name] !== undefined && settings[name] !== MASK) continue;
    const kept = before?.channel === given.channel ? before.settings[name] : undefined;
    if (kept === undefined) delete settings[name];
    else settings[name] = kept;
  }
  return { ...given, settings };
}

/** What is wrong with the settings of a recipient: a JSON pointer and the rule; null when nothing is. */
export function faultOf(settings: unknown, channel: Channel): { path: string; rule: string } | null {
  const check = Compile(channel.settings);
  if (check.Check(settings)) return null;
  const [error] = check.Errors(settings);
  return { path: `/settings${error?.instancePath ?? ''}`, rule: error?.message ?? 'is not valid' };
}

/** A text of a receiver without the secrets of the recipient, should it have repeated one. */
export function withoutSecrets(text: string, { settings }: Recipient, channel: Channel): string {
  const secrets = secretsOf(channel).flatMap((name) => {
    const value = settings[name];
    return typeof value === 'string' && value.length >= 6 ? [value] : [];
  });
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, MASK), text);
}
