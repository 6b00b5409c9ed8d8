import { beforeEach, describe, expect, it } from 'vitest';
import type { Access } from '../../../electron/station/access/access.ts';
import { Administration } from '../../../electron/station/access/administration.ts';
import type { OpenStore } from '../../../electron/station/access/open-store.ts';
import { Forgetting } from '../../../electron/station/access/forget/forgetting.ts';
import { boundKey } from '../../../electron/station/access/signature-key.ts';
import type { SignatureKey } from '../../../electron/station/access/signature-key.ts';
import { systemClock } from '../../../electron/station/kernel/clock.ts';
import type { Reporting } from '../../../electron/station/reporting/reporting.ts';
import { runReportVerb } from '../../../electron/station/reporting/report-cli.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { accessOn, PASSPHRASE } from '../access/access-fixture.ts';
import { addStudy, deskOn, seeObject, STUDY, STUDY_UID, written } from './reporting-fixture.ts';

const NEW = 'a new passphrase';
const AGAIN = 'one after it was forgotten';
const noLeave = () => Promise.resolve();

interface Proved {
  readonly ok: boolean;
  readonly signature?: { readonly keyId: string } | null;
}

let access: Access;
let recoveryKey: string;
let signed: string[];
const rooms = new WeakMap<OpenStore, Reporting>();
beforeEach(async () => {
  access = accessOn(await tempDir());
  ({ recoveryKey } = await access.create('Ada Reader', PASSPHRASE));
  access.confirmRecovery();
  addStudy(access.requireStore());
  for (const n of [1, 2, 3]) seeObject(access.requireStore(), n);
  signed = [];
});

/** The room as the program opens it, once over each opening of the store. */
function reportingNow(): Reporting {
  const store = access.requireStore();
  const known = rooms.get(store);
  if (known !== undefined) return known;
  const key: SignatureKey = boundKey({ ...store, clock: systemClock });
  const keys = { sign: (text: string) => key.sign(text), current: () => key.current(), enrolledBy: () => null };
  const { reporting } = deskOn(access, null, undefined, undefined, { keys });
  rooms.set(store, reporting);
  return reporting;
}

/** `nightjar report verify` of everything signed so far: each holds, with the keys they were signed by. */
async function verified(): Promise<readonly string[]> {
  const reporting = reportingNow();
  const keys: string[] = [];
  for (const reportId of signed) {
    const args = {
      has: () => false,
      value: (name: string) => (name === 'report' ? reportId : null),
      required: () => reportId,
    };
    const { ok, signature } = (await runReportVerb({ reporting }, 'verify', args)) as Proved;
    expect(ok, `report ${signed.indexOf(reportId) + 1}`).toBe(true);
    keys.push(signature?.keyId ?? 'none');
  }
  return keys;
}

/** Signs one more. @returns the key */
async function sign(): Promise<string> {
  const reporting = reportingNow();
  const draft = reporting.create({ studyId: STUDY, templateId: 'general' });
  const texts = { comparison: 'None.', findings: 'Clear.', impression: 'Normal.' };
  reporting.save({ ...draft, content: written(draft, texts) });
  const acknowledged = reporting.check(draft).findings.map(({ code }) => code);
  const { reportId } = await reporting.sign({ reportId: draft.reportId, acknowledged, zone: '+00:00' });
  signed.push(reportId);
  return (await verified()).at(-1) ?? 'none';
}

describe('the key of a reader, and reports that were signed with it', () => {
  it('last over another key of the store, of the site and of the study', async () => {
    const key = await sign();
    const keys = new Forgetting(access);
    for (const what of [
      { level: 'store' as const, site: null },
      { level: 'site' as const, site: 'St. Anna' },
      { level: 'study' as const, site: null, studyUid: STUDY_UID },
    ]) {
      await keys.rotate({ ...what, proof: PASSPHRASE }, noLeave);
      expect(new Set(await verified()), what.level).toEqual(new Set([key]));
      expect(await sign(), what.level).toBe(key);
    }
    await access.lock();
    await access.unlock(null, PASSPHRASE, noLeave);
    expect(await verified()).toEqual([key, key, key, key]);
    expect(await sign()).toBe(key);
  });

  it('last over a new passphrase and a new recovery key', async () => {
    const key = await sign();
    await access.setPassphrase(PASSPHRASE, NEW);
    expect(await sign()).toBe(key);
    await access.lock();
    await access.unlock(null, NEW, noLeave);
    expect(await sign()).toBe(key);
    await new Administration(access).newRecoveryKey({ proof: NEW });
    access.confirmRecovery();
    expect(await sign()).toBe(key);
    expect(await verified()).toEqual([key, key, key, key]);
  });

  it('last over a day with the recovery key: who has their passphrase again has the key that their site enrolled', async () => {
    const key = await sign();
    await access.lock();
    await access.unlock(null, recoveryKey, noLeave);
    const borrowed = await sign();
    expect(borrowed).not.toBe(key);
    expect(await sign()).toBe(borrowed);
    await access.lock();
    await access.unlock(null, PASSPHRASE, noLeave);
    expect(await sign()).toBe(key);
    await access.setPassphrase(PASSPHRASE, NEW);
    expect(await sign()).toBe(key);
    expect(await verified()).toEqual([key, borrowed, borrowed, key, key]);
  });

  it('a forgotten passphrase ends the key and no report; the next one stays', async () => {
    const key = await sign();
    await access.lock();
    await access.unlock(null, recoveryKey, noLeave);
    const next = await sign();
    await access.setPassphrase(recoveryKey, AGAIN);
    expect(await sign()).toBe(next);
    await access.lock();
    await access.unlock(null, AGAIN, noLeave);
    expect(await sign()).toBe(next);
    expect(await verified()).toEqual([key, next, next, next]);
  });
});
