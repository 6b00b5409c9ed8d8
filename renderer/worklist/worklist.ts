import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Disposer } from '../../shared/lib/disposable.ts';
import type { StudyId } from '../../shared/model/ids.ts';
import type { WorklistRow } from '../../shared/model/study.ts';
import type { StationLink } from '../app/station-link.ts';
import { takeOrder } from './frozen-order.ts';
import type { ListOrder } from './frozen-order.ts';
import { besideStudy } from './beside-study.ts';
import { nextUnread } from './next-unread.ts';
import { RowReadiness } from './readiness/row-readiness.ts';
import { compareRows, DEFAULT_SORT, firstDirection } from './sort.ts';
import type { ColumnId, Sort } from './sort.ts';
import { isUnder } from './tab-filter.ts';
import type { WorklistTab } from './tab-filter.ts';

export interface WorklistView {
  readonly tab: WorklistTab;
  readonly sort: Sort;
  readonly previewShown: boolean;
  readonly state: 'loading' | 'loaded' | 'failed';
  readonly failure: unknown;
  readonly search: string;
  /** Rows of the last answer, and rows still shown that are no longer in it. */
  readonly rows: ReadonlyMap<StudyId, WorklistRow>;
  /** Shown rows that the store no longer lists. */
  readonly gone: ReadonlySet<StudyId>;
  readonly order: ListOrder;
  /** Studies in the store that fit the search; may be more than were sent. */
  readonly total: number;
  readonly focused: StudyId | null;
  /** Studies of which something that was signed is not where it belongs: waiting, held, refused, unclear. */
  readonly toDeliver: ReadonlySet<StudyId>;
}

/** Everything that names a patient; gone when the list is put away. */
const NOTHING = {
  state: 'loading',
  failure: null,
  search: '',
  rows: new Map<StudyId, WorklistRow>(),
  gone: new Set<StudyId>(),
  order: { shown: [], waiting: [] },
  total: 0,
  focused: null,
  toDeliver: new Set<StudyId>(),
} as const satisfies Partial<WorklistView>;

/** Milliseconds between the last letter typed and the question; and between two refreshes while studies arrive. */
const TYPING_MS = 120;
const REFRESH_MS = 400;

/** The reading list of a window: rows by id, in an order that stands still under the hand. */
export class Worklist {
  readonly view: StoreApi<WorklistView>;
  readonly readiness: RowReadiness;
  #link: StationLink;
  #holds = new Set<'focus' | 'pointer'>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** Number of the last question: an older answer is dropped. */
  #asked = 0;
  /** Search that the shown order belongs to. */
  #lastSearch = '';

  constructor(link: StationLink) {
    this.#link = link;
    this.readiness = new RowReadiness(link);
    this.view = createStore<WorklistView>()(() => ({
      tab: 'all',
      sort: DEFAULT_SORT,
      previewShown: true,
      ...NOTHING,
    }));
  }

  /** Asks, and follows what arrives. Its disposer forgets every row; tab, sort and preview stay as chosen. */
  start(): Disposer {
    const stops = [
      this.readiness.start(),
      this.#link.on('worklist.changed', () => this.#refreshSoon(REFRESH_MS)),
      this.#link.on('report.changed', () => this.#refreshSoon(REFRESH_MS)),
    ];
    void this.refresh();
    return () => {
      for (const stop of stops) stop();
      if (this.#timer !== null) clearTimeout(this.#timer);
      this.#timer = null;
      this.#asked += 1;
      this.#holds.clear();
      this.#lastSearch = '';
      this.view.setState(NOTHING);
    };
  }

  /** Asks the station for the rows of the current search. */
  async refresh(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const { search } = this.view.getState();
    try {
      const { rows, total } = await this.#link.call('worklist.list', { search });
      if (asked === this.#asked) this.#take(rows, total);
    } catch (failure) {
      if (asked === this.#asked) this.view.setState({ state: 'failed', failure });
    }
  }

  /** Narrows the list as the reader types. */
  setSearch(search: string): void {
    this.view.setState({ search });
    this.#refreshSoon(TYPING_MS, true);
  }

  /** What goes out changed. Under its own tab a row that was delivered leaves when no hand is on the list. */
  setToDeliver(toDeliver: ReadonlySet<StudyId>): void {
    this.view.setState({ toDeliver });
    if (this.view.getState().tab === 'deliver') this.#arrange(this.#holds.size > 0);
  }

  setTab(tab: WorklistTab): void {
    this.view.setState({ tab });
    this.showWaiting();
  }

  /** The same column again turns its order round. */
  sortBy(column: ColumnId): void {
    const { sort } = this.view.getState();
    const turned = sort.direction === 'ascending' ? 'descending' : 'ascending';
    this.view.setState({
      sort: { column, direction: sort.column === column ? turned : firstDirection(column) },
    });
    this.showWaiting();
  }

  togglePreview(): void {
    this.view.setState(({ previewShown }) => ({ previewShown: !previewShown }));
  }

  /** The unread study to read after another, as the list is sorted; null when none is left. */
  nextUnread(after: StudyId): StudyId | null {
    return nextUnread(this.view.getState(), after);
  }

  /** The study beside one in the list as it stands; null past its ends. */
  beside(of: StudyId, by: 1 | -1): StudyId | null {
    return besideStudy(this.view.getState(), of, by);
  }

  focus(studyId: StudyId | null): void {
    if (this.view.getState().focused !== studyId) this.view.setState({ focused: studyId });
  }

  /** Focus or pointer came to the rows, or left them: while one of them is there no row moves. */
  hold(by: 'focus' | 'pointer', on: boolean): void {
    if (this.#holds.has(by) === on) return;
    if (on) this.#holds.add(by);
    else this.#holds.delete(by);
    if (this.#holds.size === 0 && this.view.getState().order.waiting.length > 0) this.showWaiting();
  }

  /** The reader asks for the order as it should be now. */
  showWaiting(): void {
    const { rows, gone } = this.view.getState();
    const present = new Map([...rows].filter(([id]) => !gone.has(id)));
    this.view.setState({ rows: present, gone: new Set() });
    this.#arrange(false);
  }

  #refreshSoon(delay: number, anew = false): void {
    if (this.#timer !== null) {
      if (!anew) return;
      clearTimeout(this.#timer);
    }
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.refresh();
    }, delay);
  }

  #take(received: readonly WorklistRow[], total: number): void {
    const { rows: before, order, search } = this.view.getState();
    const rows = new Map(received.map((row) => [row.studyId, row]));
    // A search is the reader's own act: its answer may move everything.
    const held = this.#holds.size > 0 && search === this.#lastSearch;
    this.#lastSearch = search;
    const gone = new Set<StudyId>();
    for (const id of held ? order.shown : []) {
      const last = before.get(id);
      if (rows.has(id) || !last) continue;
      rows.set(id, last);
      gone.add(id);
    }
    this.view.setState({ state: 'loaded', failure: null, rows, gone, total });
    this.#arrange(held);
  }

  #arrange(held: boolean): void {
    const { rows, tab, sort, order, focused, toDeliver } = this.view.getState();
    const wanted = [...rows.values()]
      .filter((row) => isUnder(row, tab, toDeliver))
      .sort((a, b) => compareRows(a, b, sort, this.readiness.rank))
      .map((row) => row.studyId);
    const next = takeOrder(order, wanted, held);
    this.readiness.list([...next.shown]);
    this.view.setState({
      order: next,
      focused: focused !== null && next.shown.includes(focused) ? focused : null,
    });
  }
}
