import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { FileToken } from '../../../shared/contract/file-token.ts';
import { asAppError } from '../../../shared/errors/app-error.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import type { JobId } from '../../../shared/model/ids.ts';
import type { ImportReport, JobProgress } from '../../../shared/model/job.ts';
import type { StationLink } from '../../app/station-link.ts';

export interface TransfersView {
  /** In order of their start. */
  readonly jobs: ReadonlyMap<JobId, JobProgress>;
  readonly reports: ReadonlyMap<JobId, ImportReport>;
  /** Taken off the panel by the reader. */
  readonly put: ReadonlySet<JobId>;
}

/** Long work of the station, as the window sees it. */
export class Transfers {
  readonly view: StoreApi<TransfersView>;
  #link: StationLink;
  #onFailure: (error: unknown, doing: string) => void;

  constructor(link: StationLink, onFailure: (error: unknown, doing: string) => void) {
    this.#link = link;
    this.#onFailure = onFailure;
    this.view = createStore<TransfersView>()(() => ({ jobs: new Map(), reports: new Map(), put: new Set() }));
  }

  /** Follows all work. Its disposer forgets it: reports name files. */
  start(): Disposer {
    const stop = this.#link.on('jobs.progress', (job) => this.#take(job));
    this.#link.call('jobs.list', {}).then(
      ({ jobs }) => {
        // An event that came first knows more than the list.
        for (const job of jobs) if (!this.view.getState().jobs.has(job.jobId)) this.#take(job);
      },
      (error: unknown) => this.#onFailure(error, 'Transfers'),
    );
    return () => {
      stop();
      this.view.setState({ jobs: new Map(), reports: new Map(), put: new Set() });
    };
  }

  /** Starts an import of what the reader chose or dropped. */
  async importChosen(token: FileToken): Promise<void> {
    await this.#link.call('archive.import', { token, site: null });
  }

  async cancel(jobId: JobId): Promise<void> {
    await this.#link.call('jobs.cancel', { jobId });
  }

  /** Takes finished work off the panel. */
  putAway(jobId: JobId): void {
    this.view.setState(({ put }) => ({ put: new Set(put).add(jobId) }));
  }

  #take(job: JobProgress): void {
    this.view.setState(({ jobs }) => ({ jobs: new Map(jobs).set(job.jobId, job) }));
    if (job.kind === 'import' && (job.state === 'done' || job.state === 'cancelled')) void this.#fetchReport(job.jobId);
  }

  async #fetchReport(jobId: JobId): Promise<void> {
    try {
      const report = await this.#link.call('archive.importReport', { jobId });
      if (report) this.view.setState(({ reports }) => ({ reports: new Map(reports).set(jobId, report) }));
    } catch (error) {
      // Files are named to those who bring studies in; to others the work is finished, and that is all.
      if (asAppError(error).code !== 'access/not-allowed') this.#onFailure(error, 'Import report');
    }
  }
}

/** Work that is not finished. */
export function isRunning(job: JobProgress): boolean {
  return job.state === 'waiting' || job.state === 'running';
}

/** What the panel shows, newest first. */
export function panelJobs(view: TransfersView): readonly JobProgress[] {
  return [...view.jobs.values()].filter((job) => !view.put.has(job.jobId)).toReversed();
}
