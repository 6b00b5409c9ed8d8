import type { ParsedRequest, Response } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { HangingCase, HangingPrior, HangingStudy } from '../../../shared/hanging/protocol/case-facts.ts';
import { hangingStudy } from '../../../shared/hanging/protocol/case-of-study.ts';
import type { CaseTables } from '../../../shared/hanging/protocol/case-of-study.ts';
import { TryOut } from '../../../shared/hanging/protocol/try-out.ts';
import type { Tried, TriedStudy } from '../../../shared/hanging/protocol/try-out.ts';
import { daysBetween } from '../../../shared/hanging/prior-relevance.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { StudyForReading, WorklistRow } from '../../../shared/model/study.ts';
import type { Archive } from '../archive/archive.ts';
import { Breather } from '../kernel/breather.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Worklist } from '../worklist/worklist.ts';
import { MOST_PRIORS } from './open-case.ts';
import type { Protocols } from './protocols.ts';

export interface TryingOutOptions {
  readonly archive: Pick<Archive, 'openStudy'>;
  readonly worklist: Pick<Worklist, 'everyStudy' | 'rowsOf'>;
  readonly protocols: Pick<Protocols, 'forReader'>;
  readonly tables: () => CaseTables;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/** A part is answered after so long: whoever asks is shown how far it is, and may have seen enough. */
const PART_MS = 120;
/** What was read of studies stays so long, so that a rule taken out is answered at once. */
const KEPT_MS = 60_000;
/** Studies of which what was read stays: of a large store the last ones. */
const MOST_KEPT = 2000;
/** Rows of the list that are fetched at once. */
const ROWS = 50;

/** A study with the list of its earlier ones. */
interface ReadStudy {
  readonly facts: HangingStudy;
  readonly priors: StudyForReading['priors'];
  readonly at: number;
}

type Desk = Pick<HangingCase, 'reader' | 'monitors'>;

/**
 * What a document that nobody kept yet would catch among all studies of the store, the newest first. It answers in parts, and lets others
 * in between two studies. It lists studies as the worklist does without a search, and so leaves no record.
 */
export class TryingOut {
  readonly #options: TryingOutOptions;
  readonly #read = new Map<StudyId, ReadStudy>();
  #ids: readonly StudyId[] = [];
  #timer: NodeJS.Timeout | null = null;
  #tables: CaseTables | null = null;

  constructor(options: TryingOutOptions) {
    this.#options = options;
  }

  /** @throws AppError archive/unknown-study where the study that the last part ended with is gone */
  async part({ document, monitors, after }: ParsedRequest<'hanging.tryOut'>): Promise<Response<'hanging.tryOut'>> {
    const { clock, protocols } = this.#options;
    const began = clock.monotonic();
    const ids = this.#listed(after);
    const { protocols: inForce, reader } = protocols.forReader();
    const trying = new TryOut(document, inForce);
    const breather = new Breather();
    const studies: TriedStudy[] = [];
    let last: StudyId | null = null;
    for (const [studyId, row] of this.#rows(ids, placeAfter(ids, after))) {
      if (last !== null && clock.monotonic() - began > PART_MS) break;
      last = studyId;
      if (row) studies.push({ study: shownOf(row), ...this.#tried(trying, row, { reader, monitors }) });
      await breather.breathe();
    }
    this.#forgetLater();
    return { studies, of: ids.length, next: last === ids.at(-1) ? null : last };
  }

  /** Every study from one place on; null: it was taken away since it was listed. */
  *#rows(ids: readonly StudyId[], from: number): Generator<readonly [StudyId, WorklistRow | null]> {
    for (let at = from; at < ids.length; at += ROWS) {
      const some = ids.slice(at, at + ROWS);
      const rows = new Map(this.#options.worklist.rowsOf(some).map((row) => [row.studyId, row]));
      for (const studyId of some) yield [studyId, rows.get(studyId) ?? null];
    }
  }

  /** Nobody is there any more: nothing of a patient stays. */
  forget(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#read.clear();
    this.#ids = [];
  }

  #forgetLater(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.forget(), KEPT_MS).unref();
  }

  /** The same studies for all parts of one count. */
  #listed(after: StudyId | null): readonly StudyId[] {
    if (after !== null && this.#ids.length > 0) return this.#ids;
    const old = this.#options.clock.monotonic() - KEPT_MS;
    for (const [studyId, { at }] of this.#read) if (at < old) this.#read.delete(studyId);
    this.#ids = this.#options.worklist.everyStudy();
    return this.#ids;
  }

  #tried(trying: TryOut, row: WorklistRow, desk: Desk): Tried {
    const listed = hangingStudy({ study: row, series: [] }, this.#caseTables);
    const atOnce = trying.atOnce({ study: listed, priors: [], ...desk });
    if (atOnce !== null) return atOnce;
    try {
      return trying.on(this.#caseOf(row, desk));
    } catch (error) {
      // Taken away since it was listed.
      if (!(error instanceof AppError) || error.code !== 'archive/unknown-study') throw error;
      return { outcome: 'refused', now: null, why: 'it is not here any more', differs: false };
    }
  }

  #caseOf(row: WorklistRow, desk: Desk): HangingCase {
    const { facts, priors } = this.#opened(row.studyId, row);
    const chosen = priors.slice(0, MOST_PRIORS).map(({ studyId, relevance }): HangingPrior => {
      const prior = this.#opened(studyId).facts;
      return { ...prior, relevance, daysBefore: daysBetween(prior.date, facts.date) };
    });
    return { study: facts, priors: chosen, ...desk };
  }

  /** @param listed as the list has it, with its order */
  #opened(studyId: StudyId, listed?: WorklistRow): ReadStudy {
    const known = this.#read.get(studyId);
    if (known) return known;
    const opened = this.#options.archive.openStudy(studyId);
    const row = listed ?? this.#options.worklist.rowsOf([studyId])[0] ?? opened.study;
    const facts = hangingStudy({ ...opened, study: row }, this.#caseTables);
    const read = { facts, priors: opened.priors, at: this.#options.clock.monotonic() };
    this.#read.set(studyId, read);
    const [first] = this.#read.keys();
    if (this.#read.size > MOST_KEPT && first !== undefined) this.#read.delete(first);
    return read;
  }

  get #caseTables(): CaseTables {
    this.#tables ??= this.#options.tables();
    return this.#tables;
  }
}

/** @throws AppError archive/unknown-study */
function placeAfter(ids: readonly StudyId[], after: StudyId | null): number {
  if (after === null) return 0;
  const at = ids.indexOf(after);
  if (at < 0) throw new AppError('archive/unknown-study', 'the store has no such study');
  return at + 1;
}

function shownOf({ studyId, studyUid, patient, studyDate, modalities, description }: WorklistRow): TriedStudy['study'] {
  return { studyId, studyUid, patient, studyDate, modalities, description };
}
