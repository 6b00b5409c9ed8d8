import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { indexMigrations } from '../../../electron/station/kernel/migrations/index.ts';
import { openDatabase } from '../../../electron/station/kernel/sqlite.ts';
import type { Db } from '../../../electron/station/kernel/sqlite.ts';
import { Worklist } from '../../../electron/station/worklist/worklist.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { importBench } from '../import/import-fixture.ts';

describe('search as you type', () => {
  it('finds by folded name in any group, id, accession, description, modality, date and UID', async () => {
    const bench = await importBench();
    const dir = await tempDir();
    mkdirSync(dir, { recursive: true });
    const charset = element(0x00080005, 'CS', 'ISO_IR 192');
    const one = ctImage([
      charset,
      element(0x00100010, 'PN', 'Müller^Jörg=山田^太郎'),
      element(0x00080050, 'SH', 'ACC-77'),
      element(0x00081030, 'LO', 'Thorax 100%'),
    ]);
    const other = ctImage([
      element(0x00100020, 'LO', 'P2'),
      element(0x00100010, 'PN', 'ROE^RICHARD'),
      element(0x0020000d, 'UI', '1.2.8.9'),
      element(0x00080060, 'CS', 'MR'),
      element(0x00080020, 'DA', '20190503'),
    ]);
    writeFileSync(path.join(dir, 'one'), one);
    writeFileSync(path.join(dir, 'other'), other);
    await bench.import([dir]);
    const found = (search: string): (string | null)[] =>
      bench.worklist.list(search).rows.map((row) => row.patient.patientId);
    for (const search of [
      'muller',
      'MÜLL',
      'jörg mü',
      'Müller^Jörg',
      '山田',
      'acc-77',
      'thorax',
      '100%',
      'ct',
      '20240102',
    ]) {
      expect(found(search), search).toEqual(['P1']);
    }
    for (const search of ['roe', 'P2', 'mr', '2019', '1.2.8.9', 'richard mr'])
      expect(found(search), search).toEqual(['P2']);
    expect(found('')).toEqual(['P1', 'P2']);
    expect(found('roe ct')).toEqual([]);
    expect(found("'; DROP TABLE study; --")).toEqual([]);
    expect(found('_____')).toEqual([]);
  });
});

describe('a hundred thousand studies', () => {
  const STUDIES = 100_000;

  async function filled(): Promise<Db> {
    const db = openDatabase(path.join(await tempDir(), 'index.db'), new Uint8Array(32));
    for (const { sql } of indexMigrations) db.exec(sql);
    // Random ids cost a second a hundred thousand; these have their shape.
    let last = 0;
    const newId = (): string => String((last += 1)).padStart(26, '0');
    const site = newId();
    db.prepare("INSERT INTO site VALUES (?, 'site', '')").run(site);
    const patient = db.prepare("INSERT INTO patient VALUES (?, 'issuer', ?, ?, '', '', ?, NULL, NULL, 0)");
    const study = db.prepare(
      `INSERT INTO study (study_id, patient_key, site_id, study_key_id, study_uid, study_date, description, arrived_at)
       VALUES (?, ?, ?, 'key', ?, ?, ?, '')`,
    );
    const series = db.prepare("INSERT INTO series (series_id, study_id, series_uid, modality) VALUES (?, ?, ?, 'CT')");
    db.transaction(() => {
      let key = '';
      for (let index = 0; index < STUDIES; index += 1) {
        if (index % 4 === 0) {
          key = newId();
          patient.run(key, `P${index}`, `DOE^NUMBER${index}`, `doe number${index}`);
        }
        const id = newId();
        study.run(id, key, site, `1.2.${index}`, String(20000101 + (index % 9000)), `study ${index % 50}`);
        series.run(newId(), id, `1.3.${index}`);
      }
    })();
    return db;
  }

  it('are searched in the time of a key stroke', async () => {
    const db = await filled();
    const worklist = new Worklist(db);
    expect(worklist.list('').total).toBe(STUDIES);
    expect(worklist.list('number4 ct').total).toBeGreaterThan(1000);
    expect(worklist.list('nobody').rows).toEqual([]);
    // Of the processor's time, and generous: one query for each study would take tens of seconds. The figure is measured elsewhere.
    for (const search of ['', 'number4', 'ct', 'nobody']) {
      const begin = process.cpuUsage();
      worklist.list(search);
      expect(process.cpuUsage(begin).user).toBeLessThan(4_000_000);
    }
    db.close();
  });
});
