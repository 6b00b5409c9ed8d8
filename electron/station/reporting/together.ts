import type { ParsedRequest, Response } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { ReportId, StudyId } from '../../../shared/model/ids.ts';
import { ReportState } from '../../../shared/model/report-state.ts';
import { techniqueOfAll, withTechnique } from '../../../shared/report/draft.ts';
import { nextState } from '../../../shared/report/state-machine.ts';
import { studyName } from '../../../shared/report/together.ts';
import type { TogetherFacts } from '../../../shared/report/together.ts';
import type { AuditDetail } from '../kernel/audit.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';
import type { SeenMap } from '../reading/seen-map.ts';
import type { ReportRow, ReportStore } from './report-store.ts';
import { receivedObjects, studyFacts } from './study-facts.ts';
import { techniqueSeries } from './technique-series.ts';
import { chooseStudies, chosenStudies, reportsAbout, studiesTogether } from './together-rows.ts';

export interface TogetherParts {
  readonly index: Db;
  readonly store: ReportStore;
  readonly seen: Pick<SeenMap, 'reading'>;
  /** One audited command. */
  readonly run: (name: string, subject: ReportId, detail: AuditDetail, work: (db: Db) => void) => void;
  /** It is not signed as it was asked for: it is about something else now. */
  readonly drop: (reportId: ReportId) => void;
  /** Their sites may want to know that they are read with another, or not any more. */
  readonly drafted?: (db: Db, studyId: StudyId, what: 'started' | 'released', at: string) => void;
  readonly clock: Pick<Clock, 'nowIso'>;
  readonly onChanged: (change: { readonly studyId: StudyId; readonly reportId: ReportId }) => void;
}

/** One report about several studies: which may be, which are, and what is asked about them before the signature. */
export class Together {
  readonly #parts: TogetherParts;

  constructor(parts: TogetherParts) {
    this.#parts = parts;
  }

  /** Everything that a report is about, its own study first; empty for one that is not there. */
  studiesOf(reportId: ReportId): readonly StudyId[] {
    const own = this.#parts.store.studyOf(reportId);
    return own === null ? [] : [own, ...chosenStudies(this.#parts.index, reportId)];
  }

  of({ reportId }: ParsedRequest<'report.together'>): Response<'report.together'> {
    const { index, store } = this.#parts;
    const row = store.row(reportId);
    const chosen = chosenStudies(index, reportId);
    const possible = studiesTogether(index, row.study_id);
    const line = this.#line(row);
    return {
      own: studyName(studyFacts(index, row.study_id).study),
      fixed: row.state !== 'draft' || row.predecessor !== null,
      studies: [...new Set([...chosen, ...possible.keys()])].map((studyId) => {
        const { study } = studyFacts(index, studyId);
        const last = reportsAbout(index, studyId, line).at(-1)?.state ?? null;
        return {
          ...{ studyId, accession: study.accession, description: study.description, modalities: study.modalities },
          objects: receivedObjects(index, studyId).count,
          reason: possible.get(studyId) ?? 'not of the same patient, site and day any more',
          chosen: chosen.includes(studyId),
          reported: last === null ? null : ReportState.parse(last),
        };
      }),
    };
  }

  /** @throws AppError report/not-a-draft, report/together-fixed, report/not-together */
  set({ reportId, studyIds }: ParsedRequest<'report.setTogether'>): Response<'report.setTogether'> {
    const { index, store, run, drop, drafted, clock, onChanged } = this.#parts;
    const row = store.row(reportId);
    nextState(row.state, 'save', store.following(row));
    if (row.predecessor !== null) {
      throw new AppError('report/together-fixed', 'what follows a signed report is about what that was about');
    }
    const possible = studiesTogether(index, row.study_id);
    const wanted = [...new Set(studyIds)];
    if (wanted.some((studyId) => !possible.has(studyId))) {
      throw new AppError('report/not-together', 'a study cannot be reported with this one');
    }
    const before = chosenStudies(index, reportId);
    // In the order of the accessions, however they were chosen.
    const ordered = [...possible.keys()].filter((studyId) => wanted.includes(studyId));
    if (ordered.join() === before.join()) return this.of({ reportId });
    drop(reportId);
    const detail = { studies: ordered.join(' '), before: before.join(' ') };
    run('report.together', reportId, detail, (db) => {
      chooseStudies(db, reportId, ordered);
      const at = clock.nowIso();
      for (const one of ordered) if (!before.includes(one)) drafted?.(db, one, 'started', at);
      for (const one of before) if (!ordered.includes(one)) drafted?.(db, one, 'released', at);
    });
    this.#followTechnique(row, before, ordered);
    for (const studyId of new Set([row.study_id, ...before, ...ordered])) onChanged({ studyId, reportId });
    return this.of({ reportId });
  }

  /** After the choice was recorded: a draft that a power cut leaves with the old technique is one that nobody filled in again. */
  #followTechnique({ report_id: reportId, study_id: own }: ReportRow, before: Studies, after: Studies): void {
    const { store, clock } = this.#parts;
    const { revision, content, ...draft } = store.draft(reportId);
    const next = withTechnique(draft.template, content, {
      before: this.#technique([own, ...before]),
      after: this.#technique([own, ...after]),
    });
    if (next === content) return;
    store.replaceDraft(
      reportId,
      revision,
      { template: draft.template, study: draft.study, content: next },
      clock.nowIso(),
    );
  }

  #technique(studies: Studies): string {
    const { index } = this.#parts;
    return techniqueOfAll(
      studies.map((studyId) => {
        const { study, bodyParts } = studyFacts(index, studyId);
        return { series: techniqueSeries(index, studyId), study: { description: study.description, bodyParts } };
      }),
    );
  }

  /** For the checks before a signature. */
  facts(row: ReportRow): TogetherFacts {
    const { index, seen } = this.#parts;
    const possible = studiesTogether(index, row.study_id);
    const line = this.#line(row);
    const isSignedOf = (studyId: StudyId): boolean =>
      reportsAbout(index, studyId, line).some(({ state }) => SIGNED.has(state));
    const covering = reportsAbout(index, row.study_id, line).filter(
      (one) => one.studyId !== row.study_id && SIGNED.has(one.state),
    );
    const names = covering.map(({ studyId }) => studyName(studyFacts(index, studyId).study));
    return {
      reportedWith: [...new Set(names)],
      others: chosenStudies(index, row.report_id).map((studyId) => {
        const { study, expected } = studyFacts(index, studyId);
        return {
          ...{ name: studyName(study), description: study.description },
          // What follows a report goes where that went, whatever became of it.
          isApart: row.predecessor === null && !possible.has(studyId),
          isReported: isSignedOf(studyId),
          ...{ received: receivedObjects(index, studyId).count, expected, series: seen.reading(studyId) },
        };
      }),
    };
  }

  /** The reports of one line are no others. */
  #line({ report_id: reportId, predecessor }: Pick<ReportRow, 'report_id' | 'predecessor'>): ReadonlySet<string> {
    const { index, store } = this.#parts;
    const line = predecessor === null ? [] : store.line(index, predecessor);
    return new Set([reportId, ...line.map((one) => one.report_id)]);
  }
}

type Studies = readonly StudyId[];

const SIGNED: ReadonlySet<string> = new Set(['preliminary', 'final', 'addendum', 'corrected']);
