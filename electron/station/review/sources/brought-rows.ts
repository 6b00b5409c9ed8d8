import type { ReaderPseudonym } from '../../../../shared/model/ids.ts';
import type { BringFormat, BringRefusal } from '../../../../shared/model/review/brought.ts';
import type { BroughtReport } from '../../../../shared/review/sources/said-report.ts';
import type { Db } from '../../kernel/sqlite.ts';

/** A report of a file, and whose it is; null: nobody has to be known, for it only takes something back. */
export interface AuthoredReport {
  readonly line: number;
  readonly report: BroughtReport;
  readonly author: ReaderPseudonym | null;
  /** Somebody of this station by the same name. */
  readonly personId: string | null;
}

export type Fate =
  | { readonly kind: 'added' | 'replaced'; readonly linked: boolean }
  | { readonly kind: 'known' | 'withdrawn' | 'addenda' }
  | { readonly kind: 'refused'; readonly why: BringRefusal };

interface Terms {
  readonly site: string;
  readonly format: BringFormat;
  readonly now: string;
  readonly newId: () => string;
}

interface Standing {
  readonly source_report_id: string;
  readonly signed_at: string;
  readonly content: string;
}

const ORIGINS = { csv: 'csv', oru: 'hl7', fhir: 'fhir' } as const;
const BROUGHT = "origin IN ('csv', 'hl7', 'fhir')";
/** Stands between a key and the id of a report that another took the place of; no key has one. */
const PARTING = '\n';

/** Rows of reports that were brought in. The same report under the same number at the same site is one, in whatever form it came. */
export class BroughtRows {
  readonly #db: Db;
  readonly #terms: Terms;
  readonly #ofUid;
  readonly #ofAccession;
  readonly #live;
  readonly #earlier;
  readonly #ownReport;
  readonly #insert;
  readonly #insertText;

  /** Within one command. */
  constructor(db: Db, terms: Terms) {
    this.#db = db;
    this.#terms = terms;
    this.#ofUid = db.prepare<[string], string>('SELECT study_id FROM study WHERE study_uid = ? LIMIT 2').pluck();
    this.#ofAccession = db
      .prepare<[string, string], string>(
        'SELECT study_id FROM study JOIN site USING (site_id) WHERE accession = ? AND lower(site.name) = lower(?) LIMIT 2',
      )
      .pluck();
    this.#live = db.prepare<[string], Standing>(
      `SELECT source_report_id, signed_at, review_source_text.content AS content
       FROM review_source JOIN review_source_text USING (source_report_id) WHERE ${BROUGHT} AND key = ? AND gone_at IS NULL`,
    );
    this.#earlier = db
      .prepare<[string, string, string], number>(
        `SELECT 1 FROM review_source JOIN review_source_text USING (source_report_id)
         WHERE ${BROUGHT} AND key > ? AND key < ? AND review_source_text.content = ? LIMIT 1`,
      )
      .pluck();
    this.#ownReport = db
      .prepare<[string, string], number>(
        "SELECT 1 FROM report WHERE study_id = ? AND author = ? AND state IN ('final', 'corrected') LIMIT 1",
      )
      .pluck();
    this.#insert = db.prepare(
      `INSERT INTO review_source (source_report_id, origin, key, author, site, modality, region, shift, signed_at, flags, accession,
         study_id, report_id, content, noted_at, study_uid) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, ?, ?)`,
    );
    this.#insertText = db.prepare('INSERT INTO review_source_text (source_report_id, content) VALUES (?, ?)');
  }

  take({ report, author, personId }: AuthoredReport): Fate {
    const key = `${this.#terms.site}/${report.key}`;
    const standing = this.#live.get(key);
    if (report.standing === 'withdrawn') {
      if (standing !== undefined) this.#goes(standing.source_report_id, key);
      return { kind: 'withdrawn' };
    }
    if (report.standing === 'adds') return this.#addsTo(standing);
    if (author === null) return { kind: 'refused', why: 'no-author' };
    const content = JSON.stringify(report.sections);
    if (standing?.content === content || this.#wasHere(key, content)) return { kind: 'known' };
    const studyId = this.#studyOf(report);
    // What was signed here went to the site, and came back from there.
    if (studyId !== null && personId !== null && this.#ownReport.get(studyId, personId) !== undefined) {
      return { kind: 'known' };
    }
    if (standing !== undefined) {
      if (report.signedAt < standing.signed_at) return { kind: 'known' };
      this.#goes(standing.source_report_id, key);
    }
    this.#put(report, { key, author, content, studyId });
    return { kind: standing === undefined ? 'added' : 'replaced', linked: studyId !== null };
  }

  #put(
    report: BroughtReport,
    more: {
      readonly key: string;
      readonly author: ReaderPseudonym;
      readonly content: string;
      readonly studyId: string | null;
    },
  ): void {
    const { site, format, now } = this.#terms;
    const id = this.#terms.newId();
    this.#insert.run(
      ...[id, ORIGINS[format], more.key, more.author, site, report.modality, report.region, report.shift],
      ...[report.signedAt, report.flags.join(' '), report.accession, more.studyId, now, report.studyUid],
    );
    this.#insertText.run(id, more.content);
  }

  /** Cases that were drawn of it stay; a draw of before finds it still. */
  #goes(sourceReportId: string, key: string): void {
    this.#db
      .prepare('UPDATE review_source SET gone_at = ?, key = ? WHERE source_report_id = ?')
      .run(this.#terms.now, `${key}${PARTING}${sourceReportId}`, sourceReportId);
  }

  #addsTo(standing: Standing | undefined): Fate {
    if (standing === undefined) return { kind: 'refused', why: 'nothing-to-add-to' };
    const { changes } = this.#db
      .prepare(
        `INSERT INTO review_flag (source_report_id, flag, at, is_on, reason, made_by)
         SELECT ?, 'addendum', ?, 1, '', NULL
         WHERE NOT EXISTS (SELECT 1 FROM review_flag WHERE source_report_id = ? AND flag = 'addendum' AND is_on = 1)`,
      )
      .run(standing.source_report_id, this.#terms.now, standing.source_report_id);
    return { kind: changes === 0 ? 'known' : 'addenda' };
  }

  #wasHere(key: string, content: string): boolean {
    const after = String.fromCharCode(PARTING.charCodeAt(0) + 1);
    return this.#earlier.get(`${key}${PARTING}`, `${key}${after}`, content) !== undefined;
  }

  /** Null where none, or more than one, has these numbers. */
  #studyOf({ studyUid, accession }: BroughtReport): string | null {
    const byUid = studyUid === null ? [] : this.#ofUid.all(studyUid);
    const found = byUid.length > 0 || accession === null ? byUid : this.#ofAccession.all(accession, this.#terms.site);
    return found.length === 1 ? (found[0] ?? null) : null;
  }
}

/** Studies that came after their report, by UID or accession. From the studies, which the order of the joins says: there are fewer of them. */
const TO_LINK = `
  SELECT source_report_id, study.study_id FROM study CROSS JOIN review_source
    WHERE review_source.study_uid = study.study_uid AND ${BROUGHT} AND review_source.study_id IS NULL
  UNION ALL
  SELECT source_report_id, study.study_id FROM study JOIN site USING (site_id) CROSS JOIN review_source
    WHERE review_source.accession = study.accession AND lower(review_source.site) = lower(site.name)
      AND ${BROUGHT} AND review_source.study_id IS NULL`;

/** Gives them to their reports, where only one study has that number. */
export function linkStudies(db: Db): void {
  db.prepare(
    `UPDATE review_source SET study_id = one.study_id
     FROM (SELECT source_report_id, max(study_id) AS study_id FROM (${TO_LINK})
           GROUP BY source_report_id HAVING min(study_id) = max(study_id)) AS one
     WHERE one.source_report_id = review_source.source_report_id`,
  ).run();
}

/** Whether `linkStudies` may have anything to do. */
export function hasStudiesToLink(index: Db): boolean {
  return index.prepare(`SELECT 1 FROM (${TO_LINK}) LIMIT 1`).get() !== undefined;
}
