import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Access } from '../../../electron/station/access/access.ts';
import { Administration } from '../../../electron/station/access/administration.ts';
import { Forgetting } from '../../../electron/station/access/forget/forgetting.ts';
import type { Db } from '../../../electron/station/kernel/sqlite.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { accessOn, PASSPHRASE } from './access-fixture.ts';
import { addCase } from './case-fixture.ts';
import type { Case } from './case-fixture.ts';

const proof = PASSPHRASE;
const noLeave = () => Promise.resolve();
/** Of programmes, of people and of what went between stations: nothing of a study is in their rows. */
const OF_NO_STUDY = new Set([
  ...['conference', 'review_draw', 'review_package', 'review_peer', 'review_person_key', 'review_programme'],
  ...['review_number', 'review_reader', 'review_node', 'review_mail', 'review_mail_taken'],
]);

interface Row {
  readonly table: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** What peer review keeps of one case, every free text of it naming `name`. */
function rowsOfCase(
  of: { readonly name: string; readonly origin: string; readonly site: string; readonly studyId: string | null },
  copy: Case,
): Row[] {
  const { name, origin, site, studyId } = of;
  const key = createHash('sha256').update(name).digest('hex');
  const review_id = `review ${key}`;
  const source_report_id = `source ${key}`;
  const at = '2026-11-22T00:00:00.000Z';
  const kept = { review_id, content: name };
  return [
    {
      table: 'review_source',
      values: {
        ...{ source_report_id, origin, key: name, author: 'a', site, modality: 'CT', region: 'chest', shift: 'day' },
        ...{ signed_at: at, flags: '', accession: name, ...(studyId === null ? {} : { study_id: studyId }) },
      },
    },
    { table: 'review_source_text', values: { source_report_id, content: name } },
    { table: 'review_flag', values: { source_report_id, flag: 'complaint', at, is_on: 1, reason: name } },
    {
      table: 'review',
      values: {
        ...{ review_id, programme_id: 'p', version: 1, source_report_id, reviewer: 'r', author: 'a', drawn_at: at },
      },
    },
    { table: 'review_event', values: { ...kept, seq: 1 } },
    { table: 'review_read', values: { ...kept, locked_at: at } },
    { table: 'review_shown', values: { ...kept, kept_at: at } },
    { table: 'review_met', values: { review_id, way: name } },
    { table: 'review_told', values: { review_id, communication_id: name } },
    { table: 'review_copy', values: { study_uid: copy.studyUid, review_id, of_study: studyId ?? '0' } },
    { table: 'review_sent', values: { review_id, role: 'reviewer', step: 'case', peer_id: 'p', package_id: name } },
    {
      table: 'review_taken',
      values: {
        ...{ review_id, peer_id: 'p', person_id: 'p', role: 'reviewer', reader: 'r', programme_id: 'p' },
        ...{ package_id: 'k', order_facts: name, taken_at: at },
      },
    },
    {
      table: 'conference_case',
      values: {
        ...{ conference_id: 'c', study_id: studyId ?? copy.studyId, place: 0, review_id, question: name },
        ...{ learning_point: name, presenter_notes: name, minutes: 5 },
      },
    },
  ];
}

function put(access: Access, rows: readonly Row[]): void {
  const { commands, personId, journal } = access.requireStore();
  commands.run({ name: 'review.saveConference', personId, subject: 's', detail: {} }, (db) => {
    for (const { table, values } of rows) {
      const names = Object.keys(values);
      const places = names.map(() => '?').join(', ');
      db.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${places})`).run(...Object.values(values));
    }
  });
  const review = rows.find(({ table }) => table === 'review')?.values['review_id'];
  const name = rows.find(({ table }) => table === 'review_read')?.values['content'];
  const text = JSON.stringify({ findings: [], text: `draft of ${String(name)}` });
  journal.prepare('INSERT INTO review_draft VALUES (?, ?, ?, ?)').run(review, personId, text, '2026-11-22');
}

function rowsOf(db: Db): string {
  const tables = db.prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
  return tables.map((name) => JSON.stringify(db.prepare(`SELECT * FROM "${name}"`).all())).join('\n');
}

async function made() {
  const access = accessOn(await tempDir());
  await access.create('Ada', PASSPHRASE);
  access.confirmRecovery();
  const studies = {
    gone: await addCase(access, 'North', 'CANARY^GONE'),
    goneCopy: await addCase(access, 'Review', 'CANARY^GONE copied'),
    kept: await addCase(access, 'North', 'CANARY^KEPT'),
    keptCopy: await addCase(access, 'Review', 'CANARY^KEPT copied'),
  };
  return { access, forgetting: new Forgetting(access), ...studies };
}

describe('forgetting a study that was read again', () => {
  it('leaves nothing of its case in any table, the draft of its reviewer neither, and another case as it was', async () => {
    const { access, forgetting, gone, goneCopy, kept, keptCopy } = await made();
    const north = { origin: 'station', site: 'North' };
    const rows = rowsOfCase({ ...north, name: 'CANARY^GONE', studyId: gone.studyId }, goneCopy);
    put(access, rows);
    put(access, rowsOfCase({ ...north, name: 'CANARY^KEPT', studyId: kept.studyId }, keptCopy));
    const before = access.requireStore().index;
    const tables = before
      .prepare<[], string>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND (name GLOB 'review*' OR name GLOB 'conference*')",
      )
      .pluck()
      .all();
    // A table that is new has to be thought of here.
    expect(tables.filter((name) => !OF_NO_STUDY.has(name)).sort()).toEqual([...rows.map(({ table }) => table)].sort());
    const target = { kind: 'study', studyId: gone.studyId } as never;
    expect(await forgetting.run({ target, objects: 2, proof }, noLeave)).toMatchObject({ studies: 2, files: 2 });
    const { index, journal } = access.requireStore();
    for (const db of [index, journal]) {
      expect(rowsOf(db)).not.toContain('CANARY^GONE');
      expect(rowsOf(db)).toContain('CANARY^KEPT');
    }
    for (const { table } of rows) expect(index.prepare(`SELECT * FROM ${table}`).all(), table).toHaveLength(1);
  });

  it('of a site that sent cases in packages: goes with the pictures that came', async () => {
    const { access, forgetting, gone, goneCopy } = await made();
    const rows = rowsOfCase({ origin: 'package', site: 'South', name: 'CANARY^GONE', studyId: null }, goneCopy);
    put(access, rows);
    const other = await addCase(access, 'South', 'CANARY^SOUTH');
    expect(gone.studyId).not.toBe(other.studyId);
    const target = { kind: 'site', site: 'South' } as const;
    expect(forgetting.preview({ target })).toMatchObject({ studies: 2, objects: 2 });
    await forgetting.run({ target, objects: 2, proof }, noLeave);
    const { index, journal } = access.requireStore();
    for (const { table } of rows) expect(index.prepare(`SELECT * FROM ${table}`).all(), table).toEqual([]);
    expect(journal.prepare('SELECT * FROM review_draft').all()).toEqual([]);
    expect(index.prepare('SELECT * FROM study WHERE study_uid = ?').all(goneCopy.studyUid)).toEqual([]);
  });
});

describe('forgetting a person', () => {
  it('leaves no draft of theirs', async () => {
    const { access, forgetting, gone, goneCopy } = await made();
    put(access, rowsOfCase({ origin: 'station', site: 'North', name: 'CANARY^GONE', studyId: gone.studyId }, goneCopy));
    const people = new Administration(access);
    const { person } = await people.add({ name: 'Ben', roles: ['reviewer'], passphrase: 'second passphrase', proof });
    const { journal } = access.requireStore();
    journal.prepare('INSERT INTO review_draft VALUES (?, ?, ?, ?)').run('x', person.personId, 'words of Ben', '2026');
    await people.revoke({ personId: person.personId, proof }, noLeave);
    await forgetting.person({ personId: person.personId, proof }, noLeave);
    const left = rowsOf(access.requireStore().journal);
    expect(left).not.toContain('words of Ben');
    expect(left).toContain('draft of CANARY^GONE');
  });
});
