import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Administration } from '../../../../electron/station/access/administration.ts';
import { readConfirmation } from '../../../../electron/station/access/orders/confirmation.ts';
import { readWiped } from '../../../../electron/station/access/orders/wiped-store.ts';
import { verifyAudit } from '../../../../electron/station/kernel/audit.ts';
import { newId } from '../../../../electron/station/kernel/ids.ts';
import { loadSlots } from '../../../../electron/station/kernel/slots.ts';
import type { Db } from '../../../../electron/station/kernel/sqlite.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { codeRejected } from '../../../helpers/app-errors.ts';
import { tempDir } from '../../../helpers/temp-dir.ts';
import { PASSPHRASE } from '../access-fixture.ts';
import { addCase } from '../case-fixture.ts';
import { audited, benchWith, desk } from './orders-fixture.ts';
import type { OrderBench } from './orders-fixture.ts';

const SECOND = 'second passphrase';

async function withBen(bench: OrderBench): Promise<void> {
  await new Administration(bench.access).add({ name: 'Ben', roles: ['reader'], passphrase: SECOND, proof: PASSPHRASE });
}

describe('an order to revoke', () => {
  it('locks the station, and its person has no way in any more while everybody else has', async () => {
    const bench = await benchWith();
    await withBen(bench);
    const { notice } = await bench.desk.take(
      bench.order({ kind: 'revoke', person: { personId: null, name: 'Ben' }, reason: 'Contract ended' }),
    );
    expect(notice).toMatchObject({ kind: 'revoke', outcome: 'done', personName: 'Ben', reason: 'Contract ended' });
    expect(bench.access.state()).toMatchObject({ store: 'locked', people: [{ name: 'Ada' }] });
    // Before anybody unlocks it is said already, and to the one who cannot.
    expect(bench.desk.notices()).toMatchObject([{ kind: 'revoke', personName: 'Ben' }]);
    expect(await codeRejected(bench.access.unlock(null, SECOND))).toBe('access/wrong-passphrase');
    await bench.access.unlock(null, PASSPHRASE);
    expect(audited(bench, 'order.revoke')).toMatchObject([{ number: 1, outcome: 'done' }]);
    expect(audited(bench, 'keys.rotate')).toHaveLength(1);
    const { index, ledger } = bench.access.requireStore();
    expect(verifyAudit(index, ledger).ok).toBe(true);
    expect(loadSlots(bench.dir).some((slot) => slot.kind === 'passphrase' && slot.name === 'Ben')).toBe(false);
  });

  it('changes the key of the store at once, though nobody is there to type a passphrase', async () => {
    const bench = await benchWith();
    await withBen(bench);
    const before = bench.access.requireStore().ring.databaseKey('index');
    const index = path.join(bench.dir, 'index.db');
    await bench.desk.take(bench.order({ kind: 'revoke', person: { personId: null, name: 'Ben' } }));
    const { openDatabase } = await import('../../../../electron/station/kernel/sqlite.ts');
    expect(() => openDatabase(index, before, { mustExist: true, readonly: true })).toThrow();
  });

  it('of somebody who was revoked before is done, by name as by id', async () => {
    const bench = await benchWith();
    await withBen(bench);
    const person = { personId: null, name: 'Ben' };
    await bench.desk.take(bench.order({ kind: 'revoke', person }));
    await bench.access.unlock(null, PASSPHRASE);
    const { notice } = await bench.desk.take(bench.order({ kind: 'revoke', person, number: 2 }));
    expect(notice).toMatchObject({ outcome: 'done', because: 'access/revoked', personName: 'Ben' });
  });

  it('of the last administrator shuts the station until the site lifts it', async () => {
    const bench = await benchWith();
    const { notice } = await bench.desk.take(bench.order({ kind: 'revoke', person: { personId: null, name: 'Ada' } }));
    expect(notice).toMatchObject({ outcome: 'held', because: 'access/last-administrator' });
    expect(await codeRejected(bench.access.unlock(null, PASSPHRASE))).toBe('access/held');
    bench.desk.offer(bench.order({ kind: 'lift', number: 2 }), false);
    await bench.access.unlock(null, PASSPHRASE);
    expect(bench.desk.atDoor).toMatchObject({ already: false, notice: { kind: 'lift', outcome: 'done' } });
  });

  it('of somebody whom the store does not know is on record and told to the site', async () => {
    const bench = await benchWith();
    const { notice } = await bench.desk.take(
      bench.order({ kind: 'revoke', person: { personId: null, name: 'Nobody' } }),
    );
    expect(notice).toMatchObject({ outcome: 'refused', because: 'access/unknown-person' });
    expect(bench.access.state().store).toBe('open');
    expect(audited(bench, 'order.fail')).toMatchObject([{ outcome: 'refused' }]);
    expect(bench.desk.confirmations()).toMatchObject([{ sent: false, confirmation: { confirmation: { number: 1 } } }]);
  });
});

describe('an order to hold', () => {
  it('locks the station for everybody, over restarts, until the lift of the same site', async () => {
    const bench = await benchWith();
    await bench.desk.take(bench.order({ kind: 'hold' }));
    expect(bench.access.state().store).toBe('locked');
    for (const again of [bench, desk(bench.dir)]) {
      expect(await codeRejected(again.access.unlock(null, PASSPHRASE))).toBe('access/held');
      expect(again.desk.notices()).toMatchObject([{ kind: 'hold', outcome: 'done' }]);
    }
    bench.desk.offer(bench.order({ kind: 'lift', number: 2 }), false);
    await bench.access.unlock(null, PASSPHRASE);
    expect(bench.access.state().store).toBe('open');
    expect(bench.desk.notices().map(({ kind }) => kind)).toEqual(['lift']);
    expect(audited(bench, 'order.hold')).toHaveLength(1);
    expect(audited(bench, 'order.lift')).toHaveLength(1);
  });

  it('is not lifted by whoever deletes the words about it', async () => {
    const bench = await benchWith();
    await bench.desk.take(bench.order({ kind: 'hold' }));
    const { rmSync } = await import('node:fs');
    rmSync(path.join(bench.dir, 'order-notices.json'));
    expect(await codeRejected(bench.access.unlock(null, PASSPHRASE))).toBe('access/held');
  });

  it('still lets a wipe through, at the door', async () => {
    const bench = await benchWith();
    await addCase(bench.access, 'St. Anna', 'CANARY^GONE');
    await bench.desk.take(bench.order({ kind: 'hold' }));
    bench.desk.offer(bench.order({ kind: 'wipe-store', number: 2, evenIfUnsigned: true }), false);
    expect(await codeRejected(bench.access.unlock(null, PASSPHRASE))).toBe('store/wiped');
    expect(readdirSync(bench.dir).sort()).toEqual(['lock.db', 'wiped.json']);
  });
});

describe('an order to wipe', () => {
  it("takes a site's studies, leaves the others, and says how much it was", async () => {
    const bench = await benchWith(null);
    const gone = await addCase(bench.access, 'St. Anna', 'CANARY^GONE');
    const kept = await addCase(bench.access, 'South', 'CANARY^KEPT');
    const { notice } = await bench.desk.take(bench.order({ kind: 'wipe-site', evenIfUnsigned: true }));
    expect(notice).toMatchObject({ outcome: 'done', studies: 1, loss: { unsigned: 0, notGivenOn: 1 } });
    await bench.access.unlock(null, PASSPHRASE);
    const { blobs, index } = bench.access.requireStore();
    expect(await codeRejected(blobs.facts(gone.blobId))).toMatch(/^blob\/(missing|key-forgotten)$/);
    expect(await codeRejected(blobs.facts(kept.blobId))).toBeNull();
    expect(index.prepare('SELECT study_id FROM study').pluck().all()).toEqual([kept.studyId]);
    expect(audited(bench, 'order.wipeSite')).toMatchObject([{ studies: 1, objects: 1, notGivenOn: 1 }]);
  });

  it('takes what is here of a site without its studies: orders, merges, strays, and what proves this station to it', async () => {
    const bench = await benchWith(null);
    const kept = await addCase(bench.access, 'South', 'CANARY^KEPT');
    const { index, ring, blobs, dir } = bench.access.requireStore();
    const siteId = newId();
    const studyKeyId = ring.newStudyKey(siteId);
    const bytes = Buffer.from('of somebody else');
    const [stray] = await blobs.put([{ source: { bytes }, expectedBytes: bytes.length, studyKeyId }]);
    if (stray === undefined || stray instanceof AppError) throw stray ?? new Error('nothing stored');
    await blobs.moveAway(stray.blobId);
    addLines(index, siteId, { studyKeyId, blobId: stray.blobId });
    const left = (): readonly number[] =>
      LEFTOVERS.map((from) => index.prepare<[], number>(`SELECT count(*) FROM ${from}`).pluck().get() ?? -1);
    expect(left()).toEqual(LEFTOVERS.map(() => 2));
    const { notice } = await bench.desk.take(bench.order({ kind: 'wipe-site', evenIfUnsigned: true }));
    expect(notice).toMatchObject({ outcome: 'done', studies: 0 });
    await bench.access.unlock(null, PASSPHRASE);
    const after = bench.access.requireStore();
    for (const from of LEFTOVERS) {
      expect(after.index.prepare(`SELECT count(*) FROM ${from}`).pluck().get(), from).toBe(1);
    }
    expect(after.index.prepare('SELECT study_id FROM study').pluck().all()).toEqual([kept.studyId]);
    expect(after.ring.siteOf(studyKeyId)).toBeNull();
    expect(readdirSync(path.join(dir, 'quarantine'))).toEqual([]);
    const feeds = after.index.prepare("SELECT value FROM meta WHERE key = 'imaging-order-feeds'").pluck().get();
    expect(String(feeds)).not.toMatch(/St\. Anna|canary/);
    expect(String(feeds)).toContain('South');
  });

  it('waits where it would cost work, says so to both, and goes on when nothing stands in its way', async () => {
    const bench = await benchWith(null);
    const { studyId } = await addCase(bench.access, 'St. Anna', 'CANARY^GONE');
    const { index } = bench.access.requireStore();
    expect(bench.desk.unfinished()).toEqual([]);
    const { notice } = await bench.desk.take(bench.order({ kind: 'wipe-site', evenIfUnsigned: false }));
    expect(notice).toMatchObject({ outcome: 'waiting', loss: { unsigned: 0, notGivenOn: 1 } });
    expect(bench.desk.unfinished()).toEqual([{ studyId, unsigned: 0, notGivenOn: 1 }]);
    expect(bench.access.state().store).toBe('open');
    expect(bench.told[0]).toMatchObject([{ outcome: 'waiting' }]);
    expect(bench.desk.confirmations()).toMatchObject([{ confirmation: { confirmation: { outcome: 'waiting' } } }]);
    await bench.desk.reconsider();
    expect(index.prepare('SELECT count(*) FROM study').pluck().get()).toBe(1);
    const { commands, personId } = bench.access.requireStore();
    const reportId = index
      .prepare<[string], string>('SELECT report_id FROM report WHERE study_id = ?')
      .pluck()
      .get(studyId);
    commands.run({ name: 'report.export', personId, subject: reportId ?? '', detail: {} }, () => undefined);
    await bench.desk.reconsider();
    expect(bench.access.state().store).toBe('locked');
    await bench.access.unlock(null, PASSPHRASE);
    expect(bench.access.requireStore().index.prepare('SELECT count(*) FROM study').pluck().get()).toBe(0);
    expect(bench.desk.confirmations()).toMatchObject([{ confirmation: { confirmation: { outcome: 'done' } } }]);
  });

  it('leaves of a whole store one signed page that names nobody, and a place for a new one', async () => {
    const bench = await benchWith();
    await addCase(bench.access, 'St. Anna', 'CANARY^GONE');
    await addCase(bench.access, 'South', 'CANARY^SOUTH');
    await bench.desk.take(bench.order({ kind: 'wipe-store', evenIfUnsigned: true }));
    expect(readdirSync(bench.dir).sort()).toEqual(['lock.db', 'wiped.json']);
    expect(bench.access.state().store).toBe('absent');
    expect(bench.desk.notices()).toMatchObject([{ kind: 'wipe-store', studies: 2, loss: { notGivenOn: 2 } }]);
    const text = readFileSync(path.join(bench.dir, 'wiped.json'), 'utf8');
    expect(text).not.toMatch(/CANARY|Ada/);
    const confirmation = readConfirmation(readWiped(bench.dir)?.confirmation ?? '');
    expect(confirmation?.confirmation).toMatchObject({
      storeId: bench.storeId,
      number: 1,
      outcome: 'done',
      objects: 2,
    });
    const forged = readWiped(bench.dir)?.confirmation.replace('"objects":2', '"objects":0') ?? '';
    expect(readConfirmation(forged)).toBeNull();
    expect(await codeRejected(bench.access.create('Ada', PASSPHRASE))).toBe('store/wiped');
    expect(await bench.desk.acknowledge('st-anna', 1)).toEqual([]);
    await bench.access.create('Ada', PASSPHRASE);
    expect(bench.access.state().store).toBe('open');
    expect(readdirSync(bench.dir).filter((name) => name.startsWith('wiped-'))).toHaveLength(1);
  });

  it('is not done twice: the same order is known, and an older one refused', async () => {
    const bench = await benchWith(null);
    const text = bench.order({ kind: 'wipe-site', evenIfUnsigned: true, number: 3 });
    expect((await bench.desk.take(text)).already).toBe(false);
    expect((await bench.desk.take(text)).already).toBe(true);
    for (const number of [2, 3]) {
      const older = bench.order({ kind: 'wipe-site', evenIfUnsigned: true, number, reason: 'again' });
      expect(await codeRejected(bench.desk.take(older))).toBe('order/older-number');
      // The same refusal is on record once.
      expect(await codeRejected(bench.desk.take(older))).toBe('order/older-number');
    }
    expect(audited(bench, 'order.refused')).toHaveLength(2);
  });
});

it('a site orders nothing about the whole store where its profile does not say so', async () => {
  const bench = await benchWith(null);
  for (const more of [
    { kind: 'hold' },
    { kind: 'wipe-store', evenIfUnsigned: true },
    { kind: 'revoke', person: { personId: null, name: 'Ada' } },
  ]) {
    expect(await codeRejected(bench.desk.take(bench.order(more)))).toBe('order/not-granted');
  }
  expect(bench.access.state().store).toBe('open');
  expect(existsSync(path.join(bench.dir, 'wiped.json'))).toBe(false);
});

it('a copy of the store from before an order raises an alarm when it is put back', async () => {
  const anchorDir = await tempDir();
  const bench = await benchWith(undefined, { anchorDir });
  await withBen(bench);
  await bench.access.close();
  const { cpSync, rmSync } = await import('node:fs');
  const copy = path.join(await tempDir(), 'copy');
  cpSync(bench.dir, copy, { recursive: true });
  const again = desk(bench.dir, { anchorDir });
  await again.access.unlock(null, PASSPHRASE);
  await again.desk.take(bench.order({ kind: 'revoke', person: { personId: null, name: 'Ben' } }));
  rmSync(bench.dir, { recursive: true });
  cpSync(copy, bench.dir, { recursive: true });
  const back = desk(bench.dir, { anchorDir });
  await back.access.unlock(null, SECOND);
  expect(back.access.requireStore().alarms.standing()).not.toEqual([]);
});

/** Rows about a site; the fixture makes one of each for the site that is wiped and one for another. */
const LEFTOVERS = [
  'imaging_order',
  'patient_merge',
  'source',
  'site_study',
  'stray_object',
  "outbox_destination WHERE secrets <> '{}'",
] as const;

/** As the rooms write them: what is kept of two sites beside studies. */
function addLines(index: Db, siteId: string, stray: { readonly studyKeyId: string; readonly blobId: string }): void {
  const at = '2026-11-22T00:00:00.000Z';
  index.prepare('INSERT INTO site VALUES (?, ?, ?)').run(siteId, 'St. Anna', at);
  for (const site of ['St. Anna', 'South']) {
    const [orderId, sourceId] = [newId(), newId()];
    index
      .prepare(
        `INSERT INTO imaging_order (order_id, site, content, status, rank, patient_issuer, said_at, received_at)
         VALUES (?, ?, '{}', 'scheduled', 2, ?, ?, ?)`,
      )
      .run(orderId, site, site, at, at);
    index.prepare('INSERT INTO patient_merge VALUES (?, ?, ?, ?, ?)').run(site, site, 'A', 'B', at);
    index
      .prepare('INSERT INTO source VALUES (?, ?, ?, ?, ?, NULL, 0, ?, ?)')
      .run(sourceId, site, site, JSON.stringify({ site }), '{"password":"canary"}', at, at);
    index
      .prepare("INSERT INTO site_study VALUES (?, '9.9', '{\"patientName\":\"CANARY\"}', '[]', '[]', ?, NULL)")
      .run(sourceId, at);
    index
      .prepare("INSERT INTO stray_object VALUES (?, ?, 't', '9.9', 'patient', ?, ?, 1, '', ?)")
      // The source of the stray was removed since: only its key says whose it is.
      .run(
        newId(),
        newId(),
        site === 'South' ? newId() : stray.blobId,
        site === 'South' ? 'other' : stray.studyKeyId,
        at,
      );
    index
      .prepare(
        `INSERT INTO outbox_destination (destination_id, name, name_key, site_id, settings, secrets, created_at, changed_at)
         VALUES (?, ?, ?, (SELECT site_id FROM site WHERE name = ?), '{}', '{"token":"canary"}', ?, ?)`,
      )
      .run(newId(), site, site, site, at, at);
  }
  const peers = ['St. Anna', 'South'].map((site, place) => ({ name: site, address: `10.0.0.${place + 1}`, site }));
  const fhir = [{ server: { name: 'f', site: 'st. anna' }, secrets: { token: 'canary' } }];
  index
    .prepare("INSERT INTO meta (key, value) VALUES ('imaging-order-feeds', ?)")
    .run(JSON.stringify({ listener: { on: false, peers }, fhir }));
}
