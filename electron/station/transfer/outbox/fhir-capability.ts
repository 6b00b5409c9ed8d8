import { z } from 'zod';

const Statement = z.object({
  resourceType: z.literal('CapabilityStatement'),
  rest: z
    .array(
      z.object({
        interaction: z
          .array(z.object({ code: z.string() }))
          .max(20)
          .optional(),
        resource: z.array(z.object({ type: z.string(), conditionalCreate: z.boolean().optional() })).optional(),
      }),
    )
    .max(20),
});

/**
 * Whether a server says of itself that it makes a report by condition (CapabilityStatement.rest.resource.conditionalCreate, R4).
 * Null: this is no such statement, but a gateway's page for example.
 */
export function createsReportsOnce(metadata: unknown): boolean | null {
  const statement = Statement.safeParse(metadata);
  if (!statement.success) return null;
  return statement.data.rest
    .flatMap(({ resource }) => resource ?? [])
    .some(({ type, conditionalCreate }) => type === 'DiagnosticReport' && conditionalCreate === true);
}

/** Whether it says that it takes transactions, and makes a report by condition: else the same again could make another. */
export function takesReportTransactions(metadata: unknown): boolean {
  const statement = Statement.safeParse(metadata);
  if (!statement.success || createsReportsOnce(metadata) !== true) return false;
  return statement.data.rest.some(({ interaction = [] }) => interaction.some(({ code }) => code === 'transaction'));
}
