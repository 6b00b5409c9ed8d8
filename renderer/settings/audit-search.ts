import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { AuditFilter, AuditPage, AuditRecord } from '../../shared/contract/audit.ts';

/** Asks the station for a page of the trail. */
export type AskTrail = (request: {
  readonly filter: AuditFilter;
  readonly before: number | null;
  readonly limit: number;
}) => Promise<AuditPage>;

export const NO_FILTER: AuditFilter = { personId: null, command: null, subject: null, from: null, to: null };

export interface AuditSearchState {
  readonly state: 'idle' | 'searching' | 'shown' | 'failed';
  /** The newest first; as far as pages were read. */
  readonly records: readonly AuditRecord[];
  /** How many fit the filter in all. */
  readonly total: number;
  readonly people: AuditPage['people'];
  readonly commands: readonly string[];
  readonly failure: unknown;
}

const PAGE = 200;
const NOTHING: AuditSearchState = {
  ...{ state: 'idle', records: [], total: 0, people: [], commands: [], failure: null },
};

/** What the audit screen shows: one search, read page by page as somebody scrolls. */
export class AuditSearch {
  readonly view: StoreApi<AuditSearchState> = createStore<AuditSearchState>()(() => NOTHING);
  readonly #ask: AskTrail;
  #filter: AuditFilter = NO_FILTER;
  /** Answers of an earlier search come too late. */
  #turn = 0;
  #reading = false;

  constructor(ask: AskTrail) {
    this.#ask = ask;
  }

  async search(filter: AuditFilter): Promise<void> {
    this.#filter = filter;
    this.#turn += 1;
    this.#reading = false;
    this.view.setState({ state: 'searching', failure: null });
    await this.#read(null);
  }

  /** The next page, when there is one and none is on its way. */
  async more(): Promise<void> {
    const { state, records, total } = this.view.getState();
    const last = records.at(-1);
    if (state !== 'shown' || last === undefined || records.length >= total) return;
    await this.#read(last.seq);
  }

  async #read(before: number | null): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    const turn = this.#turn;
    try {
      const { records, ...page } = await this.#ask({ filter: this.#filter, before, limit: PAGE });
      if (turn !== this.#turn) return;
      const known = before === null ? [] : this.view.getState().records;
      const counted = before === null ? page : { total: this.view.getState().total };
      this.view.setState({ ...counted, state: 'shown', records: [...known, ...records] });
    } catch (failure) {
      if (turn === this.#turn) this.view.setState({ state: 'failed', failure });
    } finally {
      if (turn === this.#turn) this.#reading = false;
    }
  }
}

/** Whole days by the clock of this computer, as times of the trail: from the first's begin to the last's end. */
export function daysToTimes(from: string, to: string): Pick<AuditFilter, 'from' | 'to'> {
  return { from: beginOf(from, 0), to: beginOf(to, 1) };
}

/** Null for what is no day. */
function beginOf(day: string, later: number): string | null {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (year === undefined) return null;
  const at = new Date(Number(year), Number(month) - 1, Number(date) + later);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
