import { z } from 'zod';
import type { ParsedRequest, Response } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { FollowUp } from '../../../shared/model/follow-up.ts';
import type { FollowUpRow } from '../../../shared/model/follow-up.ts';
import { ReportId, StudyId } from '../../../shared/model/ids.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import { canonicalJson } from '../../../shared/report/canonical.ts';
import { isoDate } from '../../../shared/report/draft.ts';
import { recommendationsIn } from '../../../shared/report/follow-up/extract.ts';
import { dueDays } from '../../../shared/report/follow-up/intervals.ts';
import { paragraphsText } from '../../../shared/report/plain-text.ts';
import { shownName } from '../../../shared/report/render-text.ts';
import { fitsFollowUp, followUpState } from '../../../shared/rules/follow-up/fits.ts';
import type { LaterStudy } from '../../../shared/rules/follow-up/fits.ts';
import type { Commands } from '../kernel/command.ts';
import { newId } from '../kernel/ids.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';
import { ReportStore } from './report-store.ts';
import { studyFacts } from './study-facts.ts';

export interface FollowUpOptions {
  readonly index: Db;
  readonly journal: Db;
  readonly commands: Commands;
  readonly clock: Clock;
  readonly personId: PersonId;
  /** Throws residency/… where the site of a study keeps its reports in. */
  readonly requireMayLeave: (studyId: StudyId) => void;
}

/** Sections whose words tell whoever treats what to do. */
const TELLING = new Set(['impression', 'recommendation', 'recommendations', 'conclusion']);

const PatientStudy = z.object({
  study_id: StudyId,
  study_date: z.string().nullable(),
  description: z.string().nullable(),
  modalities: z.string().nullable(),
  parts: z.string().nullable(),
});

/** What signed reports recommend to be done later: confirmed by a reader, tracked until a study comes that fits, or somebody ends it. */
export class FollowUpBook {
  readonly #options: FollowUpOptions;
  readonly #reports: ReportStore;

  constructor(options: FollowUpOptions) {
    this.#options = options;
    this.#reports = new ReportStore(options.index, options.journal);
  }

  /** What the text says and nobody has confirmed, and what was confirmed. Throws report/unknown, report/not-signed. */
  ofReport({ reportId }: ParsedRequest<'followUp.ofReport'>): Response<'followUp.ofReport'> {
    const { document, day } = this.#signed(reportId);
    const confirmed = this.#rows('SELECT content FROM follow_up WHERE report_id = ?', reportId);
    const known = new Set(confirmed.map(({ recommendation }) => canonicalJson(recommendation)));
    const text = document.content.sections
      .filter(({ sectionId }) => TELLING.has(sectionId))
      .map(({ paragraphs }) => paragraphsText(paragraphs))
      .join('\n');
    const proposed = recommendationsIn(text)
      .filter((one) => !known.has(canonicalJson(one)))
      .map((recommendation) => ({ recommendation, ...dueDays(day, recommendation.interval) }));
    return { proposed, confirmed: [...confirmed] };
  }

  /** Throws report/unknown, report/not-signed. */
  confirm({ reportId, ...said }: ParsedRequest<'followUp.confirm'>): FollowUp {
    const { studyId } = this.#signed(reportId);
    const { clock, personId } = this.#options;
    const at = clock.nowIso();
    const followUpId = newId();
    return this.#keep('followUp.confirm', {
      ...{ followUpId, studyId, reportId, ...said },
      ...{ confirmedBy: personId, confirmedAt: at, ended: null },
    });
  }

  /** Throws follow-up/unknown, follow-up/ended. */
  end({ followUpId, how, reason }: ParsedRequest<'followUp.end'>): FollowUp {
    const [found] = this.#rows('SELECT content FROM follow_up WHERE follow_up_id = ?', followUpId);
    if (!found) throw new AppError('follow-up/unknown', 'there is no such recommendation');
    if (found.ended !== null) throw new AppError('follow-up/ended', 'it has ended already');
    const { clock, personId } = this.#options;
    return this.#keep('followUp.end', { ...found, ended: { how, by: personId, at: clock.nowIso(), reason } });
  }

  /** Overdue ones first, then by the day on which they are due. */
  list(): Response<'followUp.list'> {
    const today = this.#options.clock.nowIso().slice(0, 10);
    const rows = this.#rows('SELECT content FROM follow_up').map((one) => this.#row(one, today));
    const order = ['overdue', 'open', 'done', 'dropped'] as const;
    const due = ({ dueTo }: FollowUp): string => dueTo ?? '9999';
    return {
      today,
      toConfirm: this.#toConfirm(),
      rows: rows.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || due(a).localeCompare(due(b))),
    };
  }

  /** The list on its way into a file: where each site lets it, and with a record. Throws residency/…. */
  leaving(): Response<'followUp.list'>['rows'] {
    const { commands, personId, requireMayLeave } = this.#options;
    const { rows } = this.list();
    for (const studyId of new Set(rows.map((row) => row.studyId))) requireMayLeave(studyId);
    const act = { name: 'followUp.export', personId, subject: personId, detail: { rows: rows.length } };
    commands.run(act, () => undefined);
    return rows;
  }

  /** Of the newest signed report of each line: an addendum or a corrected report says the last word. */
  #toConfirm(): Response<'followUp.list'>['toConfirm'] {
    const { index, clock, personId } = this.#options;
    const since = new Date(Date.parse(clock.nowIso()) - 30 * 86_400_000).toISOString();
    return index
      .prepare<[string, string], { reportId: string; at: string }>(
        `SELECT report_id AS reportId, signed_at AS at FROM report
         WHERE author = ? AND signed_at >= ? AND signed IS NOT NULL AND state <> 'withdrawn'
           AND NOT EXISTS (SELECT 1 FROM report AS later WHERE later.predecessor = report.report_id AND later.signed IS NOT NULL)
         ORDER BY signed_at DESC LIMIT 200`,
      )
      .all(personId, since)
      .flatMap(({ reportId: id, at }) => {
        const reportId = ReportId.parse(id);
        const { document, studyId } = this.#signed(reportId);
        const who = { reportId, studyId, patientName: shownName(document.patient.name), signedAt: at };
        return this.ofReport({ reportId }).proposed.map((one) => ({ ...one, ...who }));
      });
  }

  #row(one: FollowUp, today: string): FollowUpRow {
    const { index } = this.#options;
    const { patient, study } = studyFacts(index, one.studyId);
    const site = index
      .prepare<[string], string>('SELECT site.name FROM study JOIN site USING (site_id) WHERE study_id = ?')
      .pluck()
      .get(one.studyId);
    const found = one.ended === null ? this.#fulfilling(one) : null;
    return {
      ...one,
      ...{ patientName: shownName(patient.name), patientId: patient.patientId, site: site ?? '' },
      ...{ accession: study.accession, studyDate: isoDate(study.date), description: study.description },
      state: followUpState(one, found !== null, today),
      fulfilledBy: found,
    };
  }

  /** The first study of the patient that fits. */
  #fulfilling(one: FollowUp): FollowUpRow['fulfilledBy'] {
    const all = this.#studiesOfPatient(one.studyId);
    const reported = all.find(({ studyId }) => studyId === one.studyId);
    if (!reported) return null;
    const found = all
      .filter((study) => study.studyId !== one.studyId && fitsFollowUp(one, reported, study))
      .sort((a, b) => a.date.localeCompare(b.date))[0];
    if (!found) return null;
    return { studyId: found.studyId, studyDate: found.date, modalities: [...found.modalities] };
  }

  #studiesOfPatient(studyId: StudyId): readonly (LaterStudy & { readonly studyId: StudyId })[] {
    return this.#options.index
      .prepare(
        `SELECT study.study_id, study_date, study.description, group_concat(DISTINCT modality) AS modalities,
           group_concat(DISTINCT body_part) AS parts
         FROM study JOIN series USING (study_id)
         WHERE patient_key = (SELECT patient_key FROM study WHERE study_id = ?) AND series.made_at IS NULL
         GROUP BY study.study_id`,
      )
      .all(studyId)
      .map((row) => PatientStudy.parse(row))
      .map((row) => ({
        studyId: row.study_id,
        date: isoDate(row.study_date) ?? '',
        modalities: (row.modalities ?? '').split(',').filter((one) => one !== ''),
        said: `${(row.parts ?? '').replaceAll(',', ' ')} ${row.description ?? ''}`,
      }));
  }

  #signed(reportId: ReportId) {
    const row = this.#reports.row(reportId);
    if (row.signed === null) throw new AppError('report/not-signed', 'only a signed report recommends something');
    const { document } = this.#reports.document(row);
    return { document, studyId: row.study_id, day: document.at.slice(0, 10) };
  }

  #keep(name: 'followUp.confirm' | 'followUp.end', next: FollowUp): FollowUp {
    const { commands, personId } = this.#options;
    const { followUpId, studyId, reportId } = next;
    const detail = { followUp: followUpId, ended: next.ended?.how ?? null, due: next.dueTo };
    commands.run({ name, personId, subject: studyId, detail }, (db) => {
      db.prepare(
        `INSERT INTO follow_up (follow_up_id, study_id, report_id, content) VALUES (?, ?, ?, ?)
         ON CONFLICT (follow_up_id) DO UPDATE SET content = excluded.content`,
      ).run(followUpId, studyId, reportId, JSON.stringify(next));
    });
    return next;
  }

  #rows(sql: string, ...of: readonly string[]): readonly FollowUp[] {
    return this.#options.index
      .prepare<string[], string>(sql)
      .pluck()
      .all(...of)
      .map((content) => FollowUp.parse(JSON.parse(content)));
  }
}
