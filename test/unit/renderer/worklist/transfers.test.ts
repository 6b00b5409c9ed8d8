import { describe, expect, it, vi } from 'vitest';
import { isRunning, panelJobs, Transfers } from '../../../../renderer/worklist/transfers/transfers.ts';
import { FileToken } from '../../../../shared/contract/file-token.ts';
import type { JobProgress } from '../../../../shared/model/job.ts';
import { FakeStation } from '../helpers/fake-station.ts';
import { jobId } from '../helpers/worklist-rows.ts';

const job = (seed: number, changes: Partial<JobProgress> = {}): JobProgress => ({
  jobId: jobId(seed),
  kind: 'import',
  state: 'running',
  doneCount: 0,
  totalCount: null,
  doneBytes: 0,
  totalBytes: null,
  rate: null,
  timeLeft: null,
  error: null,
  ...changes,
});
const REPORT = { imported: 2, already: 1, conflicts: [], ignored: 0, refused: [] };

describe('Transfers', () => {
  it('follows progress, and fetches the report when an import ends', async () => {
    const station = new FakeStation({
      'jobs.list': () => ({ jobs: [job(1)] }),
      'archive.importReport': () => REPORT,
    });
    const transfers = new Transfers(station, () => undefined);
    transfers.start();
    station.emit('jobs.progress', job(2));
    station.emit('jobs.progress', job(2, { state: 'done', doneCount: 3, totalCount: 3 }));
    await vi.waitFor(() => expect(transfers.view.getState().reports.get(jobId(2))).toEqual(REPORT), {
      timeout: 10_000,
    });
    expect(panelJobs(transfers.view.getState()).map((entry) => [entry.jobId, entry.state])).toEqual([
      [jobId(1), 'running'],
      [jobId(2), 'done'],
    ]);
  });

  it('takes finished work off the panel and forgets everything when it is put away', () => {
    const station = new FakeStation({ 'jobs.list': () => ({ jobs: [] }) });
    const transfers = new Transfers(station, () => undefined);
    const stop = transfers.start();
    station.emit('jobs.progress', job(1, { kind: 'report-pdf', state: 'failed' }));
    transfers.putAway(jobId(1));
    expect(panelJobs(transfers.view.getState())).toEqual([]);
    stop();
    expect([transfers.view.getState().jobs.size, station.listening]).toEqual([0, 0]);
  });

  it('sends the token of what was chosen', async () => {
    const token = FileToken.parse('ab'.repeat(32));
    const station = new FakeStation({ 'archive.import': () => ({ jobId: jobId(3) }) });
    const transfers = new Transfers(station, () => undefined);
    await transfers.importChosen(token);
    expect(station.asked).toEqual([{ name: 'archive.import', request: { token, site: null } }]);
  });

  it('knows what is still running', () => {
    const states = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;
    expect(states.map((state) => isRunning(job(1, { state })))).toEqual([true, true, false, false, false]);
  });
});
