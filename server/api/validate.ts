/** Fastify validates with the contract's TypeBox schemas, compiled, and without changing what came. */
import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const check = Compile(schema);
  return (value: unknown) => {
    // Query strings and path parameters are text; numbers in them are read as numbers where the schema wants them.
    const input = httpPart === 'body' ? value : numbers(schema, value);
    if (check.Check(input)) return { value: input };
    const [first] = check.Errors(input);
    const error = new Error(first?.message ?? 'is not valid') as Error & {
      validation: unknown[];
      validationContext: string;
    };
    error.validation = [{ instancePath: first?.instancePath ?? '', message: first?.message ?? 'is not valid' }];
    error.validationContext = httpPart ?? 'body';
    return { error };
  };
};

function numbers(schema: TSchema, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const properties = (schema as { properties?: Record<string, { type?: string }> }).properties ?? {};
  const entries = Object.entries(value).map(([name, text]) => {
    const type = properties[name]?.type;
    const numeric = (type === 'integer' || type === 'number') && typeof text === 'string' && text.trim() !== '';
    return [name, numeric ? Number(text) : text];
  });
  return Object.fromEntries(entries);
}
