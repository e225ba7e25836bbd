/** What surrounds every route: headers, the hosts that are served, and the documentation made of the routes' schemas. */
import fastifyHelmet from '@fastify/helmet';
import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { hostAllowed } from '../access/origin.ts';
import { handleProblems, HttpProblem } from './problem.ts';
import { validatorCompiler } from './validate.ts';

/** Headers of every answer; scripts, fonts and workers come from here and from nowhere else. */
const security = (app: FastifyInstance) =>
  app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        workerSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
      },
    },
    // The wall is served over plain HTTP inside a city's network; TLS ends before it where there is any.
    strictTransportSecurity: false,
    crossOriginEmbedderPolicy: false,
  });

const documentation = async (app: FastifyInstance): Promise<void> => {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'hotline-wall', version: '1', description: 'Intake and queries of the 12345 hotline wall.' },
    },
  });
  await app.register(fastifySwaggerUi, { routePrefix: '/api/docs', uiConfig: { validatorUrl: null } });
};

/** Sets all of it up; `host` is the address that the server listens on. Before any route. */
export async function surroundings(app: FastifyInstance, host: string): Promise<void> {
  await security(app);
  handleProblems(app);
  app.setValidatorCompiler(validatorCompiler);
  app.addHook('onRequest', async (request) => {
    if (!hostAllowed(host, request.headers.host)) throw new HttpProblem(403, '', 'this host name is not served here');
  });
  await documentation(app);
}
