import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { ReadinessFacts } from '../../../shared/model/readiness.ts';
import type { WorklistRow } from '../../../shared/model/study.ts';
import { readinessMark, READINESS_MARKS } from '../../../shared/rules/readiness-mark.ts';
import type { StationLink } from '../../app/station-link.ts';

export interface ReadinessView {
  readonly facts: ReadonlyMap<StudyId, ReadinessFacts>;
  /** The row whose conditions are shown. */
  readonly asked: StudyId | null;
}

/** Cases of one question: well under the station's limit, and done before a frame is late. */
const AT_ONCE = 24;
/** Milliseconds between two questions: about rows in sight, and about the others. */
const SEEN_MS = 60;
const UNSEEN_MS = 400;
/** The clock, the lines to the sites and what is on its way change without a word about a study. */
const ANEW_MS = 30_000;
/** A study that is arriving is told of often; its row is asked about so often at most. */
const AGAIN_MS = 1000;

/** What reading offline needs, row by row: those in sight first, the others when nothing else is to be asked. */
export class RowReadiness {
  readonly view: StoreApi<ReadinessView> = createStore<ReadinessView>(() => ({ facts: new Map(), asked: null }));
  readonly #link: StationLink;
  #rows: readonly StudyId[] = [];
  #seen: readonly StudyId[] = [];
  readonly #stale = new Set<StudyId>();
  readonly #askedAt = new Map<StudyId, number>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #busy = false;
  #life = 0;
  #started = false;

  constructor(link: StationLink) {
    this.#link = link;
  }

  /** Follows what changes. Its disposer forgets everything. */
  start(): Disposer {
    const bag = new DisposerBag();
    this.#started = true;
    bag.add(this.#link.on('worklist.changed', ({ studyIds }) => this.#anew(studyIds)));
    bag.add(
      this.#link.on('transfers.changed', ({ transfers }) =>
        this.#anew(transfers.flatMap(({ studyId }) => (studyId === null ? [] : [studyId]))),
      ),
    );
    bag.add(this.#link.on('sources.changed', () => this.#anew(this.#rows)));
    const timer = setInterval(() => this.#anew(this.#seen), ANEW_MS);
    return () => {
      clearInterval(timer);
      bag.dispose();
      if (this.#timer !== null) clearTimeout(this.#timer);
      this.#timer = null;
      this.#life += 1;
      [this.#rows, this.#seen, this.#started] = [[], [], false];
      this.#stale.clear();
      this.#askedAt.clear();
      this.view.setState({ facts: new Map(), asked: null });
    };
  }

  /** The rows of the list, as they stand. */
  list(rows: readonly StudyId[]): void {
    const known = new Set(this.#rows);
    for (const id of rows) if (!known.has(id)) this.#stale.add(id);
    this.#rows = rows;
    this.#soon();
  }

  /** The rows in sight. */
  see(rows: readonly StudyId[]): void {
    this.#seen = rows;
    this.#soon();
  }

  /** Shows the conditions of a row; null: no more. */
  ask(studyId: StudyId | null): void {
    this.view.setState({ asked: studyId });
    if (studyId === null) return;
    this.#askedAt.delete(studyId);
    this.#anew([studyId]);
  }

  /** Place of a row when the list is sorted by readiness: best first. */
  readonly rank = (row: WorklistRow): number =>
    READINESS_MARKS.indexOf(readinessMark(row, this.view.getState().facts.get(row.studyId) ?? null, String).kind);

  #anew(ids: readonly StudyId[]): void {
    for (const id of ids) this.#stale.add(id);
    this.#soon();
  }

  #soon(): void {
    if (!this.#started || this.#timer !== null || this.#busy) return;
    const seen = this.#next(this.#seen, true).length > 0;
    if (!seen && this.#stale.size === 0) return;
    this.#timer = setTimeout(() => void this.#pump(), seen ? SEEN_MS : UNSEEN_MS);
  }

  #next(ids: readonly StudyId[], all: boolean): readonly StudyId[] {
    const now = performance.now();
    const due = (id: StudyId): boolean => now - (this.#askedAt.get(id) ?? Number.NEGATIVE_INFINITY) >= AGAIN_MS;
    const wanted = ids.filter((id) => this.#stale.has(id) && due(id));
    return all ? wanted : wanted.slice(0, AT_ONCE);
  }

  async #pump(): Promise<void> {
    this.#timer = null;
    const { asked } = this.view.getState();
    const listed = new Set(this.#rows);
    for (const id of this.#stale) if (!listed.has(id)) this.#stale.delete(id);
    const order = [...(asked === null ? [] : [asked]), ...this.#seen, ...this.#rows];
    const studyIds = this.#next([...new Set(order)], false);
    if (studyIds.length > 0) await this.#askStation(studyIds);
    this.#soon();
  }

  async #askStation(studyIds: readonly StudyId[]): Promise<void> {
    const life = this.#life;
    this.#busy = true;
    const now = performance.now();
    for (const id of studyIds) {
      this.#stale.delete(id);
      this.#askedAt.set(id, now);
    }
    try {
      const { cases } = await this.#link.call('worklist.readiness', { studyIds: [...studyIds] });
      if (life !== this.#life) return;
      const facts = new Map(this.view.getState().facts);
      for (const id of studyIds) facts.delete(id);
      for (const one of cases) facts.set(one.studyId, one.facts);
      this.view.setState({ facts });
    } catch {
      // The marks go on counting images; the next change, or half a minute, asks again.
    } finally {
      this.#busy = false;
    }
  }
}
