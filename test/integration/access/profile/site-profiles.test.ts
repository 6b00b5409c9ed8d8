import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readProfileFile } from '../../../../electron/station/access/profile/profile-file.ts';
import { readSignedProfile } from '../../../../electron/station/access/profile/signed-profile.ts';
import { verifyAudit } from '../../../../electron/station/kernel/audit.ts';
import type { LedgerRow } from '../../../../electron/station/kernel/ledger/ledger.ts';
import { installMirror } from '../../../../electron/station/kernel/ledger/mirror.ts';
import { Replay } from '../../../../electron/station/kernel/ledger/replay.ts';
import { codeRejected, codeThrown } from '../../../helpers/app-errors.ts';
import { tempDir } from '../../../helpers/temp-dir.ts';
import { sampleReader } from '../../../helpers/site-profile.ts';
import { administrator, profileBench } from './profile-fixture.ts';
import type { Bench } from './profile-fixture.ts';

const bea = administrator();
const carl = administrator('Carl Other');
let bench: Bench;
beforeEach(async () => {
  bench = await profileBench();
});

const applied = (): readonly number[] => bench.profiles.overview().profiles.map((one) => one.serial);

describe('a signed site profile', () => {
  it('is looked at before it is applied: the difference in words, and whose key signed it', () => {
    const first = bench.profiles.preview(bea.sign());
    expect(first).toMatchObject({
      trust: 'new',
      formerSerial: null,
      already: false,
      refusal: null,
      signedBy: 'Bea Admin',
    });
    expect(first.fingerprint).toBe(bea.fingerprint);
    expect(applied()).toEqual([]);
    bench.apply(bea.sign(), bea.fingerprint);
    const next = bench.profiles.preview(bea.sign({ serial: 2, residency: { region: 'EU', jurisdictions: ['DE'] } }));
    expect(next).toMatchObject({ trust: 'trusted', formerSerial: 1, refusal: null });
    expect(next.changes).toEqual([{ section: 'residency', words: 'residency, jurisdictions: FR removed.' }]);
  });

  it('needs the fingerprint of its key confirmed once', () => {
    expect(codeThrown(() => bench.apply(bea.sign()))).toBe('profile/unknown-key');
    expect(codeThrown(() => bench.apply(bea.sign(), carl.fingerprint))).toBe('profile/unknown-key');
    expect(applied()).toEqual([]);
    bench.apply(bea.sign(), bea.fingerprint);
    bench.apply(bea.sign({ serial: 2 }));
    expect(applied()).toEqual([2]);
    expect(bench.audited('profile.apply')).toMatchObject([
      { serial: 1, former: null, trust: 'new', fingerprint: bea.fingerprint },
      { serial: 2, former: 1, trust: 'known', changes: 0 },
    ]);
    expect(bench.audited('profile.refused')).toMatchObject([
      { code: 'profile/unknown-key', serial: 1 },
      { code: 'profile/unknown-key', serial: 1 },
    ]);
    expect(verifyAudit(bench.db).ok).toBe(true);
  });

  it('of another key is refused until that key is confirmed, and then the first one signs no more', () => {
    bench.apply(bea.sign(), bea.fingerprint);
    expect(bench.profiles.preview(carl.sign({ serial: 2 })).trust).toBe('other');
    expect(codeThrown(() => bench.apply(carl.sign({ serial: 2 })))).toBe('profile/other-key');
    bench.apply(carl.sign({ serial: 2 }), carl.fingerprint);
    expect(codeThrown(() => bench.apply(bea.sign({ serial: 3 })))).toBe('profile/other-key');
    expect(bench.audited('profile.apply').at(-1)).toMatchObject({ serial: 2, trust: 'other' });
  });

  it('may name the key of the next one, which needs no confirming', () => {
    bench.apply(bea.sign({ nextKeys: [carl.fingerprint] as never }), bea.fingerprint);
    bench.apply(carl.sign({ serial: 2 }));
    expect(applied()).toEqual([2]);
    expect(codeThrown(() => bench.apply(bea.sign({ serial: 3 })))).toBe('profile/other-key');
  });

  it('trusted for one site is not trusted for another', () => {
    bench.apply(bea.sign(), bea.fingerprint);
    const olav = bea.sign({ site: { code: 'st-olav', name: 'St. Olav', studiesOf: ['St. Olav'], zone: null } });
    expect(codeThrown(() => bench.apply(olav))).toBe('profile/unknown-key');
    bench.apply(olav, bea.fingerprint);
    expect(bench.profiles.overview().profiles.map((one) => one.siteCode)).toEqual(['st-anna', 'st-olav']);
  });

  it('with an older serial is refused, however valid, and so is another one of the same serial', () => {
    bench.apply(bea.sign({ serial: 5 }), bea.fingerprint);
    expect(bench.profiles.preview(bea.sign({ serial: 4 })).refusal?.code).toBe('profile/older-serial');
    expect(codeThrown(() => bench.apply(bea.sign({ serial: 4 })))).toBe('profile/older-serial');
    expect(codeThrown(() => bench.apply(bea.sign({ serial: 5, managed: [] })))).toBe('profile/older-serial');
    expect(bench.audited('profile.refused')).toHaveLength(2);
    expect(bench.profiles.preview(bea.sign({ serial: 5 })).already).toBe(true);
    bench.apply(bea.sign({ serial: 5 }));
    expect(bench.audited('profile.apply')).toHaveLength(1);
  });

  it('that was revoked is refused, and one that revokes itself takes the site back', () => {
    bench.apply(bea.sign({ serial: 2, revokedSerials: [3] }), bea.fingerprint);
    expect(codeThrown(() => bench.apply(bea.sign({ serial: 3 })))).toBe('profile/revoked');
    bench.apply(bea.sign({ serial: 4, revokedSerials: [3, 4] }));
    expect(bench.profiles.overview().profiles[0]?.standing).toBe('revoked');
  });

  it('is taken between its first and its last moment only, and expires where it is', () => {
    const times = { validFrom: '2026-11-22T12:00:00Z', validUntil: '2026-11-23T12:00:00Z' };
    bench.now = '2026-11-22T11:59:59.999Z';
    expect(codeThrown(() => bench.apply(bea.sign(times), bea.fingerprint))).toBe('profile/not-yet-valid');
    bench.now = '2026-11-22T12:00:00.000Z';
    bench.apply(bea.sign(times), bea.fingerprint);
    expect(bench.profiles.overview().profiles[0]?.standing).toBe('in-force');
    bench.now = '2026-11-23T12:00:00.000Z';
    expect(bench.profiles.overview().profiles[0]?.standing).toBe('expired');
    expect(codeThrown(() => bench.apply(bea.sign({ ...times, serial: 2 })))).toBe('profile/expired');
  });

  it('does not take the studies of another site', () => {
    bench.apply(bea.sign(), bea.fingerprint);
    const thief = carl.sign({ site: { code: 'thief', name: 'Thief', studiesOf: ['ST. ANNA'], zone: null } });
    expect(codeThrown(() => bench.apply(thief, carl.fingerprint))).toBe('profile/site-taken');
  });

  it('is applied as it was looked at, or not at all', () => {
    const { hash } = bench.profiles.preview(bea.sign());
    const request = { hash, trust: bea.fingerprint };
    bench.profiles.preview(bea.sign({ managed: [] }));
    expect(codeThrown(() => bench.profiles.apply(request))).toBe('profile/changed');
    expect(applied()).toEqual([]);
  });

  it('changed in any of its parts is not what was signed; how it is laid out means nothing', () => {
    const text = bea.sign();
    const parts = JSON.parse(text) as Record<string, unknown> & { profile: Record<string, unknown> };
    const changed = [
      { ...parts, profile: { ...parts.profile, serial: 9 } },
      { ...parts, signedBy: 'Somebody' },
      { ...parts, key: (JSON.parse(carl.sign()) as { key: string }).key },
      { ...parts, signature: Buffer.alloc(64).toString('base64') },
      { ...parts, signature: '' },
    ];
    for (const one of changed) {
      expect(codeThrown(() => bench.profiles.preview(JSON.stringify(one)))).toBe('profile/bad-signature');
    }
    expect(bench.audited('profile.refused')).toHaveLength(changed.length);
    const relaid = JSON.stringify({ ...parts, profile: Object.fromEntries(Object.entries(parts.profile).reverse()) });
    expect(readSignedProfile(relaid).hash).toBe(readSignedProfile(text).hash);
  });

  it('that is no profile, or one of a newer program, is refused for that', () => {
    const parts = JSON.parse(bea.sign()) as Record<string, unknown> & { profile: Record<string, unknown> };
    const bad = ['', '{', '[]', '{}', JSON.stringify({ ...parts, more: 1 })];
    bad.push(JSON.stringify({ ...parts, profile: { ...parts.profile, more: 1 } }));
    bad.push(JSON.stringify({ ...parts, profile: { ...parts.profile, serial: '1' } }));
    bad.push(`${'['.repeat(200_000)}${']'.repeat(200_000)}`);
    for (const text of bad) expect(codeThrown(() => bench.profiles.preview(text))).toBe('profile/bad-file');
    expect(codeThrown(() => bench.profiles.preview(JSON.stringify({ ...parts, version: 2 })))).toBe(
      'profile/newer-version',
    );
  });

  it('is given on as it came, and taken by another station', async () => {
    bench.apply(bea.sign(), bea.fingerprint);
    const file = path.join(await tempDir(), 'st-anna.json');
    await bench.exportProfile({ siteCode: 'st-anna', file }, { replace: false });
    expect(bench.audited('profile.export')).toMatchObject([{ serial: 1 }]);
    const other = await profileBench();
    const text = await readProfileFile(file);
    expect(other.apply(text, bea.fingerprint)).toMatchObject({ siteCode: 'st-anna', serial: 1 });
    const again = bench.exportProfile({ siteCode: 'st-anna', file }, { replace: false });
    expect(await codeRejected(again)).toBe('disk/exists');
    expect(await codeRejected(bench.exportProfile({ siteCode: 'nowhere', file }, { replace: true }))).toBe(
      'profile/unknown',
    );
  });

  it('lies in the ledger too: an index made anew has it, its key and its serial', async () => {
    installMirror(bench.db);
    bench.apply(bea.sign({ serial: 5 }), bea.fingerprint);
    bench.profiles.statePlace('DE');
    const anew = await profileBench();
    const replay = new Replay(anew.db);
    const pending = bench.db.prepare<[], LedgerRow>('SELECT tbl, op, row FROM ledger_pending ORDER BY n').all();
    for (const row of pending.filter(({ tbl }) => tbl !== 'audit')) replay.take(row);
    expect(anew.profiles.overview().profiles).toEqual(bench.profiles.overview().profiles);
    expect(codeThrown(() => anew.apply(bea.sign({ serial: 4 })))).toBe('profile/older-serial');
    anew.apply(bea.sign({ serial: 6 }));
  });

  it('says what it manages and what of the reader ends soon', () => {
    const { credentials } = sampleReader();
    const soon = credentials.licences.map((one) => ({ ...one, expires: '2026-11-25' }));
    const readers = [sampleReader({ credentials: { ...credentials, licences: soon } })];
    bench.apply(bea.sign({ readers }), bea.fingerprint);
    const { profiles, warnings } = bench.profiles.overview();
    const managed = profiles[0]?.sections.filter((one) => one.managed).map((one) => one.section);
    expect(managed).toEqual(['residency', 'signing']);
    expect(warnings).toEqual(['The licence for DE ends in 3 days.']);
  });
});
