import { z } from 'zod';
import { PriorReport } from '../../../../shared/model/prior-report.ts';
import type { Db } from '../../kernel/sqlite.ts';

/** One version of a report of others as it is stored, without the page that came with it. */
export interface StoredPrior {
  readonly priorReportId: string;
  readonly report: PriorReport;
  readonly version: number;
  readonly isCurrent: boolean;
  /** UTC, of the message. */
  readonly saidAt: string;
  readonly receivedAt: string;
  readonly hasPdf: boolean;
}

const Row = z.object({
  prior_report_id: z.string(),
  version: z.number(),
  current: z.number(),
  said_at: z.string(),
  received_at: z.string(),
  content: z.string(),
  has_pdf: z.number(),
});

const COLUMNS = 'prior_report_id, version, current, said_at, received_at, content, pdf IS NOT NULL AS has_pdf' as const;

function stored(found: unknown): StoredPrior {
  const row = Row.parse(found);
  return {
    priorReportId: row.prior_report_id,
    report: PriorReport.parse(JSON.parse(row.content)),
    version: row.version,
    isCurrent: row.current === 1,
    saidAt: row.said_at,
    receivedAt: row.received_at,
    hasPdf: row.has_pdf === 1,
  };
}

/** All that was sent under one number, the oldest first. */
export function versionsOf(db: Db, site: string, senderKey: string): StoredPrior[] {
  return db
    .prepare<[string, string]>(`SELECT ${COLUMNS} FROM prior_report WHERE site = ? AND sender_key = ? ORDER BY version`)
    .all(site, senderKey)
    .map((row) => stored(row));
}

/** The versions that count and bear one of these patient ids, whoever issued them. */
export function currentOf(db: Db, patientIds: readonly string[]): StoredPrior[] {
  return db
    .prepare<[string]>(
      `SELECT ${COLUMNS} FROM prior_report
       WHERE current = 1 AND patient_id IN (SELECT value FROM json_each(?)) ORDER BY said_at DESC LIMIT 500`,
    )
    .all(JSON.stringify(patientIds))
    .map((row) => stored(row));
}

export function priorById(db: Db, priorReportId: string): StoredPrior | null {
  const found = db.prepare(`SELECT ${COLUMNS} FROM prior_report WHERE prior_report_id = ?`).get(priorReportId);
  return found === undefined ? null : stored(found);
}

/** The page that came with a version, base64. */
export function pdfOf(db: Db, priorReportId: string): string | null {
  const sql = 'SELECT pdf FROM prior_report WHERE prior_report_id = ?';
  return db.prepare<[string], string | null>(sql).pluck().get(priorReportId) ?? null;
}

/** Writes a version; where it is the one that counts, no other of its number does. */
export function putPrior(db: Db, one: Omit<StoredPrior, 'hasPdf'>, pdf: string | null): void {
  const { priorReportId, report, version, isCurrent, saidAt, receivedAt } = one;
  if (isCurrent) {
    db.prepare('UPDATE prior_report SET current = 0 WHERE site = ? AND sender_key = ? AND current = 1').run(
      report.site,
      report.senderKey,
    );
  }
  db.prepare(
    `INSERT INTO prior_report (prior_report_id, site, sender_key, version, current, patient_issuer, patient_id, said_at,
       received_at, content, pdf) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    ...([priorReportId, report.site, report.senderKey, version, isCurrent ? 1 : 0] as const),
    ...([report.patient.issuer ?? report.site, report.patient.patientId ?? '', saidAt, receivedAt] as const),
    ...([JSON.stringify(report), pdf] as const),
  );
}
