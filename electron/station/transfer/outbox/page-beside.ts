import { AppError } from '../../../../shared/errors/app-error.ts';
import type { ResultMapping } from '../../../../shared/model/result-mapping.ts';
import type { OutgoingContent } from './connector.ts';

/** How long a report waits for its page, milliseconds: then it goes without, because its text must not wait for a printer. */
const PAGE_WAIT_MS = 10 * 60_000;

/**
 * A report with its page, for a receiver of messages that wants it.
 * @param now UTC, ISO 8601
 * @throws AppError report/pdf-needs-runtime while it is not made; nothing is told of the line by that
 */
export async function withPageBeside(
  content: OutgoingContent,
  mapping: ResultMapping | undefined,
  now: string,
): Promise<OutgoingContent> {
  if (mapping?.page !== 'ED' || content.page === undefined) return content;
  const { read, signedAt } = content.page;
  const pdf = await read();
  if (pdf === null && Date.parse(now) - Date.parse(signedAt) < PAGE_WAIT_MS) {
    throw new AppError('report/pdf-needs-runtime', 'the page of the report is not made yet', { retry: 'later' });
  }
  return { ...content, pdf };
}
