import { asAppError } from '../../../shared/errors/app-error.ts';
import { indexedText } from '../../../shared/rules/report-search/search-words.ts';
import { Breather } from '../kernel/breather.ts';
import type { Db } from '../kernel/sqlite.ts';
import { priorById } from '../worklist/prior-reports/prior-report-rows.ts';
import { ownText } from './own-text.ts';

interface Words {
  readonly title: string;
  readonly body: string;
}

/** The words of a signed report of ours into the index. Inside the transaction that signs it; once more does nothing. */
export function keepOwnWords(db: Db, reportId: string): void {
  const sql = 'SELECT signed FROM report WHERE report_id = ? AND signed IS NOT NULL';
  const signed = db.prepare<[string], string>(sql).pluck().get(reportId);
  if (signed === undefined) return;
  const { title, signer, sections } = ownText(signed);
  put(db, reportId, { title, body: bodyOf(sections, signer) });
}

/** The same for a report of others; words of the version before it are found no more. */
export function keepPriorWords(db: Db, priorReportId: string): void {
  const stored = priorById(db, priorReportId);
  if (stored === null) return;
  const { site, senderKey, title, signer, sections } = stored.report;
  const former = `SELECT word_id FROM report_word_of WHERE ref IN (
    SELECT prior_report_id FROM prior_report WHERE site = ? AND sender_key = ?)`;
  db.prepare(`DELETE FROM report_words WHERE rowid IN (${former})`).run(site, senderKey);
  db.prepare(`DELETE FROM report_word_of WHERE word_id IN (${former})`).run(site, senderKey);
  put(db, priorReportId, { title, body: bodyOf(sections, signer) });
}

function bodyOf(sections: readonly { readonly title: string; readonly text: string }[], signer: string): string {
  return [...sections.map(({ title, text }) => `${title}\n${text}`), signer].join('\n\n');
}

function put(db: Db, ref: string, { title, body }: Words): void {
  const wordId = db
    .prepare<[string], number>('INSERT INTO report_word_of (ref) VALUES (?) ON CONFLICT DO NOTHING RETURNING word_id')
    .pluck()
    .get(ref);
  if (wordId === undefined) return;
  db.prepare('INSERT INTO report_words (rowid, title, body) VALUES (?, ?, ?)').run(
    ...([wordId, indexedText(title), indexedText(body)] as const),
  );
}

const MISSING = `
  SELECT kind, ref FROM (
    SELECT 'own' AS kind, report_id AS ref, signed_at AS at FROM report WHERE signed IS NOT NULL
    UNION ALL SELECT 'prior', prior_report_id, said_at FROM prior_report WHERE current = 1) AS found
  WHERE NOT EXISTS (SELECT 1 FROM report_word_of AS known WHERE known.ref = found.ref) ORDER BY at`;

/**
 * Reports whose words are not in the index: those from before there was one, and all of them after an index was made anew. One
 * transaction a report, between which others have their turn.
 */
export async function fillReportWords(
  db: Db,
  signal: AbortSignal,
  onDamaged: (code: string) => void = () => undefined,
): Promise<number> {
  const missing = db.prepare<[], { kind: string; ref: string }>(MISSING).all();
  const breather = new Breather();
  let done = 0;
  for (const { kind, ref } of missing) {
    if (signal.aborted) break;
    try {
      db.transaction(() => (kind === 'own' ? keepOwnWords(db, ref) : keepPriorWords(db, ref))).immediate();
      done += 1;
    } catch (error) {
      // One report that is not what was signed keeps no other from being found.
      onDamaged(asAppError(error).code);
    }
    await breather.breathe();
  }
  return done;
}
