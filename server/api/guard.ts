/** Who may do what through the API beyond looking: a key of the city with one of the roles that the act needs. */
import type { FastifyRequest } from 'fastify';
import type { KeyRing } from '../access/keys.ts';
import type { KeyRecord, Role } from '../state/state.ts';
import { HttpProblem } from './problem.ts';

export type Allow = (request: FastifyRequest, city: string, roles: readonly Role[]) => Promise<KeyRecord>;

/** The token that a request came with; empty where there is none. */
export const bearer = (request: FastifyRequest): string =>
  /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';

/** The key that a request came with. Throws HttpProblem 401 without a good one, 403 for another city or role. */
export const allowWith =
  (keys: KeyRing): Allow =>
  async (request, city, roles) => {
    const key = await keys.verify(bearer(request));
    if (!key) throw new HttpProblem(401, '', 'a good key is needed: Authorization: Bearer hk_…');
    if (key.city !== city) throw new HttpProblem(403, '/city', 'this key is of another city');
    if (!roles.includes(key.role))
      throw new HttpProblem(403, '', `this needs a key with the role ${roles.join(' or ')}`);
    return key;
  };
