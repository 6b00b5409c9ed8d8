import { createHash } from 'node:crypto';
import { cpSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasTestdata, parseTable, testdata, testdataDir } from '../../helpers/testdata.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { importBench, seen } from './import-fixture.ts';

type Fate = 'stored' | 'ignored' | 'refused' | 'stored or refused';

/** What a MANIFEST row asks of the import. A message may stand for a damaged file; silence may not. */
function fateOf(expected: string): Fate {
  if (/^(DICOMDIR|ignored|not DICOM: ignored)$/.test(expected)) return 'ignored';
  if (/^skipped with reason|^not DICOM|rejected|reject with a message/.test(expected)) return 'refused';
  if (/^(skipped|truncated object|meta header damaged)/.test(expected)) return 'stored or refused';
  return 'stored';
}

describe.skipIf(!hasTestdata())('importing a copy of the whole test data', () => {
  it('does with each file what its MANIFEST row asks', async () => {
    const copy = await tempDir();
    cpSync(testdataDir, copy, { recursive: true });
    const bench = await importBench();
    const report = await bench.import([copy]);
    const onDisk = readdirSync(copy, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(seen(report)).toBe(onDisk.length);

    const refused = new Map(report.refused.map((one) => [path.relative(copy, one.path), one]));
    const stored = new Set(bench.store.index.prepare<[], string>('SELECT sha256 FROM object').pluck().all());
    const wrong: string[] = [];
    const rows = parseTable(readFileSync(testdata('MANIFEST.tsv'), 'utf8'));
    for (const row of rows) {
      const name = row['path'] ?? '';
      const refusal = refused.get(name);
      const is: Fate = refusal ? 'refused' : stored.has(row['sha256'] ?? '') ? 'stored' : 'ignored';
      const asked = fateOf(row['expect'] ?? '');
      const fits = is === asked || (asked === 'stored or refused' && is !== 'ignored');
      if (!fits) wrong.push(`${name}: ${asked} asked, ${is}`);
      if (refusal && refusal.message === '') wrong.push(`${name}: refused without a word`);
    }
    // The same file, or the same data set under another meta header, is there already and not stored again.
    const sameDataSet = wrong.filter((line) => line.endsWith('stored asked, ignored'));
    expect(wrong.filter((line) => !sameDataSet.includes(line))).toEqual([]);
    const kept = rows.map((row) => row['sha256'] ?? '').filter((hash) => stored.has(hash));
    expect(kept.length - stored.size + sameDataSet.length).toBe(report.already);
    expect(stored.size).toBeGreaterThan(600);
    expect(report.imported + report.conflicts.length).toBe(stored.size);
    expect((await bench.archive.verify()).bad).toEqual([]);
  });

  it('keeps every byte as it came', async () => {
    const bench = await importBench();
    await bench.import([testdata('ts-small')]);
    for (const object of bench.archive.objectsWithPixels()) {
      const bytes = await bench.archive.readFile(object.objectId);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(object.sha256);
    }
  });

  it('hangs the hundred slices in order, with the prior of the patient', async () => {
    const bench = await importBench();
    await bench.import([testdata('ct-cap-cmb'), testdata('derived', 'prior-petct')]);
    const [row] = bench.worklist.list('cmb').rows;
    expect(row).toMatchObject({ received: 100, priors: 1, readiness: 'offline-ready', reportState: 'none' });
    if (!row) return;
    const { series, priors } = bench.archive.openStudy(row.studyId);
    const places = series[0]?.images.map((image) => image.perFrame[0]?.position?.[2] ?? Number.NaN) ?? [];
    expect(places).toHaveLength(100);
    expect(places.every((z, index) => index === 0 || z < (places[index - 1] ?? z))).toBe(true);
    expect(priors[0]?.relevance).toBeGreaterThan(0.4);
    // The list says the same of it without reading a header.
    const light = series.map(({ images: _images, ...info }) => info);
    expect(bench.archive.preview(row.studyId)).toEqual({ series: light, priors });
    expect(bench.archive.instancesOf(series[0]?.seriesUid ?? '').map((one) => one.objectId)).toEqual(
      series[0]?.images.map((image) => image.objectId),
    );
  });
});
