import { randomBytes, scryptSync } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { newId } from '../../../electron/station/kernel/ids.ts';
import { createKeyRing, unlockKeyRing } from '../../../electron/station/kernel/key-ring.ts';
import type { Clock } from '../../../electron/station/kernel/ports.ts';
import { parseRecoveryKey } from '../../../electron/station/kernel/recovery-key.ts';
import { deriveKey, sealKey } from '../../../electron/station/kernel/sealed-key.ts';
import { loadSlots, makePassphraseSlot, openSlot } from '../../../electron/station/kernel/slots.ts';
import { PersonId } from '../../../shared/model/ids.ts';
import { codeRejected, codeThrown } from '../../helpers/app-errors.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

const PASSPHRASE = 'Zwölf Schlüssel';
const person = { personId: PersonId.parse(newId()), name: 'Reader', passphrase: PASSPHRASE };
/** The cost itself is not what these tests are about. */
const cheap = { scryptLogN: 10, delay: () => Promise.resolve() };

async function newRing() {
  const dir = await tempDir();
  const { ring, recoveryKey } = await createKeyRing(dir, person, cheap);
  return { dir, ring, recoveryKey };
}

async function contentOf(dir: string): Promise<Record<string, string>> {
  const names = (await readdir(dir)).filter((name) => name !== 'attempts.json').sort();
  const files = await Promise.all(names.map((name) => readFile(path.join(dir, name), 'hex')));
  return Object.fromEntries(names.map((name, i) => [name, files[i] ?? '']));
}

describe('key ring', () => {
  it('makes a passphrase cost what the design says where nobody asked for less', async () => {
    expect(await makePassphraseSlot(person, randomBytes(32))).toMatchObject({ cost: { logN: 16, r: 8, p: 1 } });
  });

  it('gives the same keys after it was closed and unlocked', async () => {
    const { dir, ring, recoveryKey } = await newRing();
    const site = newId();
    const study = ring.newStudyKey(site);
    const keys = [ring.databaseKey('index'), ring.databaseKey('journal'), ring.siteKey(site), ring.studyKey(study)];
    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(4);
    ring.close();
    for (const secret of [{ passphrase: PASSPHRASE }, { recoveryKey: recoveryKey.toLowerCase() }]) {
      const again = await unlockKeyRing(dir, secret, cheap);
      expect(again.personId).toBe(person.personId);
      expect([
        again.ring.databaseKey('index'),
        again.ring.databaseKey('journal'),
        again.ring.siteKey(site),
        again.ring.studyKey(study),
      ]).toEqual(keys);
      again.ring.close();
    }
  });

  it('forgets what it read and can read again, and nothing that is not on the disk yet', async () => {
    const { ring } = await newRing();
    const [known, fresh] = [newId(), newId()];
    const study = ring.newStudyKey(known);
    const planned = ring.planStudyKey(fresh);
    const before = [ring.siteKey(known), ring.studyKey(study), ring.studyKey(planned)];
    const unwritten = ring.planStudyKey(fresh);
    const key = ring.studyKey(unwritten);
    ring.forgetRead();
    expect([ring.siteKey(known), ring.studyKey(study), ring.studyKey(planned)]).toEqual(before);
    expect(ring.studyKey(unwritten)).toEqual(key);
    await ring.savePlanned();
    ring.forgetRead();
    expect([ring.studyKey(planned), ring.studyKey(unwritten)]).toEqual([before[2], key]);
    ring.close();
  });

  it('opens with the same passphrase typed in another composition of its accents', async () => {
    const { dir, ring } = await newRing();
    ring.close();
    const decomposed = PASSPHRASE.normalize('NFD');
    expect(decomposed).not.toBe(PASSPHRASE);
    (await unlockKeyRing(dir, { passphrase: decomposed }, cheap)).ring.close();
  });

  it('refuses wrong secrets and touches nothing but the count of failures', async () => {
    const { dir, ring } = await newRing();
    ring.close();
    const before = await contentOf(dir);
    const wrong = [
      { passphrase: 'Zwölf Schlüsse' },
      { passphrase: PASSPHRASE, personId: PersonId.parse(newId()) },
      { recoveryKey: 'not a key' },
      { recoveryKey: PASSPHRASE },
    ];
    for (const secret of wrong) {
      expect(await codeRejected(unlockKeyRing(dir, secret, cheap))).toBe('access/wrong-passphrase');
    }
    expect(await contentOf(dir)).toEqual(before);
  });

  it('makes each failure after the third wait longer, over restarts, until one succeeds', async () => {
    const { dir, ring } = await newRing();
    ring.close();
    const waits: number[] = [];
    const clock: Clock = { nowIso: () => '2026-11-21T20:00:00.000Z', monotonic: () => 0 };
    const options = { ...cheap, clock, delay: (ms: number) => Promise.resolve(void waits.push(ms)) };
    for (let i = 0; i < 6; i += 1) await codeRejected(unlockKeyRing(dir, { passphrase: 'wrong' }, options));
    expect(waits).toEqual([1000, 2000, 4000]);
    (await unlockKeyRing(dir, { passphrase: PASSPHRASE }, options)).ring.close();
    await codeRejected(unlockKeyRing(dir, { passphrase: 'wrong' }, options));
    expect(waits).toEqual([1000, 2000, 4000, 8000]);
  });

  it('waits where the count of failures was spoiled', async () => {
    const { dir, ring } = await newRing();
    ring.close();
    await writeFile(path.join(dir, 'attempts.json'), '{"failures":-1}');
    const waits: number[] = [];
    const options = { ...cheap, delay: (ms: number) => Promise.resolve(void waits.push(ms)) };
    (await unlockKeyRing(dir, { passphrase: PASSPHRASE }, options)).ring.close();
    expect(waits).toHaveLength(1);
  });

  it('refuses a short passphrase for a new store and writes nothing', async () => {
    const dir = await tempDir();
    const weak = { ...person, passphrase: 'äöüäöüä' };
    expect(await codeRejected(createKeyRing(dir, weak, cheap))).toBe('access/weak-passphrase');
    expect(await readdir(dir)).toEqual([]);
  });

  it('forgets a study for good, and only that one', async () => {
    const { dir, ring } = await newRing();
    const site = newId();
    const [gone, kept] = [ring.newStudyKey(site), ring.newStudyKey(site)];
    ring.forgetStudyKey(gone);
    expect(codeThrown(() => ring.studyKey(gone))).toBe('blob/key-forgotten');
    ring.close();
    const again = await unlockKeyRing(dir, { passphrase: PASSPHRASE }, cheap);
    expect(codeThrown(() => again.ring.studyKey(gone))).toBe('blob/key-forgotten');
    expect(again.ring.studyKey(kept)).toHaveLength(32);
    again.ring.close();
  });

  it('hands out copies, and nothing after it was closed', async () => {
    const { ring } = await newRing();
    const study = ring.newStudyKey(newId());
    ring.studyKey(study).fill(0);
    expect(ring.studyKey(study).some((byte) => byte !== 0)).toBe(true);
    ring.close();
    expect(codeThrown(() => ring.studyKey(study))).toBe('access/locked');
    expect(codeThrown(() => ring.databaseKey('index'))).toBe('access/locked');
    expect(codeThrown(() => ring.newStudyKey(newId()))).toBe('access/locked');
  });

  it('keeps no passphrase, recovery key or key in its files', async () => {
    const { dir, ring, recoveryKey } = await newRing();
    const key = ring.studyKey(ring.newStudyKey(newId()));
    ring.close();
    const secrets = [PASSPHRASE, recoveryKey, recoveryKey.replaceAll('-', '')].map((text) => Buffer.from(text));
    for (const text of Object.values(await contentOf(dir))) {
      const bytes = Buffer.from(text, 'hex');
      expect([...secrets, Buffer.from(key)].some((secret) => bytes.includes(secret))).toBe(false);
    }
  });

  it.each([
    ['not JSON', () => '{'],
    ['another shape', () => '{"format":"nightjar-slots","version":1,"slots":[]}'],
    ['a cost that would eat the memory', (text: string) => text.replace('"logN": 10', '"logN": 40')],
  ])('refuses slots with %s as damaged', async (_, edit) => {
    const { dir, ring } = await newRing();
    ring.close();
    for (const file of [path.join(dir, 'slots.json'), path.join(dir, 'slots-copy.json')]) {
      await writeFile(file, edit(await readFile(file, 'utf8')));
    }
    expect(await codeRejected(unlockKeyRing(dir, { passphrase: PASSPHRASE }, cheap))).toBe('store/damaged');
  });

  it('does not open a slot that was given to another person', async () => {
    const { dir, ring } = await newRing();
    ring.close();
    const file = path.join(dir, 'slots.json');
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll(person.personId, newId()));
    expect(await codeRejected(unlockKeyRing(dir, { passphrase: PASSPHRASE }, cheap))).toBe('access/wrong-passphrase');
  });

  it('opens slots of a program before letter boxes, and gives each one when its secret comes by', async () => {
    const { dir, ring, recoveryKey } = await newRing();
    const study = ring.newStudyKey(newId());
    const key = ring.studyKey(study);
    ring.close();
    const file = path.join(dir, 'slots.json');
    const storeKey = await storeKeyOf(file);
    const salt = Buffer.alloc(16, 7);
    const slotOf = (kind: 'passphrase' | 'recovery', wrapping: Uint8Array, more: object): object => {
      const slotId = newId();
      const label = `nightjar/store-key/1/${kind}/${slotId}/${person.personId}`;
      const sealed = Buffer.from(sealKey(wrapping, storeKey, label)).toString('hex');
      return { kind, slotId, personId: person.personId, salt: salt.toString('hex'), ...more, sealed };
    };
    const byPassphrase = scryptSync(PASSPHRASE.normalize('NFKC'), salt, 32, { N: 1024, r: 8, p: 1 });
    const byRecovery = deriveKey(Buffer.from(parseRecoveryKey(recoveryKey) ?? ''), salt, 'nightjar/recovery/1');
    const slots = [
      slotOf('passphrase', byPassphrase, { name: 'Reader', cost: { logN: 10, r: 8, p: 1 } }),
      slotOf('recovery', byRecovery, {}),
    ];
    await writeFile(file, JSON.stringify({ format: 'nightjar-slots', version: 1, slots }));
    const boxes = () => loadSlots(dir).map(({ kind, box }) => [kind, box !== undefined]);
    for (const [secret, left] of [
      [{ passphrase: PASSPHRASE }, false],
      [{ recoveryKey }, true],
      [{ passphrase: PASSPHRASE }, true],
    ] as const) {
      const again = await unlockKeyRing(dir, secret, cheap);
      expect(again.ring.studyKey(study)).toEqual(key);
      again.ring.close();
      expect(boxes()).toEqual([
        ['passphrase', true],
        ['recovery', left],
      ]);
    }
  });

  it('keeps the copy of its keys equal when a site was wrapped anew and a kill came between the two files', async () => {
    const { dir, ring } = await newRing();
    const site = newId();
    const study = ring.newStudyKey(site);
    const key = ring.studyKey(study);
    const copy = path.join(dir, 'keys-copy.db');
    const before = await readFile(copy);
    ring.rotateSite(site);
    ring.close();
    await writeFile(copy, before);
    (await unlockKeyRing(dir, { passphrase: PASSPHRASE }, cheap)).ring.close();
    await writeFile(path.join(dir, 'keys.db'), 'damaged');
    const again = await unlockKeyRing(dir, { passphrase: PASSPHRASE }, cheap);
    expect(again.mended).toMatchObject([{ part: 'keys' }]);
    expect(again.ring.studyKey(study)).toEqual(key);
    again.ring.close();
  });
});

/** What the passphrase of the first slot opens. */
async function storeKeyOf(file: string): Promise<Uint8Array> {
  const [slot] = loadSlots(path.dirname(file));
  const key = slot === undefined ? null : await openSlot(slot, PASSPHRASE);
  if (key === null) throw new Error('the slot does not open');
  return key;
}
