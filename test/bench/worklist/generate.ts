import { idFromBytes } from '../../../shared/model/ids.ts';
import type { Db } from '../../../electron/station/kernel/sqlite.ts';

export interface StoreSize {
  readonly studies: number;
  /** Spread over the studies: most are small, a few are long. */
  readonly instances: number;
  readonly seed: number;
}

const NAMES = ['DOE', 'ROE', 'MÜLLER', 'GARCIA', 'NGUYEN', 'IVANOV', 'SATO', 'OKAFOR', 'ROSSI', 'LARSEN'];
const GIVEN = ['Jane', 'Richard', 'Jörg', 'María', 'Linh', 'Olga', 'Ken', 'Ada', 'Luca', 'Ingrid'];
const KINDS = [
  ['CT', 'CHEST', 'CT chest'],
  ['MR', 'BRAIN', 'MR brain'],
  ['CR', 'CHEST', 'Chest'],
  ['US', 'ABDOMEN', 'US abdomen'],
  ['MG', 'BREAST', 'Mammography'],
] as const;
/** Rows a transaction: each one writes nearly every page of the indexes again, whose keys are random. */
const ROWS = 500_000;

/** Numbers that are the same for the same seed (xorshift, 32 bits). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/**
 * Fills the index of a store with made-up patients, studies, series and objects, straight as rows: an import of a million files
 * would take hours, and only the index is measured. There are no blobs behind the objects. Gives the ids of the studies.
 */
export function fillIndex(db: Db, { studies, instances, seed }: StoreSize): readonly string[] {
  const random = seeded(seed);
  const bytes = new Uint8Array(26);
  const newId = (): string => {
    for (let at = 0; at < 26; at += 1) bytes[at] = Math.floor(random() * 256);
    return idFromBytes(bytes);
  };
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const insert = statements(db);
  const site = newId();
  insert.site.run(site, `bench ${site.slice(0, 6)}`, '2026-01-01T00:00:00.000Z');
  const ids: string[] = [];
  let [patient, left, rows, stored] = ['', 0, 0, 0];
  db.exec('BEGIN');
  for (let place = 0; place < studies; place += 1) {
    if (left === 0) {
      patient = newId();
      left = 1 + Math.floor(random() * 7);
      const name = `${pick(NAMES)}${place % 997}^${pick(GIVEN)}`;
      const born = `19${String(30 + (place % 70)).padStart(2, '0')}0${1 + (place % 9)}15`;
      insert.patient.run(patient, 'bench', `P${place}`, name, '', '', name.toLowerCase().replace('^', ' '), born, 'F');
    }
    left -= 1;
    const [modality, part, description] = pick(KINDS);
    const study = newId();
    ids.push(study);
    const day = Math.floor(random() * 5000);
    const date = new Date(Date.UTC(2012, 0, 1 + day)).toISOString().slice(0, 10).replaceAll('-', '');
    const time = String(Math.floor(random() * 235959)).padStart(6, '0');
    insert.study.run(
      study,
      patient,
      site,
      newId(),
      `1.2.826.${place}`,
      date,
      time,
      `A${place}`,
      description,
      '2026-01-01',
    );
    const share = Math.round((instances - stored) / (studies - place));
    const wanted =
      place === studies - 1 ? instances - stored : Math.min(instances - stored, Math.round(share * 2 * random()));
    const inStudy = Math.max(1, wanted);
    const seriesCount = Math.min(inStudy, 1 + Math.floor(random() * 3));
    for (let number = 1; number <= seriesCount; number += 1) {
      const series = newId();
      insert.series.run(series, study, `1.2.826.${place}.${number}`, modality, number, `series ${number}`, part);
      const here = Math.floor(inStudy / seriesCount) + (number <= inStudy % seriesCount ? 1 : 0);
      for (let instance = 1; instance <= here; instance += 1) {
        insert.object.run(newId(), series, `1.2.826.${place}.${number}.${instance}`, instance, instance, newId());
      }
      stored += here;
      rows += here + 1;
    }
    if (rows > ROWS) {
      db.exec('COMMIT; BEGIN');
      rows = 0;
    }
  }
  db.exec('COMMIT');
  return ids;
}

function statements(db: Db) {
  return {
    site: db.prepare('INSERT INTO site VALUES (?, ?, ?)'),
    patient: db.prepare('INSERT INTO patient VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)'),
    study: db.prepare(
      `INSERT INTO study (study_id, patient_key, site_id, study_key_id, study_uid, study_date, study_time, accession,
         description, arrived_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    series: db.prepare(
      `INSERT INTO series (series_id, study_id, series_uid, modality, number, description, body_part)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ),
    object: db.prepare(
      `INSERT INTO object (object_id, series_id, sop_uid, transfer_syntax, instance_number, frames, sort_key, bytes, sha256,
         dataset_sha256, header_sha256, blob_id, image, arrived_at)
       VALUES (?, ?, ?, '1.2.840.10008.1.2.1', ?, 1, ?, 526000, '${'0'.repeat(64)}', '', '', ?, '{}', '2026-01-01')`,
    ),
  };
}
