import { z } from 'zod';
import type { HttpAnswer } from '../../sources/http/http-client.ts';
import type { SendAnswer } from './connector.ts';

const Taken = z.object({
  resourceType: z.literal('Bundle'),
  type: z.literal('transaction-response'),
  entry: z
    .array(z.object({ response: z.object({ status: z.string() }) }))
    .min(1)
    .max(10_000),
});

/**
 * What came of a transaction (RESTful API, 3.1.0.11): delivered where it says so of every entry. The first is the report.
 * @param otherwise for every status but 200
 */
export async function transactionOutcome(
  answer: HttpAnswer,
  otherwise: (answer: HttpAnswer) => Promise<SendAnswer>,
  textOf: (answer: HttpAnswer) => Promise<string>,
): Promise<SendAnswer> {
  if (answer.status !== 200) return otherwise(answer);
  const taken = Taken.safeParse(json(await textOf(answer)));
  const statuses = taken.success ? taken.data.entry.map(({ response }) => response.status) : [];
  const [report] = statuses;
  // The same again is asked for: what is there already is not made once more.
  if (report === undefined || !statuses.every((status) => status.startsWith('20'))) {
    return { kind: 'unanswered', code: 'source/wrong-answer', text: '200', cause: 'server' };
  }
  return { kind: 'delivered', text: report.startsWith('201') ? '201 created' : '200 was there already' };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
