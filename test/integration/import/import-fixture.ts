import { onTestFinished } from 'vitest';
import { Access } from '../../../electron/station/access/access.ts';
import type { OpenStore } from '../../../electron/station/access/open-store.ts';
import { Archive } from '../../../electron/station/archive/archive.ts';
import { defineImportJob, IMPORT_JOB, parseImportReport } from '../../../electron/station/archive/import-job.ts';
import type { PixelHash } from '../../../electron/station/archive/pixel-hash.ts';
import { ParserPool } from '../../../electron/station/dicom/parser-pool.ts';
import type { ParserPoolOptions } from '../../../electron/station/dicom/parser-pool.ts';
import { systemClock } from '../../../electron/station/kernel/clock.ts';
import { nodeProcessHost } from '../../../electron/station/kernel/node-process-host.ts';
import type { ProcessHost } from '../../../electron/station/kernel/ports.ts';
import type { JobId } from '../../../shared/model/ids.ts';
import type { ImportReport } from '../../../shared/model/job.ts';
import { Worklist } from '../../../electron/station/worklist/worklist.ts';
import { stationFile } from '../../helpers/station-file.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { shippedPriorRules } from '../../helpers/prior-rules.ts';

/** Real processes of this machine. */
export function realHost(): ProcessHost {
  return nodeProcessHost({
    parser: stationFile('parser'),
    decoder: stationFile('decoder'),
    dimse: stationFile('dimse'),
  });
}

export interface Bench {
  readonly store: OpenStore;
  readonly archive: Archive;
  readonly worklist: Worklist;
  start(paths: readonly string[], site?: string): JobId;
  report(jobId: JobId): Promise<ImportReport>;
  import(paths: readonly string[], site?: string): Promise<ImportReport>;
}

export interface BenchOptions {
  readonly host?: ProcessHost;
  readonly parsers?: ParserPoolOptions;
  readonly pixelHash?: PixelHash | null;
}

/** A real store with its import, closed when the test ends. */
export async function importBench(options: BenchOptions = {}): Promise<Bench> {
  const access = new Access({
    dir: await tempDir(),
    blobWorkerFile: stationFile('blobs'),
    scryptLogN: 10,
  });
  await access.create('Test reader', 'correct horse battery');
  const store = access.requireStore();
  const parsers = new ParserPool(options.host ?? realHost(), options.parsers);
  onTestFinished(async () => {
    await access.close();
    await parsers.close();
  });
  defineImportJob(store.jobs, {
    db: store.index,
    blobs: store.blobs,
    commands: store.commands,
    ring: store.ring,
    parsers,
    clock: systemClock,
    personId: store.personId,
    pixelHash: options.pixelHash ?? null,
  });
  store.jobs.start();
  const start: Bench['start'] = (paths, site) =>
    store.jobs.enqueue(IMPORT_JOB, { paths: [...paths], site: site ?? null }, { personId: store.personId });
  const report: Bench['report'] = async (jobId) => {
    const found = parseImportReport(await store.jobs.wait(jobId));
    if (!found) throw new Error('the job gave no report');
    return found;
  };
  return {
    store,
    archive: new Archive({ db: store.index, blobs: store.blobs, priorRules: shippedPriorRules() }),
    worklist: new Worklist(store.index),
    start,
    report,
    import: (paths, site) => report(start(paths, site)),
  };
}

/** Files that a report accounts for. */
export function seen(report: ImportReport): number {
  return report.imported + report.already + report.ignored + report.conflicts.length + report.refused.length;
}
