import { readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Access } from '../../../electron/station/access/access.ts';
import { openSites } from '../../../electron/station/access/profile/open-sites.ts';
import { leaveOutBy } from '../../../electron/station/access/retention/leave-out.ts';
import { RetentionDesk } from '../../../electron/station/access/retention/retention.ts';
import { finishStore, readStoreFile } from '../../../electron/station/access/store-file.ts';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import { restoreBackup } from '../../../electron/station/kernel/backup/restore-backup.ts';
import { runBackup } from '../../../electron/station/kernel/backup/run-backup.ts';
import type { BackupOptions, MadeBackup } from '../../../electron/station/kernel/backup/run-backup.ts';
import { StudyId } from '../../../shared/model/ids.ts';
import type { RetentionPreview } from '../../../shared/model/retention-view.ts';
import { codeRejected, codeThrown } from '../../helpers/app-errors.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { blobWorkerFile } from '../kernel/blob-fixture.ts';
import { accessOn, PASSPHRASE } from './access-fixture.ts';
import { addCase } from './case-fixture.ts';
import type { Case } from './case-fixture.ts';
import { administrator } from './profile/profile-fixture.ts';

const bea = administrator();
const site = { code: 'north', name: 'North Group', studiesOf: ['NORTH'], zone: null };
const DELIVERED = { kind: 'delivered', at: '2026-11-22T01:00:00Z' } as const;

let now: string;
const clock = { nowIso: () => now, monotonic: () => 0 };
let dir: string;
let access: Access;
let desk: RetentionDesk;
let north: Case;
let south: Case;

beforeEach(async () => {
  now = '2026-11-22T02:00:00.000Z';
  dir = path.join(await tempDir(), 'store');
  access = accessOn(dir, { clock });
  await access.create('Ada Reader', PASSPHRASE);
  access.confirmRecovery();
  desk = new RetentionDesk(access, clock);
  north = await addCase(access, 'North', 'CANARY^NORTH');
  south = await addCase(access, 'South', 'CANARY^SOUTH');
  const { profiles } = openSites(access.requireStore(), clock, false);
  const retention = { afterDeliveryDays: 30, events: [{ event: 'contract-end' as const, days: 0 }] };
  profiles.apply({ hash: profiles.preview(bea.sign({ site, retention })).hash, trust: bea.fingerprint });
});

const leave = (): Promise<void> => Promise.resolve();
const of = ({ studyUid }: Case) => ({ kind: 'study-uid', studyUid }) as const;
const keptOf = ({ sites }: RetentionPreview): unknown => sites.map(({ kept }) => kept);

/** As the job of a station does it. */
async function backUp(to: string, options: BackupOptions = {}): Promise<MadeBackup> {
  const { index, backup, commands, personId, ...store } = access.requireStore();
  const file = readStoreFile(dir);
  if (file === null) throw new Error('no store');
  const { profiles } = openSites({ index, commands, personId, ...store }, clock, false);
  const parts = { ...backup, ...file, now: clock.nowIso, leaveOut: leaveOutBy(() => profiles.inForce()) };
  const progress = { signal: new AbortController().signal, report: () => undefined };
  const made = await runBackup(parts, to, progress, options);
  commands.run({ name: 'store.backup', personId, subject: 'job', detail: {} }, (db) => {
    db.prepare("INSERT OR REPLACE INTO meta VALUES ('backup-left-out', ?)").run(JSON.stringify(made.leftOut));
  });
  return made;
}

/** Any path to the bytes of a case. */
async function isReadable({ blobId }: Case): Promise<boolean> {
  try {
    await access.requireStore().blobs.facts(blobId);
    return true;
  } catch {
    // Whatever the words: they are not to be had.
    return false;
  }
}

describe('what a purge would take', () => {
  it('is nothing before its report is signed, delivered, backed up and old enough, and each is said', async () => {
    const { index } = access.requireStore();
    const expectKept = (reason: string): void =>
      expect(keptOf(desk.preview()), reason).toEqual([[{ reason, studies: 1 }]]);
    expectKept('not-delivered');
    index.prepare("UPDATE report SET state = 'preliminary' WHERE study_id = ?").run(north.studyId);
    expectKept('unsigned');
    index.prepare("UPDATE report SET state = 'draft' WHERE study_id = ?").run(north.studyId);
    expectKept('open-work');
    expect(codeThrown(() => desk.note({ target: of(north), note: DELIVERED }))).toBe('retention/not-signed');
    index.prepare("UPDATE report SET state = 'final' WHERE study_id = ?").run(north.studyId);
    expect(desk.note({ target: of(north), note: DELIVERED })).toEqual({ studies: 1 });
    expectKept('not-due');
    now = '2026-12-22T01:00:00.000Z';
    expectKept('not-backed-up');
    await backUp(path.join(await tempDir(), 'backup'));
    const { plan, studies, objects, sites, unruled, bytes } = desk.preview();
    expect({ studies, objects, unruled }).toEqual({ studies: 1, objects: 1, unruled: 1 });
    expect([bytes > 0, plan?.length]).toEqual([true, 64]);
    expect(sites[0]?.purge).toMatchObject([{ studyId: north.studyId, because: 'delivery' }]);
    expect(sites[0]?.rule).toBe(
      'A study is deleted 30 days after its report was delivered, or at once after the contract ended.',
    );
    desk.note({ target: of(north), note: { kind: 'hold' } });
    expect(desk.holds()).toMatchObject({ holds: [{ studyId: north.studyId, reason: null }], more: false });
    desk.note({ target: of(north), note: { kind: 'hold', reason: 'legal' } });
    expectKept('held');
    expect(desk.holds().holds).toMatchObject([
      { siteName: 'North', objects: 1, at: now, reason: 'legal', byName: 'Ada Reader' },
    ]);
    desk.note({ target: { kind: 'study', studyId: StudyId.parse(north.studyId) }, note: { kind: 'release' } });
    expect(desk.holds().holds).toEqual([]);
    expect(desk.preview().plan).toBe(plan);
  });

  it('ends earlier by an event, and not for a report that was signed after the one that was delivered', async () => {
    desk.note({ target: of(north), note: DELIVERED });
    await backUp(path.join(await tempDir(), 'backup'));
    expect(desk.preview().plan).toBeNull();
    desk.note({ target: { kind: 'site', site: 'North' }, note: { kind: 'event', event: 'contract-end', at: now } });
    expect(desk.preview().sites[0]?.purge).toMatchObject([{ because: 'contract-end' }]);
    const { index, personId } = access.requireStore();
    index
      .prepare(
        `INSERT INTO report (report_id, study_id, template_id, template_name, state, author, created_at, signed_at)
         VALUES ('later', ?, 't', 't', 'addendum', ?, ?, ?)`,
      )
      .run(north.studyId, personId, now, now);
    expect(keptOf(desk.preview())).toEqual([[{ reason: 'not-delivered', studies: 1 }]]);
  });

  it('is nothing for a profile that has expired, and nothing that has not happened is written down', () => {
    desk.note({ target: of(north), note: DELIVERED });
    expect(codeThrown(() => desk.note({ target: of(north), note: { ...DELIVERED, at: '2027-01-01T00:00:00Z' } }))).toBe(
      'retention/in-future',
    );
    now = '2099-02-01T00:00:00.000Z';
    expect(desk.preview()).toMatchObject({ sites: [], unruled: 2, plan: null });
  });
});

describe('a purge', () => {
  async function due(): Promise<string> {
    desk.note({ target: of(north), note: DELIVERED });
    now = '2026-12-22T02:00:00.000Z';
    await backUp(path.join(await tempDir(), 'backup'));
    const { plan } = desk.preview();
    if (plan === null) throw new Error('nothing is due');
    return plan;
  }

  it('forgets what was shown: keys, rows and files, each study on record, and nothing else', async () => {
    const plan = await due();
    const done = await desk.purge({ plan, proof: PASSPHRASE }, leave);
    expect(done).toMatchObject({ studies: 1, keys: 1, files: 1 });
    const { index, ledger } = access.requireStore();
    expect([await isReadable(north), await isReadable(south)]).toEqual([false, true]);
    expect(index.prepare('SELECT study_id FROM study').pluck().all()).toEqual([south.studyId]);
    const records = index.prepare("SELECT subject, detail FROM audit WHERE command = 'retention.purge'").all();
    expect(records).toMatchObject([{ subject: north.studyId }]);
    expect(JSON.stringify(records)).toContain('\\"because\\":\\"delivery\\"');
    expect(verifyAudit(index, ledger).ok).toBe(true);
    expect(desk.preview().plan).toBeNull();
  });

  it('of another plan, of a wrong passphrase or by nobody who may is refused, and nothing is gone', async () => {
    const plan = await due();
    expect(await codeRejected(desk.purge({ plan: 'f'.repeat(64), proof: PASSPHRASE }, leave))).toBe('reading/conflict');
    expect(await codeRejected(desk.purge({ plan, proof: 'somebody else' }, leave))).toBe('access/wrong-passphrase');
    desk.note({ target: of(north), note: { kind: 'hold' } });
    expect(await codeRejected(desk.purge({ plan, proof: PASSPHRASE }, leave))).toBe('reading/conflict');
    expect([await isReadable(north), await isReadable(south)]).toEqual([true, true]);
  });
});

describe('a backup of studies that stay in their region', () => {
  const blobsIn = (folder: string): readonly string[] =>
    readdirSync(path.join(folder, 'blobs'), { recursive: true, encoding: 'utf8' }).filter((name) => name.length > 20);

  it('leaves them out where it was declared to lie elsewhere, says so, and becomes a store without them', async () => {
    const to = path.join(await tempDir(), 'far');
    const { report, leftOut } = await backUp(to, { place: 'US-PA' });
    expect(report).toMatchObject({ objects: 1, copied: 1, leftOut: 1, place: 'US-PA' });
    expect(report.leftOutWords).toEqual([
      'North Group: 1 study is not in this backup. The site keeps its studies in region EU; this would be US-PA.',
    ]);
    expect(leftOut).toEqual([north.studyId]);
    expect(blobsIn(to).map((name) => path.basename(name))).toEqual([south.blobId]);
    // The store itself has everything.
    expect([await isReadable(north), await isReadable(south)]).toEqual([true, true]);
    const made = path.join(await tempDir(), 'made');
    await restoreBackup({
      ...{ from: to, dir: made, blobWorkerFile, database: {}, secret: { passphrase: PASSPHRASE } },
      finish: (store) => finishStore(made, store),
    });
    const again = accessOn(made, { clock });
    await again.unlock(null, PASSPHRASE);
    const { index, journal, ledger } = again.requireStore();
    expect(index.prepare('SELECT study_id FROM study').pluck().all()).toEqual([south.studyId]);
    expect(index.prepare('SELECT name_alphabetic FROM patient').pluck().all()).toEqual(['CANARY^SOUTH']);
    expect(journal.prepare('SELECT DISTINCT study_id FROM measurement').pluck().all()).toEqual([south.studyId]);
    expect(verifyAudit(index, ledger).ok).toBe(true);
  });

  it('holds them in their region and in the place of the store, and a folder stays where it was declared', async () => {
    const folder = await tempDir();
    const [near, here] = [path.join(folder, 'near'), path.join(folder, 'here')];
    expect((await backUp(near, { place: 'FR' })).report).toMatchObject({ objects: 2, leftOut: 0, place: 'FR' });
    expect((await backUp(near)).report).toMatchObject({ already: 2, place: 'FR' });
    expect(await codeRejected(backUp(near, { place: 'US' }))).toBe('backup/other-place');
    expect((await backUp(here)).report).toMatchObject({ objects: 2, leftOut: 0, place: null });
    expect(await codeRejected(backUp(here, { place: 'US' }))).toBe('backup/other-place');
  });

  it('is refused where it has to be whole, and takes them out of the folder when a profile comes later', async () => {
    const folder = await tempDir();
    expect(await codeRejected(backUp(path.join(folder, 'far'), { place: 'US', whole: true }))).toBe(
      'residency/other-region',
    );
    const { index } = access.requireStore();
    const rows = index.prepare('SELECT * FROM site_profile').all();
    index.prepare('DELETE FROM site_profile').run();
    const to = path.join(folder, 'later');
    expect((await backUp(to, { place: 'US' })).report).toMatchObject({ objects: 2, leftOut: 0 });
    for (const row of rows) {
      const values = Object.values(row as Record<string, string | number>);
      index.prepare('INSERT INTO site_profile VALUES (?, ?, ?, ?, ?, ?, ?)').run(...values);
    }
    expect((await backUp(to)).report).toMatchObject({ objects: 1, already: 1, leftOut: 1 });
    expect(blobsIn(to).map((name) => path.basename(name))).toEqual([south.blobId]);
    expect(readdirSync(path.join(to, 'sets'))).toHaveLength(1);
  });
});
