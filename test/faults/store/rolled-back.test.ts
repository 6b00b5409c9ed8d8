import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Access } from '../../../electron/station/access/access.ts';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import { newId } from '../../../electron/station/kernel/ids.ts';
import { openDatabase } from '../../../electron/station/kernel/sqlite.ts';
import { ReportStore } from '../../../electron/station/reporting/report-store.ts';
import { ReportId, StudyId } from '../../../shared/model/ids.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { accessOn, PASSPHRASE } from '../../integration/access/access-fixture.ts';

const STUDY = newId();

interface Place {
  readonly dir: string;
  readonly old: string;
  readonly anchorDir: string;
}

async function opened(place: Pick<Place, 'dir' | 'anchorDir'>, now?: string): Promise<Access> {
  const clock = now === undefined ? {} : { clock: { nowIso: () => now, monotonic: () => performance.now() } };
  const access = accessOn(place.dir, { anchorDir: place.anchorDir, rebuild: () => Promise.resolve({}), ...clock });
  await access.unlock(null, PASSPHRASE);
  return access;
}

/** Something is decided and recorded. */
function work(access: Access, times = 1): void {
  const { commands, personId } = access.requireStore();
  for (let n = 0; n < times; n += 1) {
    commands.run({ name: 'site.add', personId, subject: String(n), detail: {} }, () => undefined);
  }
}

const alarmsOf = (access: Access): readonly string[] =>
  access
    .requireStore()
    .alarms.standing()
    .map(({ kind }) => kind);

/** A store, and a copy of it from before its last day of work. */
async function storeWithPast(): Promise<Place> {
  const folder = await tempDir();
  const place = {
    dir: path.join(folder, 'store'),
    old: path.join(folder, 'old'),
    anchorDir: path.join(folder, 'state'),
  };
  const access = accessOn(place.dir, { anchorDir: place.anchorDir });
  await access.create('Ada Reader', PASSPHRASE);
  const { index, ring } = access.requireStore();
  index.exec(`INSERT INTO site VALUES ('s', 'North', 'now');
    INSERT INTO patient (patient_key, issuer, name_alphabetic, name_ideographic, name_phonetic, name_search) VALUES ('p', 'North', '', '', '', '');
    INSERT INTO study (study_id, patient_key, site_id, study_key_id, arrived_at) VALUES ('${STUDY}', 'p', 's', '${ring.newStudyKey('s')}', 'now')`);
  work(access, 5);
  await access.close();
  cpSync(place.dir, place.old, { recursive: true, preserveTimestamps: true });
  const later = await opened(place);
  work(later, 5);
  await later.close();
  return place;
}

function putBack(place: Place, names: readonly string[]): void {
  for (const name of names)
    cpSync(path.join(place.old, name), path.join(place.dir, name), { recursive: true, preserveTimestamps: true });
}

describe('F09: a store that was rolled back', () => {
  it('raises nothing when it was only closed, killed or opened again', async () => {
    const place = await storeWithPast();
    for (let n = 0; n < 2; n += 1) {
      const access = await opened(place);
      expect(alarmsOf(access)).toEqual([]);
      work(access);
      await access.close();
    }
  });

  it('as a whole is told from the one that this computer saw last: alarm, audit record, studies to check again', async () => {
    const place = await storeWithPast();
    rmSync(place.dir, { recursive: true });
    cpSync(place.old, place.dir, { recursive: true, preserveTimestamps: true });
    const access = await opened(place);
    const { alarms, index } = access.requireStore();
    expect(alarmsOf(access)).toEqual(['rolled-back']);
    expect(alarms.checkAgain()).toEqual([STUDY]);
    expect(index.prepare("SELECT subject FROM audit WHERE command = 'security.alert'").pluck().all()).toEqual([
      'rolled-back',
    ]);
    await access.close();
    // It stands until a reader has seen it, and is not raised twice.
    const again = await opened(place);
    expect(alarmsOf(again)).toEqual(['rolled-back']);
    const { alarms: standing, index: audited } = again.requireStore();
    const alarmId = standing.standing()[0]?.alarmId ?? 0;
    standing.acknowledge(alarmId);
    expect(alarmsOf(again)).toEqual([]);
    // Once more, or one that never was: nothing happens, and no record says that it did.
    for (const idle of [alarmId, alarmId + 1000]) standing.acknowledge(idle);
    const records = audited.prepare("SELECT count(*) FROM audit WHERE command = 'security.acknowledge'").pluck();
    expect(records.get()).toBe(1);
    expect(again.requireStore().alarms.checkAgain()).toEqual([STUDY]);
  });

  it.each([
    ['index.db', 'rolled-back'],
    ['journal.db', 'journal-rolled-back'],
  ])('in its %s alone is noticed without any memory outside', async (name, kind) => {
    const place = await storeWithPast();
    for (let n = 0; n < 2; n += 1) await (await opened(place)).close();
    rmSync(place.anchorDir, { recursive: true });
    putBack(place, [name]);
    expect(alarmsOf(await opened(place))).toEqual([kind]);
  });

  it('says when the memory outside was written by somebody else', async () => {
    const place = await storeWithPast();
    const [name = ''] = readdirSync(place.anchorDir);
    writeFileSync(
      path.join(place.anchorDir, name),
      JSON.stringify({ format: 'nightjar-anchor', generation: 1, seq: 1, hash: '', mac: '00' }),
    );
    expect(alarmsOf(await opened(place))).toEqual(['anchor-forged']);
  });

  it('by cutting off the last records of the audit trail is noticed, also after new ones were written', async () => {
    const place = await storeWithPast();
    const cut = await opened(place);
    const key = cut.requireStore().ring.databaseKey('index');
    await cut.close();
    const index = openDatabase(path.join(place.dir, 'index.db'), key, { mustExist: true });
    index.exec('DROP TRIGGER audit_no_delete; DELETE FROM audit WHERE seq > 8');
    index.close();
    rmSync(place.anchorDir, { recursive: true });
    const access = await opened(place);
    expect(alarmsOf(access)).toEqual(['audit-cut']);
    work(access, 10);
    const store = access.requireStore();
    expect(verifyAudit(store.index).ok).toBe(true);
    expect(verifyAudit(store.index, store.ledger)).toMatchObject({ ok: false, firstBad: 9 });
  });
});

describe('F13: a clock that was set back', () => {
  it('is told at the opening, and one that was set forward does no harm', async () => {
    const place = await storeWithPast();
    const future = await opened(place, '2031-11-21T20:00:00.000Z');
    expect(alarmsOf(future)).toEqual([]);
    work(future);
    await future.close();
    const access = await opened(place);
    expect(alarmsOf(access)).toEqual(['clock-set-back']);
    const { index, ledger } = access.requireStore();
    expect(verifyAudit(index, ledger).ok).toBe(true);
  });

  it('changes no order: reports and jobs stand as they were made, an hour back or five years on', async () => {
    const place = await storeWithPast();
    const access = await opened(place);
    const { index, journal, jobs, personId } = access.requireStore();
    const reports = new ReportStore(index, journal);
    const times = [
      '2026-11-21T20:00:00.000Z',
      '2026-11-21T19:00:00.000Z',
      '2031-11-21T20:00:00.000Z',
      '2026-11-21T20:01:00.000Z',
    ];
    const ids = times.map((at) => {
      const reportId = ReportId.parse(newId());
      const row = { report_id: reportId, study_id: StudyId.parse(STUDY), template_id: 't', template_name: 't' };
      reports.insert(index, {
        ...row,
        predecessor: null,
        ...{ intent: null, reason: null },
        author: personId,
        created_at: at,
      });
      return reportId;
    });
    expect(reports.rowsOf(StudyId.parse(STUDY)).map((row) => row.report_id)).toEqual(ids);
    jobs.define('work', { payload: z.strictObject({}), maxAttempts: 1, run: () => Promise.resolve(null) });
    const made = times.map((at) => {
      const jobId = jobs.enqueue('work', {}, { personId });
      index.prepare('UPDATE job SET created_at = ? WHERE job_id = ?').run(at, jobId);
      return jobId;
    });
    expect(jobs.list().map(({ jobId }) => jobId)).toEqual(made.reverse());
  });
});
