import { describe, expect, it } from 'vitest';
import { isSignedBy } from '../../../electron/station/kernel/ed25519.ts';
import { sealText } from '../../../electron/station/access/audit/seal.ts';
import { verifyTrail } from '../../../electron/station/access/audit/verify.ts';
import { act, auditDesk, tamper } from './audit-fixture.ts';
import type { AuditDesk } from './audit-fixture.ts';

const verify = ({ store }: AuditDesk) => verifyTrail(store.index, store.ledger);

describe('F59: seals of the trail', () => {
  it('are made when a day has ended, and not twice', async () => {
    const desk = await auditDesk();
    act(desk, 3);
    expect(await desk.audit.seals.sealIfDue()).toBeNull();
    desk.clock.now = new Date(Date.parse(desk.clock.now) + 24 * 3600_000).toISOString();
    const seal = await desk.audit.seals.sealIfDue();
    expect(seal).toMatchObject({ no: 1, firstSeq: 1, day: desk.clock.now.slice(0, 10) });
    const [key] = desk.audit.key.all();
    expect(seal === null || isSignedBy(key?.publicKey ?? '', sealText(seal), seal.signature)).toBe(true);
    expect(await verify(desk)).toMatchObject({ ok: true, firstBad: null });
  });

  it('hold when the clock was set back between them', async () => {
    const desk = await auditDesk();
    desk.clock.now = '2031-05-01T10:00:00.000Z';
    await desk.audit.seals.sealNow('day');
    act(desk, 2);
    desk.clock.now = '1999-01-01T10:00:00.000Z';
    const second = await desk.audit.seals.sealIfDue();
    act(desk, 2);
    expect(second).toMatchObject({ no: 2, day: '1999-01-01' });
    expect(await verify(desk)).toMatchObject({ ok: true });
  });

  it('leave nothing to sign twice, and follow each other', async () => {
    const desk = await auditDesk();
    const first = await desk.audit.seals.sealNow('export');
    const second = await desk.audit.seals.sealNow('export');
    // The record that the first was made is the one record of the second.
    expect(second).toMatchObject({ no: 2, firstSeq: (first?.lastSeq ?? 0) + 1, lastSeq: (first?.lastSeq ?? 0) + 1 });
  });

  it('name the first record when a whole trail was written anew with hashes that fit', async () => {
    const desk = await auditDesk();
    act(desk, 5);
    await desk.audit.seals.sealNow('day');
    // Without a witness: as if index and ledger had both been written anew.
    const { auditHash, AuditRow } = await import('../../../electron/station/kernel/audit.ts');
    const rows = desk.store.index.prepare('SELECT * FROM audit ORDER BY seq').all();
    tamper(desk, 'SELECT 1');
    let previous = '0'.repeat(64);
    for (const found of rows) {
      const row = { ...AuditRow.parse(found), person_id: 'somebody-else', previous };
      const hash = auditHash(row);
      desk.store.index
        .prepare('UPDATE audit SET person_id = ?, previous = ?, hash = ? WHERE seq = ?')
        .run(row.person_id, previous, hash, row.seq);
      previous = hash;
    }
    expect(await verifyTrail(desk.store.index)).toMatchObject({ ok: false, firstBad: 1 });
  });

  it.each([
    ['changed', "UPDATE audit_seal SET day = '2020-01-01' WHERE seal_no = 2"],
    ['signed by somebody else', "UPDATE station_key SET public_key = substr(public_key, 1, 62) || '00'"],
    ['removed', 'DELETE FROM audit_seal WHERE seal_no = 2'],
    ['renumbered', 'UPDATE audit_seal SET seal_no = 9 WHERE seal_no = 2'],
  ])('are noticed when one is %s', async (_how, sql) => {
    const desk = await auditDesk();
    for (let i = 0; i < 3; i += 1) {
      act(desk, 2);
      await desk.audit.seals.sealNow('day');
    }
    desk.store.index.exec(sql);
    const verdict = await verify(desk);
    expect(verdict.ok).toBe(false);
    expect(verdict.firstBad).toBeGreaterThan(0);
  });

  it('are noticed when the last one was cut off with its record', async () => {
    const desk = await auditDesk();
    await desk.audit.seals.sealNow('day');
    act(desk, 2);
    const last = await desk.audit.seals.sealNow('day');
    tamper(desk, `DELETE FROM audit WHERE seq >= ${last?.lastSeq ?? 0}`);
    expect(await verify(desk)).toMatchObject({ ok: false, firstBad: last?.firstSeq });
  });

  it('are signed with another key when the former does not open, and both hold', async () => {
    const desk = await auditDesk();
    await desk.audit.seals.sealNow('day');
    desk.store.index.exec("UPDATE station_key SET sealed = '00' || substr(sealed, 3)");
    act(desk);
    await desk.audit.seals.sealNow('day');
    expect(new Set(desk.audit.seals.all().map(({ keyId }) => keyId)).size).toBe(2);
    expect(await verify(desk)).toMatchObject({ ok: true });
  });

  it('keep the private key out of the database in the clear', async () => {
    const desk = await auditDesk();
    desk.audit.key.current();
    const row = desk.store.index.prepare<[], { sealed: string }>('SELECT sealed FROM station_key').get();
    expect(row?.sealed).toMatch(/^[0-9a-f]{120}$/);
  });
});
