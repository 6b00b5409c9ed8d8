import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveReferences } from '../../../electron/station/archive/disc-references.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { importBench, seen } from '../../integration/import/import-fixture.ts';
import type { Bench } from '../../integration/import/import-fixture.ts';
import { directoryNaming, directoryOf } from './disc-files.ts';
import { watchedHost } from './watched-host.ts';

const RECORDS = process.env['NIGHTJAR_LONG'] ? 100_000 : 20_000;

/** A disc in a folder of its own, with a secret beside it that no reference may reach. */
async function disc(files: Readonly<Record<string, Uint8Array>>): Promise<string> {
  const base = await tempDir();
  writeFileSync(path.join(base, 'secret'), ctImage());
  const root = path.join(base, 'disc');
  mkdirSync(root);
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), bytes);
  }
  return root;
}

function absentOf(bench: Bench): unknown {
  const detail = bench.store.index
    .prepare<[], string>("SELECT detail FROM audit WHERE command = 'archive.import' ORDER BY seq DESC")
    .pluck()
    .get();
  const parsed: unknown = JSON.parse(detail ?? '{}');
  return typeof parsed === 'object' && parsed !== null && 'absentOnDisc' in parsed ? parsed.absentOnDisc : null;
}

describe('a hostile DICOMDIR', () => {
  it('F45: references that climb, are absolute, missing or lead through a link count as absent, and nothing outside is read', async () => {
    const bench = await importBench();
    const root = await disc({ 'PAT/IM1': ctImage() });
    symlinkSync(path.dirname(root), path.join(root, 'UP'));
    symlinkSync(path.join(path.dirname(root), 'secret'), path.join(root, 'LINK'));
    const bad = [
      '..\\SECRET',
      '..\\..\\ETC\\PASSWD',
      '/etc/passwd',
      'C:\\SECRET',
      'PAT\\..\\..\\SECRET',
      'PAT\\GONE',
    ].concat([
      'UP\\SECRET',
      'LINK',
      'PAT\\.\\IM1',
      'PAT',
      'PAT\\IM1\\X',
      'PA\0T\\IM1',
      path.join(path.dirname(root), 'secret'),
      Array.from({ length: 5000 }, () => 'PAT').join('\\'),
    ]);
    writeFileSync(path.join(root, 'DICOMDIR'), directoryNaming([...bad, 'PAT\\IM1']));
    const report = await bench.import([path.join(root, 'DICOMDIR')]);
    expect(report).toEqual({ imported: 1, already: 0, conflicts: [], ignored: 1, refused: [] });
    expect(absentOf(bench)).toBe(bad.length);
  });

  it('F45: names match whatever their case, as discs are copied', async () => {
    const bench = await importBench();
    const root = await disc({ 'pat01/St/im1': ctImage(), 'PAT02/im2': ctImage(), 'PAT02/IM2': ctImage() });
    writeFileSync(path.join(root, 'dicomdir'), directoryNaming(['PAT01\\ST\\IM1', 'PAT02\\IM2']));
    const report = await bench.import([path.join(root, 'dicomdir')]);
    expect(report).toMatchObject({ imported: 2, ignored: 1, refused: [] });
  });

  it('F45: a directory that names itself, another directory or the same file again ends, and counts each file once', async () => {
    const bench = await importBench();
    const root = await disc({ IM1: ctImage() });
    mkdirSync(path.join(root, 'SUB'));
    const names = ['DICOMDIR', 'IM1', 'IM1', 'im1', 'SUB\\DICOMDIR'];
    writeFileSync(path.join(root, 'DICOMDIR'), directoryNaming(names));
    writeFileSync(path.join(root, 'SUB', 'DICOMDIR'), directoryNaming(['SUB\\DICOMDIR', 'DICOMDIR']));
    const report = await bench.import([path.join(root, 'DICOMDIR')]);
    expect(report).toEqual({ imported: 1, already: 0, conflicts: [], ignored: 2, refused: [] });
  });

  it('F45: records that point at one another in a circle are read once each', async () => {
    const bench = await importBench();
    const root = await disc({ IM1: ctImage(), IM2: ctImage() });
    // (0004,1400) next and (0004,1420) lower record: all to the first one.
    const record = (name: string) => [
      element(0x00041400, 'UL', 396),
      element(0x00041420, 'UL', 396),
      element(0x00041500, 'CS', name),
    ];
    writeFileSync(path.join(root, 'DICOMDIR'), directoryOf([record('IM1'), record('IM2')]));
    expect(await bench.import([path.join(root, 'DICOMDIR')])).toMatchObject({ imported: 2, ignored: 1 });
  });

  it.each([
    ['names nothing that is there', directoryNaming(['GONE', 'ALSO\\GONE'])],
    ['is empty', directoryNaming([])],
    ['is damaged', directoryNaming(['IM1']).subarray(0, -5)],
  ])('F45: a directory that %s, chosen alone, falls back to the scan of its folder', async (_, bytes) => {
    const bench = await importBench();
    const root = await disc({ IM1: ctImage(), 'DEEP/IM2': ctImage(), 'odd.bin': Buffer.from('nothing to be read') });
    symlinkSync(path.dirname(root), path.join(root, 'UP'));
    writeFileSync(path.join(root, 'DICOMDIR'), bytes);
    const report = await bench.import([path.join(root, 'DICOMDIR')]);
    expect(report).toMatchObject({ imported: 2, ignored: 1 });
    expect(report.refused.map((one) => one.code).sort()).toEqual(['dicom/not-dicom', 'import/link-refused']);
    expect(seen(report)).toBe(5);
  });

  it('F45: a folder that cannot be read is absent, and no reason to end the import', async () => {
    const found = await resolveReferences(path.join(await tempDir(), 'gone', 'DICOMDIR'), ['PAT\\IM1', 'IM2']);
    expect(found).toEqual({ present: [], absent: 2 });
  });

  it(`F45: a directory of ${RECORDS} records is read within its caps`, async () => {
    const host = watchedHost();
    const bench = await importBench({ host });
    const root = await disc({ IM1: ctImage() });
    const names = Array.from({ length: RECORDS }, (_, index) => (index === 5 ? 'IM1' : `GONE\\IM${index}`));
    writeFileSync(path.join(root, 'DICOMDIR'), directoryNaming(names));
    expect(await bench.import([path.join(root, 'DICOMDIR')])).toMatchObject({ imported: 1, ignored: 1, refused: [] });
    expect(host.cpuSeconds()).toBeLessThan(20);
    expect(host.peakMb()).toBeLessThan(600);
    expect(absentOf(bench)).toBe(RECORDS - 1);
  });
});
