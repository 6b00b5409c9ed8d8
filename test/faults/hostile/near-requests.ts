import fc from 'fast-check';
import { z } from 'zod';
import { calls } from '../../../shared/contract/index.ts';
import type { CallName } from '../../../shared/contract/index.ts';

const Schema = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
  prefixItems: z.array(z.unknown()).optional(),
  pattern: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
});

/** Texts that a request may carry: of every script, of odd length, and those that mean something to somebody. */
const texts = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '',
    '%',
    "'; DROP TABLE object; --",
    '../..',
    '\0',
    '\ud800',
    'x'.repeat(100_000),
    '__proto__',
    '*"',
    'NEAR(',
  ),
);
const numbers = fc.oneof(fc.integer({ min: -2, max: 600 }), fc.double(), fc.maxSafeInteger());

/**
 * Requests that nearly fit a schema: the right keys with values of the right kind, most of them. `ids` are some that exist,
 * so that requests come through to the rooms behind the border.
 */
export function nearRequests(name: CallName, ids: readonly string[]): fc.Arbitrary<unknown> {
  return near(z.toJSONSchema(calls[name].request, { io: 'input', unrepresentable: 'any' }), ids);
}

function near(json: unknown, ids: readonly string[]): fc.Arbitrary<unknown> {
  const known = Schema.safeParse(json);
  // `true` and `false` are schemas too.
  const fits = known.success ? fitting(known.data, ids) : fc.anything({ maxDepth: 2 });
  return fc.oneof({ weight: 40, arbitrary: fits }, { weight: 1, arbitrary: fc.anything({ maxDepth: 2 }) });
}

function fitting(schema: z.infer<typeof Schema>, ids: readonly string[]): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if ('const' in schema) return fc.constant(schema.const);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((one) => near(one, ids)));
  switch (schema.type) {
    case 'object': {
      const entries = Object.entries(schema.properties ?? {});
      const known = Object.fromEntries(entries.map(([key, value]) => [key, near(value, ids)]));
      return fc.oneof(
        { weight: 20, arbitrary: fc.record(known) },
        { weight: 1, arbitrary: fc.record(known, { requiredKeys: [] }) },
      );
    }
    case 'array':
      if (schema.prefixItems) return fc.tuple(...schema.prefixItems.map((one) => near(one, ids)));
      return fc.array(near(schema.items ?? {}, ids), { maxLength: 4 });
    case 'string':
      return schema.pattern === undefined
        ? fc.oneof(texts, fc.constantFrom(...ids))
        : fc.oneof(fc.constantFrom(...ids), texts);
    case 'integer':
    case 'number':
      return numbers;
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.anything({ maxDepth: 2 });
  }
}
