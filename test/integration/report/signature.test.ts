import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SignatureKey } from '../../../electron/station/access/signature-key.ts';
import { isSignedBy } from '../../../electron/station/kernel/ed25519.ts';
import { systemClock } from '../../../electron/station/kernel/clock.ts';
import { SignedDocument } from '../../../shared/report/signed-document.ts';
import { signatureWords } from '../../../shared/report/signature-words.ts';
import type { Report } from '../../../shared/model/report.ts';
import { sampleReader } from '../../helpers/site-profile.ts';
import { administrator } from '../access/profile/profile-fixture.ts';
import { newDesk, STUDY, written } from './reporting-fixture.ts';
import type { Desk } from './reporting-fixture.ts';

let dir = '';
let desk: Desk;
const made: { key: SignatureKey | null } = { key: null };
const key = (): SignatureKey => (made.key ??= new SignatureKey({ ...desk.store, clock: systemClock }));
// One store for all: making one costs a deliberately slow passphrase.
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'nightjar-signature-'));
  desk = await newDesk(dir, null, undefined, {
    keys: {
      sign: (text) => key().sign(text),
      current: () => key().current(),
      enrolledBy: (studyId, personId, publicKey) => desk.sites.rules.enrolledBy(studyId, personId, publicKey),
    },
  });
});
afterAll(async () => {
  await desk.access.close();
  await rm(dir, { recursive: true, force: true });
});

async function signed(): Promise<Report> {
  const { reporting } = desk;
  const { reportId, ...report } = reporting.create({ studyId: STUDY, templateId: 'general' });
  const content = written({ reportId, ...report }, { comparison: 'None.', findings: 'Clear.', impression: 'Normal.' });
  reporting.save({ reportId, revision: report.revision, content });
  const acknowledged = reporting.check({ reportId }).findings.map(({ code }) => code);
  return reporting.sign({ reportId, acknowledged, zone: '+00:00' });
}

interface Stored {
  readonly signed: string;
  readonly signature: string | null;
}
const stored = ({ reportId }: Report): Stored =>
  desk.store.index.prepare('SELECT signed, signature FROM report WHERE report_id = ?').get(reportId) as Stored;
const put = ({ reportId }: Report, signature: string | null): unknown =>
  desk.store.index.prepare('UPDATE report SET signature = ? WHERE report_id = ?').run(signature, reportId);

describe('the signature of a report', () => {
  it('is of the person’s own key, over the canonical form with what of the study was read', async () => {
    const report = await signed();
    const { signed: text, signature } = stored(report);
    const { publicKey, keyId } = key().current();
    expect(JSON.parse(signature ?? '')).toMatchObject({ algorithm: 'Ed25519', keyId, publicKey });
    const { signature: bytes } = JSON.parse(signature ?? '') as { signature: string };
    expect(isSignedBy(publicKey, text, bytes)).toBe(true);
    const { fingerprint } = SignedDocument.parse(JSON.parse(text));
    expect(fingerprint?.series.reduce((sum, { files }) => sum + files, 0)).toBe(3);
    // Made once, opened again, another one for another person.
    expect(new SignatureKey({ ...desk.store, clock: systemClock }).current()).toEqual({ keyId, publicKey });
  });

  it('proves that the text is whole, and whose it is only where a site says so', async () => {
    const report = await signed();
    const { publicKey, keyId } = key().current();
    const alone = await desk.reporting.verify(report);
    expect(alone).toEqual({ ok: true, signature: { keyId, publicKey, enrolledBy: null } });
    expect(signatureWords(alone.signature)).toContain('not whose it is');
    const { profiles } = desk.sites;
    const bea = administrator();
    const text = bea.sign({ readers: [sampleReader({ name: 'Ada Reader', signatureKeys: [publicKey] })] });
    profiles.apply({ hash: profiles.preview(text).hash, trust: bea.fingerprint });
    profiles.statePlace('DE');
    const known = await desk.reporting.verify(report);
    expect(known.signature?.enrolledBy).toBe('St. Anna Group');
    expect(signatureWords(known.signature)).toContain('which St. Anna Group enrolled');
  });

  it('is missed, and not fitted by another one', async () => {
    const report = await signed();
    const { signature } = stored(report);
    const other = JSON.parse(signature ?? '{}') as { signature: string };
    const turned = `${other.signature.startsWith('0') ? '1' : '0'}${other.signature.slice(1)}`;
    for (const wrong of [
      null,
      'x',
      JSON.stringify({ ...other, signature: turned }),
      stored(await signed()).signature,
    ]) {
      put(report, wrong);
      expect(await desk.reporting.verify(report), String(wrong)).toEqual({ ok: false });
    }
    put(report, signature);
    expect(await desk.reporting.verify(report)).toMatchObject({ ok: true });
  });
});
