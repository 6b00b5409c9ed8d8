import { z } from 'zod';
import type { ParsedRequest } from '../../../shared/contract/index.ts';
import { displayName } from '../../../shared/dicom/person-name.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { Handover, HandoverGrade } from '../../../shared/model/handover.ts';
import type { PersonId, ReportId } from '../../../shared/model/ids.ts';
import { StudyId } from '../../../shared/model/ids.ts';
import { reportDifferences } from '../../../shared/report/differences.ts';
import { renderedSections } from '../../../shared/report/rendered-sections.ts';
import { SignedDocument } from '../../../shared/report/signed-document.ts';
import { studyTitle } from '../../../shared/report/study-title.ts';
import type { Commands } from '../kernel/command.ts';
import { newId } from '../kernel/ids.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';

export interface HandoversOptions {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly personId: PersonId;
}

/** Reports named at once; what is older was read long ago. */
const MOST = 200;

const PairRow = z.object({
  study_id: StudyId,
  preliminary: z.string(),
  final: z.string(),
  grade: HandoverGrade.nullable(),
  note: z.string().nullable(),
  by_person: z.string().nullable(),
  at: z.string().nullable(),
});

const PAIRS = `SELECT final.study_id, before.signed AS preliminary, final.signed AS final,
    said.grade, said.note, said.by_person, said.at
  FROM report AS final
  JOIN report AS before ON before.report_id = final.predecessor AND before.state = 'preliminary'
  LEFT JOIN handover_grade AS said ON said.grade_id = (
    SELECT grade_id FROM handover_grade WHERE report_id = final.report_id ORDER BY at DESC, grade_id DESC LIMIT 1)
  WHERE final.state = 'final' AND before.author <> final.author`;

/** Preliminary by one, final by another: where they differ, and what the second says of it. A saying of it changes no report. */
export class Handovers {
  readonly #options: HandoversOptions;

  constructor(options: HandoversOptions) {
    this.#options = options;
  }

  /** Those of the person at work, the newest first. */
  list(): Handover[] {
    const { index, personId } = this.#options;
    return index
      .prepare(`${PAIRS} AND (before.author = ? OR final.author = ?) ORDER BY final.signed_at DESC LIMIT ${MOST}`)
      .all(personId, personId)
      .map((row) => handoverOf(PairRow.parse(row)));
  }

  /** Throws handover/none, handover/not-yours. */
  grade({ reportId, grade, note }: ParsedRequest<'handover.grade'>): Handover {
    const { commands, clock, personId } = this.#options;
    const { final } = this.#one(reportId);
    if (final.personId !== personId) throw new AppError('handover/not-yours', 'another person signed the report');
    commands.run({ name: 'handover.grade', personId, subject: reportId, detail: { grade } }, (db) => {
      db.prepare(
        'INSERT INTO handover_grade (grade_id, report_id, grade, note, by_person, at) VALUES (?, ?, ?, ?, ?, ?)',
      ).run(newId(), reportId, grade, note.trim(), personId, clock.nowIso());
    });
    return this.#one(reportId);
  }

  #one(reportId: ReportId): Handover {
    const row = this.#options.index.prepare(`${PAIRS} AND final.report_id = ?`).get(reportId);
    if (row === undefined) throw new AppError('handover/none', 'the report takes the place of no preliminary one');
    return handoverOf(PairRow.parse(row));
  }
}

function handoverOf(row: z.infer<typeof PairRow>): Handover {
  const before = SignedDocument.parse(JSON.parse(row.preliminary));
  const after = SignedDocument.parse(JSON.parse(row.final));
  const differences = reportDifferences(
    renderedSections(before.template, before.content),
    renderedSections(after.template, after.content),
  );
  return Handover.parse({
    studyId: row.study_id,
    patientName: displayName(after.patient.name),
    title: studyTitle(after.study.modalities, after.study.description),
    preliminary: signedBy(before),
    final: signedBy(after),
    changed: differences.map(({ title }) => title),
    grade: row.grade === null ? null : { grade: row.grade, note: row.note, by: row.by_person, at: row.at },
  });
}

function signedBy({ reportId, signer, at }: SignedDocument): Handover['final'] {
  return { reportId, personId: signer.personId, name: signer.name, at };
}
