import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { asAppError } from '../../shared/errors/app-error.ts';
import { DisposerBag } from '../../shared/lib/disposable.ts';
import type { Disposer } from '../../shared/lib/disposable.ts';
import type { ReportId } from '../../shared/model/ids.ts';
import type { UnsignedReport, WaitingReport } from '../../shared/model/waiting-signature.ts';
import type { StationLink } from '../app/station-link.ts';

interface WaitingView {
  /** The one that is signed first stands first. */
  readonly waiting: readonly WaitingReport[];
  readonly unsigned: readonly UnsignedReport[];
}

/** Reports that wait to be signed, and those that were to be signed and were not. */
export class WaitingBook {
  readonly view: StoreApi<WaitingView> = createStore(() => ({ waiting: [], unsigned: [] }));
  readonly #link: StationLink;

  constructor(link: StationLink) {
    this.#link = link;
  }

  /** Follows the station until the disposer is called; then nothing is shown. */
  start(): Disposer {
    const bag = new DisposerBag();
    bag.add(this.#link.on('report.changed', () => void this.load()));
    bag.add(this.#link.on('app.stationRestarted', () => void this.load()));
    bag.add(() => this.view.setState({ waiting: [], unsigned: [] }));
    void this.load();
    return () => bag.dispose();
  }

  /** The newest is taken back: it is what the hand has just done. */
  async takeBack(): Promise<WaitingReport | null> {
    // The key may come before the list does.
    await this.load();
    const newest = [...this.view.getState().waiting].sort((a, b) => a.since.localeCompare(b.since)).at(-1) ?? null;
    if (newest !== null) await this.#link.call('report.takeBack', { reportId: newest.reportId });
    await this.load();
    return newest;
  }

  async seen(reportId: ReportId): Promise<void> {
    await this.#link.call('report.seenUnsigned', { reportId });
    await this.load();
  }

  async load(): Promise<void> {
    try {
      const { waiting, unsigned } = await this.#link.call('report.waiting', {});
      this.view.setState({ waiting: [...waiting].sort((a, b) => a.until.localeCompare(b.until)), unsigned });
    } catch (error) {
      // What was shown stays: the next change asks again.
      console.warn('waiting signatures not known', asAppError(error).code);
    }
  }
}
