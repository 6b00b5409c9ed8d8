import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HostedProcess, ProcessHost } from '../../../electron/station/kernel/ports.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import type { BuiltElement } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { importBench, realHost, seen } from './import-fixture.ts';

async function folder(files: Readonly<Record<string, Uint8Array>>): Promise<string> {
  const dir = await tempDir();
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    writeFileSync(path.join(dir, name), bytes);
  }
  return dir;
}

const without = (tag: number): BuiltElement => element(tag, 'UI', '');
const patients = (bench: Awaited<ReturnType<typeof importBench>>) =>
  bench.worklist
    .list('')
    .rows.map((row) => [row.patient.patientId, row.patient.name.alphabetic, row.patient.identityConflict]);

describe('identity', () => {
  it('takes one id with two names for two patients, and flags both', async () => {
    const bench = await importBench();
    const jane = ctImage();
    const john = ctImage([element(0x00100010, 'PN', 'DOE^JOHN'), element(0x0020000d, 'UI', '1.2.9')]);
    await bench.import([await folder({ jane, john })]);
    expect(patients(bench).sort()).toEqual([
      ['P1', 'DOE^JANE', true],
      ['P1', 'DOE^JOHN', true],
    ]);
    expect(bench.worklist.list('').rows.every((row) => row.priors === 0)).toBe(true);
  });

  it('takes one id with two birth dates for two patients', async () => {
    const bench = await importBench();
    const other = ctImage([element(0x00100030, 'DA', '19700102'), element(0x0020000d, 'UI', '1.2.9')]);
    await bench.import([await folder({ a: ctImage(), other })]);
    expect(patients(bench)).toHaveLength(2);
  });

  it('keeps the same id at two sites apart, without a flag', async () => {
    const bench = await importBench();
    await bench.import([await folder({ a: ctImage() })], 'North');
    await bench.import([await folder({ b: ctImage([element(0x0020000d, 'UI', '1.2.9')]) })], 'South');
    expect(patients(bench)).toEqual([
      ['P1', 'DOE^JANE', false],
      ['P1', 'DOE^JANE', false],
    ]);
    expect(
      bench.worklist
        .list('')
        .rows.map((row) => row.patient.issuer)
        .sort(),
    ).toEqual(['North', 'South']);
  });

  it('lets spelling and missing demographics pass', async () => {
    const bench = await importBench();
    const files = {
      a: ctImage(),
      b: ctImage([element(0x00100010, 'PN', 'Doe^Jane^^')]),
      c: ctImage([element(0x00100030, 'DA', '')]),
    };
    await bench.import([await folder(files)]);
    expect(patients(bench)).toEqual([['P1', 'DOE^JANE', false]]);
  });

  it('makes one patient a study where there is no id', async () => {
    const bench = await importBench();
    const anonymous = (study: string) => ctImage([element(0x00100020, 'LO', ''), element(0x0020000d, 'UI', study)]);
    await bench.import([await folder({ a: anonymous('1.2.1'), b: anonymous('1.2.1'), c: anonymous('1.2.2') })]);
    const { rows } = bench.worklist.list('');
    expect(rows.map((row) => row.received).sort()).toEqual([1, 2]);
    expect(new Set(rows.map((row) => row.patient.patientKey)).size).toBe(2);
  });

  it('makes one study a folder where there is no study UID, and one series a modality', async () => {
    const bench = await importBench();
    const bare = (modality: string) =>
      ctImage([without(0x0020000d), without(0x0020000e), element(0x00080060, 'CS', modality)]);
    const dir = await folder({ 'one/a': bare('CT'), 'one/b': bare('MR'), 'one/c': bare('CT'), 'two/d': bare('CT') });
    await bench.import([dir]);
    const { rows } = bench.worklist.list('');
    expect(rows.map((row) => [row.series, row.received]).sort()).toEqual([
      [1, 1],
      [2, 3],
    ]);
    const [first] = bench.archive.studies();
    expect(bench.archive.seriesOf(first?.studyUid ?? '').length).toBe(first?.series);
  });
});

describe('an object that comes again', () => {
  const same = element(0x00080018, 'UI', '1.2.77');

  it('is there already as the same file, and as the same data set', async () => {
    const bench = await importBench();
    const first = ctImage([same]);
    const dir = await folder({ first, copy: first, flagged: ctImage([same], { preamble: Uint8Array.of(1) }) });
    expect(await bench.import([dir])).toMatchObject({ imported: 1, already: 2, conflicts: [] });
    expect(await bench.import([dir])).toMatchObject({ imported: 0, already: 3 });
  });

  it('F27: is kept beside the first when its pixels differ, with an alarm', async () => {
    const bench = await importBench();
    const dir = await folder({ a: ctImage([same]), b: ctImage([same, element(0x7fe00010, 'OW', [9, 9, 9, 9])]) });
    const report = await bench.import([dir]);
    expect(report).toMatchObject({ imported: 1, conflicts: [{ path: path.join(dir, 'b') }] });
    const instances = bench.archive.instancesOf('1.2.3.4.5');
    expect(instances.map((one) => one.conflict)).toEqual([true, true]);
    expect(bench.archive.objectBySop('1.2.77').objectId).not.toBe(report.conflicts[0]?.objectId);
  });

  it('F27: is another form of the first when only its coding or its header differs', async () => {
    // Stands for the decode pool: the values of these files are equal by construction.
    const bench = await importBench({ pixelHash: () => Promise.resolve('equal') });
    const dir = await folder({
      a: ctImage([same]),
      b: ctImage([same], { transferSyntax: '1.2.840.10008.1.2' }),
      c: ctImage([same, element(0x00204000, 'LT', 'a remark')]),
      d: ctImage([same, element(0x00100040, 'CS', 'M')]),
    });
    const report = await bench.import([dir]);
    expect(report).toMatchObject({ imported: 3, conflicts: [{ path: path.join(dir, 'd') }] });
    const rows = bench.store.index
      .prepare<[], { duplicate: string | null; duplicate_detail: string | null }>(
        'SELECT duplicate, duplicate_detail FROM object ORDER BY duplicate',
      )
      .all();
    expect(rows.map((row) => row.duplicate)).toEqual([null, 'changed-header', 'conflict', 're-encoded']);
    expect(rows[1]?.duplicate_detail).toContain('"tags":["0020,4000"],"identity":false');
    expect(rows[2]?.duplicate_detail).toContain('"tags":["0010,0040"],"identity":true');
  });
});

describe('what is looked at', () => {
  it('follows no links and counts them', async () => {
    const bench = await importBench();
    const outside = await folder({ secret: ctImage() });
    const dir = await folder({ a: ctImage() });
    symlinkSync(path.join(outside, 'secret'), path.join(dir, 'link'));
    symlinkSync(outside, path.join(dir, 'folder-link'));
    const report = await bench.import([dir, path.join(dir, 'missing')]);
    expect(report).toMatchObject({ imported: 1 });
    expect(report.refused.map((one) => one.code)).toEqual([
      'import/link-refused',
      'import/link-refused',
      'import/unreadable-path',
    ]);
    expect(seen(report)).toBe(4);
  });

  it('reads a study in a file with the name of a text', async () => {
    const bench = await importBench();
    const dir = await folder({ 'notes.txt': ctImage(), 'other.txt': new TextEncoder().encode('nothing to see here') });
    expect(await bench.import([dir])).toMatchObject({ imported: 1, ignored: 1, refused: [] });
  });

  it('flags a program before the image, stores it untouched', async () => {
    const bench = await importBench();
    const file = ctImage([], { preamble: Uint8Array.of(0x4d, 0x5a) });
    await bench.import([await folder({ a: file })]);
    const [object] = [...bench.archive.objectsWithPixels()];
    expect(object?.preambleFlag).toBe(true);
    expect(object && Buffer.compare(await bench.archive.readFile(object.objectId), file)).toBe(0);
  });
});

describe('a process that dies', () => {
  /** Ends the real process whenever it is about to read the file with this name: what a hostile file would do. */
  function deadly(name: string): ProcessHost {
    const host = realHost();
    return {
      async spawn(kind, options) {
        const inner = await host.spawn(kind, options);
        const post = (message: unknown): void => {
          // It never hears of it: a busy machine would let it answer before it ends.
          if (JSON.stringify(message).includes(name)) inner.kill();
          else inner.post(message);
        };
        return { ...forward(inner), post };
      },
    };
  }
  const forward = (inner: HostedProcess): HostedProcess => ({
    pid: inner.pid,
    post: (message) => inner.post(message),
    onMessage: (listener) => inner.onMessage(listener),
    onExit: (listener) => inner.onExit(listener),
    kill: () => inner.kill(),
  });

  it('takes one file with it, and the others are imported', async () => {
    const bench = await importBench({ host: deadly('killer') });
    const dir = await folder({ a: ctImage(), killer: ctImage(), z: ctImage() });
    const report = await bench.import([dir]);
    expect(report.imported).toBe(2);
    const refused = report.refused.map(({ path: file, code }) => [path.basename(file), code]);
    expect(refused).toEqual([['killer', 'import/process-killed']]);
  });
});

describe('an import', () => {
  it('counts up to its totals and can be cancelled between batches', async () => {
    const bench = await importBench();
    const names = Array.from({ length: 200 }, (_, index) => `f${String(index).padStart(3, '0')}`);
    const dir = await folder(Object.fromEntries(names.map((name) => [name, ctImage()])));
    const jobId = bench.start([dir]);
    const stop = bench.store.jobs.onProgress.on((progress) => {
      if (progress.totalCount === 200 && progress.doneCount > 0) bench.store.jobs.cancel(jobId);
    });
    const cancelled = await bench.report(jobId);
    stop();
    expect(seen(cancelled)).toBeLessThan(200);
    const rest = await bench.import([dir]);
    expect(rest.imported + cancelled.imported).toBe(200);
    expect(rest.already).toBe(cancelled.imported);
    const last = bench.store.jobs.list().find((job) => job.state === 'done');
    expect(last).toMatchObject({ doneCount: 200, totalCount: 200 });
    expect(last?.doneBytes).toBe(last?.totalBytes);
  });
});
