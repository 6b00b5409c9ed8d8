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
  readonly worklist: Pick<Worklist, 'list'>;
  readonly protocols: Pick<Protocols, 'forReader'>;
  readonly tables: () => CaseTables;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/** A part is answered after so long: whoever asks is shown how far it is, and may have seen enough. */
const PART_MS = 120;
/** What was read of studies stays so long, so that a rule taken out is answered at once. */
const KEPT_MS = 60_000;

/** A study with the list of its earlier ones. */
interface ReadStudy {
  readonly facts: HangingStudy;
  readonly priors: StudyForReading['priors'];
  readonly at: number;
}

type Desk = Pick<HangingCase, 'reader' | 'monitors'>;
type List = { readonly rows: readonly WorklistRow[]; readonly stored: number };

const NO_LIST: List = { rows: [], stored: 0 };

/**
 * What a document that nobody kept yet would catch among the studies of the store: the newest, as many as a worklist shows. It answers in
 * parts, and lets others in between two studies. It lists studies as the worklist does without a search, and so leaves no record.
 */
export class TryingOut {
  readonly #options: TryingOutOptions;
  readonly #read = new Map<StudyId, ReadStudy>();
  #list = NO_LIST;
  #timer: NodeJS.Timeout | null = null;
  #tables: CaseTables | null = null;

  constructor(options: TryingOutOptions) {
    this.#options = options;
  }

  /** @throws AppError archive/unknown-study where the study that the last part ended with is gone */
  async part({ document, monitors, after }: ParsedRequest<'hanging.tryOut'>): Promise<Response<'hanging.tryOut'>> {
    const { clock, protocols } = this.#options;
    const began = clock.monotonic();
    const { rows, stored } = this.#listed(after);
    const { protocols: inForce, reader } = protocols.forReader();
    const trying = new TryOut(document, inForce);
    const breather = new Breather();
    const studies: TriedStudy[] = [];
    for (const row of rows.slice(placeAfter(rows, after))) {
      if (studies.length > 0 && clock.monotonic() - began > PART_MS) break;
      studies.push({ study: shownOf(row), ...this.#tried(trying, row, { reader, monitors }) });
      await breather.breathe();
    }
    this.#forgetLater();
    const last = studies.at(-1)?.study.studyId ?? null;
    return { studies, of: rows.length, stored, next: last === rows.at(-1)?.studyId ? null : last };
  }

  /** Nobody is there any more: nothing of a patient stays. */
  forget(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#read.clear();
    this.#list = NO_LIST;
  }

  #forgetLater(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.forget(), KEPT_MS).unref();
  }

  /** The same studies for all parts of one count. */
  #listed(after: StudyId | null): List {
    if (after !== null && this.#list.rows.length > 0) return this.#list;
    const { rows, total } = this.#options.worklist.list('');
    // Orders whose pictures are not here yet are no studies.
    const here = rows.filter(({ readiness }) => readiness !== 'at-site');
    const old = this.#options.clock.monotonic() - KEPT_MS;
    for (const [studyId, { at }] of this.#read) if (at < old) this.#read.delete(studyId);
    this.#list = { rows: here, stored: total - (rows.length - here.length) };
    return this.#list;
  }

  #tried(trying: TryOut, row: WorklistRow, desk: Desk): Tried {
    const listed = hangingStudy({ study: row, series: [], priors: [] }, this.#caseTables);
    const atOnce = trying.atOnce({ study: listed, priors: [], ...desk });
    if (atOnce !== null) return atOnce;
    try {
      return trying.on(this.#caseOf(row, desk));
    } catch (error) {
      // Taken away since it was listed.
      if (!(error instanceof AppError) || error.code !== 'archive/unknown-study') throw error;
      return { outcome: 'refused', now: null, why: 'it is not here any more' };
    }
  }

  #caseOf(row: WorklistRow, desk: Desk): HangingCase {
    const { facts, priors } = this.#opened(row.studyId, row);
    const chosen = priors.slice(0, MOST_PRIORS).map(({ studyId, relevance }): HangingPrior => {
      const prior = this.#opened(
        studyId,
        this.#list.rows.find((one) => one.studyId === studyId),
      ).facts;
      return { ...prior, relevance, daysBefore: daysBetween(prior.date, facts.date) };
    });
    return { study: facts, priors: chosen, ...desk };
  }

  /** @param row as the list has it, with its order */
  #opened(studyId: StudyId, row: WorklistRow | undefined): ReadStudy {
    const known = this.#read.get(studyId);
    if (known) return known;
    const opened = this.#options.archive.openStudy(studyId);
    const facts = hangingStudy({ ...opened, study: row ?? opened.study }, this.#caseTables);
    const read = { facts, priors: opened.priors, at: this.#options.clock.monotonic() };
    this.#read.set(studyId, read);
    return read;
  }

  get #caseTables(): CaseTables {
    this.#tables ??= this.#options.tables();
    return this.#tables;
  }
}

/** @throws AppError archive/unknown-study */
function placeAfter(rows: readonly WorklistRow[], after: StudyId | null): number {
  if (after === null) return 0;
  const at = rows.findIndex(({ studyId }) => studyId === after);
  if (at < 0) throw new AppError('archive/unknown-study', 'the store has no such study');
  return at + 1;
}

function shownOf({ studyId, patient, studyDate, modalities, description }: WorklistRow): TriedStudy['study'] {
  return { studyId, patient, studyDate, modalities, description };
}
