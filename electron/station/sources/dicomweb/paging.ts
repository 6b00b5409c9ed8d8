import { AppError } from '../../../../shared/errors/app-error.ts';
import { JsonDataset } from './dicom-json.ts';
import type { WebLink } from './web-link.ts';

/** Rows asked for at a time. Many servers give fewer without a word. */
const PAGE = 500;
/** Most rows that any question is followed to. */
export const MOST_ROWS = 1_000_000;

export interface PagedQuestion {
  readonly path: readonly string[];
  readonly query: readonly (readonly [string, string])[];
  /** The attribute that tells rows apart. */
  readonly uidTag: string;
  /** No more than this many rows are given. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

/**
 * All rows of a QIDO-RS question (Part 18, 10.6), each UID once. Asks on until a page is empty or holds nothing new: a short page
 * proves nothing, since servers cap pages without saying so.
 * @throws AppError source/incomplete where the server says that it has more and does not give it
 */
export async function* pagedRows(
  link: WebLink,
  question: PagedQuestion,
): AsyncGenerator<{ readonly uid: string; readonly row: JsonDataset }> {
  const seen = new Set<string>();
  let offset = 0;
  for (;;) {
    const wanted = question.limit - seen.size;
    if (wanted <= 0) return;
    const url = link.url(question.path, [
      ...question.query,
      ['limit', String(Math.min(wanted, PAGE))],
      ['offset', String(offset)],
    ]);
    const answer = await link.askJson(url, question.signal);
    const more = saysMore(answer.header('warning'));
    let rows = 0;
    const before = seen.size;
    for await (const given of link.rows(answer)) {
      // More than was asked for: the rest of the answer is not worth its bytes.
      if (seen.size >= question.limit) return;
      const row = new JsonDataset(given);
      const uid = row.uid(question.uidTag);
      rows += 1;
      if (offset + rows > MOST_ROWS) throw new AppError('source/wrong-answer', 'more rows than any answer has');
      if (seen.has(uid)) continue;
      seen.add(uid);
      yield { uid, row };
    }
    if (seen.size === before) {
      if (more) throw new AppError('source/incomplete', 'the server has more and does not give it');
      return;
    }
    offset += rows;
  }
}

/** Part 18, 10.6.3: warning 299 counts the results that were left out, or says that a parameter was not heeded. */
function saysMore(warning: string | undefined): boolean {
  const number = /\b299\b.*?(\d+) additional results/i.exec(warning ?? '')?.[1];
  return number !== undefined && Number(number) > 0;
}
