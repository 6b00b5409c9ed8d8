import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { newAdminKey, readAdminKey } from '../../../../electron/station/access/profile/admin-key.ts';
import { openSites } from '../../../../electron/station/access/profile/open-sites.ts';
import type { Sites } from '../../../../electron/station/access/profile/open-sites.ts';
import { signProfile } from '../../../../electron/station/access/profile/signed-profile.ts';
import { People } from '../../../../electron/station/access/people.ts';
import { SignIns } from '../../../../electron/station/access/sign-in/sign-ins.ts';
import { Commands } from '../../../../electron/station/kernel/command.ts';
import { NO_FAULTS } from '../../../../electron/station/kernel/fault-points.ts';
import { newId } from '../../../../electron/station/kernel/ids.ts';
import { migrate } from '../../../../electron/station/kernel/migrate.ts';
import { indexMigrations } from '../../../../electron/station/kernel/migrations/index.ts';
import { openDatabase } from '../../../../electron/station/kernel/sqlite.ts';
import type { Db } from '../../../../electron/station/kernel/sqlite.ts';
import { PersonId, StudyId } from '../../../../shared/model/ids.ts';
import type { Fingerprint, SiteProfile } from '../../../../shared/model/site-profile.ts';
import { sampleProfile } from '../../../helpers/site-profile.ts';
import { tempDir } from '../../../helpers/temp-dir.ts';

/** An administrator with a key of their own. */
export interface Administrator {
  readonly fingerprint: Fingerprint;
  /** The sample with changes, signed; as the text of a file. */
  sign(more?: Partial<SiteProfile>): string;
}

export function administrator(name = 'Bea Admin'): Administrator {
  const { pem, fingerprint } = newAdminKey();
  const key = readAdminKey(pem);
  return { fingerprint, sign: (more = {}) => signProfile(sampleProfile(more), key, name).text };
}

export interface Bench extends Sites {
  readonly db: Db;
  readonly personId: PersonId;
  readonly people: People;
  readonly signIns: SignIns;
  /** UTC, ISO 8601; what the clock says from now on. */
  now: string;
  /** Previews and applies; `trust` is the fingerprint that somebody confirmed. */
  apply(text: string, trust?: Fingerprint | null): ReturnType<Sites['profiles']['apply']>;
  /** A study of a site of the store. */
  addStudy(site: string, institution?: string | null, modality?: string): StudyId;
  /** Details of the audit records of a command, in order. */
  audited(command: string): unknown[];
}

/** A real index with the person Ada Reader in it. */
export async function profileBench(profileWanted = false): Promise<Bench> {
  const db = openDatabase(path.join(await tempDir(), 'index.db'), randomBytes(32));
  onTestFinished(() => void db.close());
  migrate(db, indexMigrations);
  const personId = PersonId.parse(newId());
  addPerson(db, personId, 'Ada Reader');
  const clock = { nowIso: () => bench.now, monotonic: () => 0 };
  const commands = new Commands(db, clock);
  const signIns = new SignIns({ index: db, commands, clock, personId });
  const people = new People({ index: db, commands, clock, personId });
  const base = { index: db, commands, personId, personName: 'Ada Reader', signIns, people };
  const store = { ...base, dir: await tempDir(), faults: NO_FAULTS };
  const sites = openSites(store, clock, profileWanted);
  const bench: Bench = {
    ...{ ...sites, db, personId, people, signIns, now: '2026-11-22T12:00:00.000Z' },
    apply: (text, trust = null) => sites.profiles.apply({ hash: sites.profiles.preview(text).hash, trust }),
    addStudy: (site, institution = null, modality = 'CT') => addStudy(db, site, institution, modality),
    audited: (command) =>
      db
        .prepare<[string], string>('SELECT detail FROM audit WHERE command = ? ORDER BY seq')
        .pluck()
        .all(command)
        .map((detail) => JSON.parse(detail) as unknown),
  };
  return bench;
}

export function addPerson(db: Db, personId: string, name: string, roles: readonly string[] = ['reader']): void {
  db.prepare("INSERT INTO person (person_id, name, roles, created_at) VALUES (?, ?, ?, '2026')").run(
    ...[personId, name, JSON.stringify(roles)],
  );
}

function addStudy(db: Db, site: string, institution: string | null, modality: string): StudyId {
  const studyId = StudyId.parse(newId());
  const patient = newId();
  db.prepare("INSERT OR IGNORE INTO site VALUES (?, ?, '2026')").run(newId(), site);
  db.prepare(
    `INSERT INTO patient (patient_key, issuer, name_alphabetic, name_ideographic, name_phonetic, name_search)
     VALUES (?, '', '', '', '', '')`,
  ).run(patient);
  db.prepare(
    `INSERT INTO study (study_id, patient_key, site_id, study_key_id, institution, arrived_at)
     VALUES (?, ?, (SELECT site_id FROM site WHERE name = ?), '', ?, '2026')`,
  ).run(studyId, patient, site, institution);
  db.prepare("INSERT INTO series (series_id, study_id, series_uid, modality) VALUES (?, ?, '1.2', ?)").run(
    ...[newId(), studyId, modality],
  );
  return studyId;
}
