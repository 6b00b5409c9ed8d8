import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Access } from '../../../electron/station/access/access.ts';
import type { OpenStore } from '../../../electron/station/access/open-store.ts';
import { runImport } from '../../../electron/station/archive/import-job.ts';
import type { ImportOptions } from '../../../electron/station/archive/import-options.ts';
import { SiteIngests } from '../../../electron/station/archive/site-ingests.ts';
import { ParserPool } from '../../../electron/station/dicom/parser-pool.ts';
import { systemClock } from '../../../electron/station/kernel/clock.ts';
import { newId } from '../../../electron/station/kernel/ids.ts';
import { JobId } from '../../../shared/model/ids.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import type { BuiltElement } from '../../helpers/dicom-builder.ts';
import { stationFile } from '../../helpers/station-file.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { realHost } from './import-fixture.ts';

/** Lets `count` callers go on together once the last of them is there. */
function meeting(count: number): () => Promise<void> {
  let missing = count;
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return async () => {
    missing -= 1;
    if (missing <= 0) open();
    await opened;
  };
}

async function openStore(): Promise<OpenStore> {
  const access = new Access({
    dir: await tempDir(),
    blobWorkerFile: stationFile('blobs'),
    scryptLogN: 10,
  });
  await access.create('Test reader', 'correct horse battery');
  onTestFinished(() => access.close());
  return access.requireStore();
}

/** Both ways have decided whose the object is before either has written a row. */
function slowly(store: OpenStore, parsers: ParserPool, ways: number): ImportOptions {
  const meet = meeting(ways);
  const put: OpenStore['blobs']['put'] = async (...args) => {
    await meet();
    return store.blobs.put(...args);
  };
  const { blobs } = store;
  return {
    ...{ db: store.index, commands: store.commands, ring: store.ring, personId: store.personId },
    ...{ parsers, clock: systemClock, pixelHash: null },
    blobs: {
      put,
      has: (id) => blobs.has(id),
      read: (id) => blobs.read(id),
      remove: (id) => blobs.remove(id),
    },
  };
}

async function imported(ports: ImportOptions, ingests: SiteIngests, bytes: Uint8Array, site: string): Promise<void> {
  const dir = await tempDir();
  await writeFile(path.join(dir, 'one.dcm'), bytes);
  const context = { jobId: JobId.parse(newId()), signal: new AbortController().signal, report: () => undefined };
  await runImport({ ...ports, ingests }, context, { paths: [dir], site });
}

/** As a source's objects come. */
async function fetched(ports: ImportOptions, ingests: SiteIngests, bytes: Uint8Array, site: string): Promise<void> {
  const [outcome] = await ports.parsers.readBytes([bytes], 'none');
  if (outcome?.kind !== 'object') throw new Error('no object');
  const { ingest } = await ingests.of(site);
  const load = (): Promise<Uint8Array> => Promise.resolve(bytes);
  await ingest.take([{ parsed: outcome.parsed, source: { bytes }, load, folder: newId() }]);
}

const image = (number: number, own: readonly BuiltElement[] = []): Uint8Array =>
  ctImage([element(0x00080018, 'UI', `1.41.1.${number}`), element(0x0020000d, 'UI', '1.41'), ...own]);

function rows(store: OpenStore): readonly number[] {
  return ['patient', 'study', 'series', 'object'].map(
    (table) => store.index.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0,
  );
}

it('F26: a new study that comes from a folder and from its source at once is one patient, one study, one series', async () => {
  const parsers = new ParserPool(realHost());
  onTestFinished(() => parsers.close());
  const store = await openStore();
  const ports = slowly(store, parsers, 2);
  const ingests = new SiteIngests(ports);
  await Promise.all([imported(ports, ingests, image(1), 'North'), fetched(ports, ingests, image(2), 'North')]);
  expect(rows(store)).toEqual([1, 1, 1, 2]);
});

it('F26: the same object by two ways, of two sites of one issuer, is stored once, under a key of the site that has the study', async () => {
  const parsers = new ParserPool(realHost());
  onTestFinished(() => parsers.close());
  const store = await openStore();
  const ports = slowly(store, parsers, 2);
  const ingests = new SiteIngests(ports);
  const issuer = [element(0x00100021, 'LO', 'REGION')];
  await Promise.all([
    imported(ports, ingests, image(1, issuer), 'North'),
    fetched(ports, ingests, image(2, issuer), 'South'),
  ]);
  await Promise.all([
    imported(ports, ingests, image(3, issuer), 'North'),
    fetched(ports, ingests, image(3, issuer), 'South'),
  ]);
  expect(rows(store)).toEqual([1, 1, 1, 3]);
  const study = store.index
    .prepare<[], { site_id: string; study_key_id: string }>('SELECT site_id, study_key_id FROM study')
    .get();
  expect(store.ring.siteOf(study?.study_key_id ?? '')).toBe(study?.site_id);
});
