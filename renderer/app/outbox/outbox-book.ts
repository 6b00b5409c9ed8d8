import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import type { OutgoingId, StudyId } from '../../../shared/model/ids.ts';
import type { Link } from '../../../shared/model/link.ts';
import { isOpen, needsSomebody } from '../../../shared/model/outbox.ts';
import type { Outgoing, UnsentReport } from '../../../shared/model/outbox.ts';
import type { StationLink } from '../station-link.ts';

export interface OutboxView {
  /** unknown: the station could not say. */
  readonly state: 'asking' | 'known' | 'unknown';
  readonly rows: readonly Outgoing[];
  readonly byStudy: ReadonlyMap<StudyId, readonly Outgoing[]>;
  /** Not delivered and not dropped. */
  readonly open: number;
  /** Rows that a person has to look at. */
  readonly attention: number;
  readonly links: readonly Link[];
  /** Signed, and nobody got them from here: no destination, no file, no note; and nobody decided that they stay. */
  readonly nowhere: readonly UnsentReport[];
}

const NOTHING: OutboxView = {
  ...{ state: 'asking', rows: [], byStudy: new Map(), open: 0, attention: 0, links: [], nowhere: [] },
};

/** What goes out of the open store, and the lines it goes over. */
export class OutboxBook {
  readonly view: StoreApi<OutboxView> = createStore<OutboxView>(() => NOTHING);
  readonly #link: StationLink;
  /** Rises with each question: an older answer is dropped. */
  #asked = 0;

  constructor(link: StationLink) {
    this.#link = link;
  }

  /** Asks, and follows what changes. Its disposer forgets it. @param mayList whether this person is shown patients */
  start(mayList: boolean): Disposer {
    const bag = new DisposerBag();
    bag.add(this.#link.on('link.changed', ({ links }) => this.view.setState({ links })));
    void this.#askLinks();
    if (mayList) {
      bag.add(this.#link.on('outbox.changed', () => void this.ask()));
      bag.add(this.#link.on('report.changed', () => void this.ask()));
      bag.add(this.#link.on('app.stationRestarted', () => void this.ask()));
      void this.ask();
    }
    return () => {
      bag.dispose();
      this.#asked += 1;
      this.view.setState(NOTHING);
    };
  }

  async ask(): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    try {
      const [{ rows }, { reports }] = await Promise.all([
        this.#link.call('outbox.list', { studyId: null }),
        this.#link.call('outbox.unsent', { site: null }),
      ]);
      if (mine === this.#asked) this.#take(rows, reports);
    } catch {
      // The panel says it, and lets the reader ask again.
      if (mine === this.#asked) this.view.setState({ state: 'unknown' });
    }
  }

  async flush(): Promise<void> {
    await this.#link.call('outbox.flush', {});
  }

  async retry(outgoingId: OutgoingId): Promise<void> {
    await this.#link.call('outbox.retry', { outgoingId });
    await this.ask();
  }

  async answer(outgoingId: OutgoingId, there: boolean): Promise<void> {
    await this.#link.call('outbox.answer', { outgoingId, there });
    await this.ask();
  }

  async askAgain(outgoingId: OutgoingId): Promise<void> {
    await this.#link.call('outbox.askAgain', { outgoingId });
    await this.ask();
  }

  async resend(outgoingId: OutgoingId): Promise<void> {
    await this.#link.call('outbox.resend', { outgoingId });
    await this.ask();
  }

  async drop(outgoingId: OutgoingId, reason: string): Promise<void> {
    await this.#link.call('outbox.drop', { outgoingId, reason });
    await this.ask();
  }

  async #askLinks(): Promise<void> {
    try {
      const { links } = await this.#link.call('link.list', {});
      this.view.setState({ links });
    } catch {
      // Nothing is said of a line that nobody knows anything about; the next change is an event.
      this.view.setState({ links: [] });
    }
  }

  #take(rows: readonly Outgoing[], unsent: readonly UnsentReport[]): void {
    const byStudy = new Map<StudyId, Outgoing[]>();
    const studies = studiesOfReports(rows);
    for (const row of rows) {
      for (const studyId of studies.get(row.reportId) ?? [row.studyId])
        byStudy.set(studyId, [...(byStudy.get(studyId) ?? []), row]);
    }
    const open = rows.filter(({ state }) => isOpen(state)).length;
    const attention = rows.filter((row) => needsSomebody(row)).length;
    const nowhere = unsent.filter(({ leftAt, given }) => leftAt === null && !given);
    this.view.setState({ state: 'known', rows, byStudy, open, attention, nowhere });
  }
}

/** A report of several accessions is shown with each of them: all of it is there, or it is flagged. */
function studiesOfReports(rows: readonly Outgoing[]): ReadonlyMap<Outgoing['reportId'], ReadonlySet<StudyId>> {
  const found = new Map<Outgoing['reportId'], Set<StudyId>>();
  for (const { reportId, studyId } of rows) {
    if (reportId === null) continue;
    const studies = found.get(reportId);
    if (studies === undefined) found.set(reportId, new Set([studyId]));
    else studies.add(studyId);
  }
  return found;
}
