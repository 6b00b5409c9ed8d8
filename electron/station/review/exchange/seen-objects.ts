import { AppError } from '../../../../shared/errors/app-error.ts';
import type { SentCase } from '../../../../shared/model/review/package.ts';
import type { FileOutcome } from '../../dicom/parser-messages.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { caseName } from '../case-name.ts';
import { damaged } from './documents.ts';

/** Of one study of a package, as its objects say. */
interface SeenStudy {
  objects: number;
  /** Every name and id that stands for the patient. */
  readonly patients: Set<string>;
  /** Studies of this store that have one of its objects already. */
  readonly elsewhere: Set<string>;
}

/** What the pictures of a package are, looked at before one of them is kept. */
export class SeenObjects {
  readonly #index: Db;
  readonly #studies = new Map<string, SeenStudy>();

  constructor(index: Db) {
    this.#index = index;
  }

  /** @throws AppError package/damaged: it is no picture */
  look(outcome: FileOutcome): void {
    if (outcome.kind !== 'object') throw damaged('an object cannot be read');
    const { studyUid, sopUid, patient } = outcome.parsed;
    if (studyUid === null || sopUid === null) throw damaged('an object has no UID');
    const study = this.#studies.get(studyUid) ?? { objects: 0, patients: new Set(), elsewhere: new Set() };
    this.#studies.set(studyUid, study);
    study.objects += 1;
    const { alphabetic, ideographic, phonetic } = patient.name;
    for (const said of [patient.patientId, alphabetic, ideographic, phonetic]) study.patients.add(said ?? '');
    const known = this.#index
      .prepare<[string], string | null>(
        'SELECT study_uid FROM object JOIN series USING (series_id) JOIN study USING (study_id) WHERE sop_uid = ?',
      )
      .pluck()
      .all(sopUid);
    for (const uid of known) if (uid !== studyUid) study.elsewhere.add(uid ?? '');
  }

  /**
   * Whether the pictures are those of the cases, bear their names alone, and are of no study that is here already.
   * @throws AppError package/damaged, package/names-inside, package/clash
   */
  requireFit(cases: readonly SentCase[]): void {
    const studies = cases.flatMap(({ caseId, studies: of }) => of.map((study) => ({ caseId, ...study })));
    if (new Set(studies.map(({ studyUid }) => studyUid)).size !== studies.length) throw damaged('a study stands twice');
    const named = new Set(studies.map(({ studyUid }) => studyUid));
    if ([...this.#studies.keys()].some((uid) => !named.has(uid))) throw damaged('a picture is of no case');
    for (const { caseId, studyUid, objects } of studies) {
      const seen = this.#studies.get(studyUid);
      if ((seen?.objects ?? 0) !== objects) throw damaged('a case has other pictures');
      const allowed = ['', caseName(caseId)];
      if ([...(seen?.patients ?? [])].some((said) => !allowed.includes(said)))
        throw new AppError('package/names-inside', 'the pictures bear other names');
      if ((seen?.elsewhere.size ?? 0) > 0) throw clash();
      const here = this.#index
        .prepare<[string], number>('SELECT count(*) FROM study WHERE study_uid = ?')
        .pluck()
        .get(studyUid);
      const copyOf = this.#index
        .prepare<[string], string>('SELECT review_id FROM review_copy WHERE study_uid = ?')
        .pluck()
        .get(studyUid);
      if (copyOf === undefined ? (here ?? 0) > 0 : copyOf !== caseId) throw clash();
    }
  }
}

function clash(): AppError {
  return new AppError('package/clash', 'something else is here under the same identifier');
}
