import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { StationKey } from '../../../electron/station/access/audit/station-key.ts';
import type { Access } from '../../../electron/station/access/access.ts';
import { Archive } from '../../../electron/station/archive/archive.ts';
import { openHanging } from '../../../electron/station/hanging/open-hanging.ts';
import type { HangingRoom } from '../../../electron/station/hanging/open-hanging.ts';
import { sameProtocol } from '../../../electron/station/hanging/protocols.ts';
import { ParserPool } from '../../../electron/station/dicom/parser-pool.ts';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import { systemClock } from '../../../electron/station/kernel/clock.ts';
import { Worklist } from '../../../electron/station/worklist/worklist.ts';
import type { AppError } from '../../../shared/errors/app-error.ts';
import { HangingProtocol } from '../../../shared/hanging/protocol/protocol.ts';
import type { HangingObject } from '../../../shared/model/hanging-object.ts';
import { PersonId } from '../../../shared/model/ids.ts';
import { shippedPriorRules } from '../../helpers/prior-rules.ts';
import { projectRoot } from '../../helpers/runtime.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { accessOn, PASSPHRASE } from '../access/access-fixture.ts';
import { realHost } from '../import/import-fixture.ts';

const resources = path.join(projectRoot, 'resources');
const BEN = PersonId.parse('0'.repeat(26));
const MR_BRAIN = HangingProtocol.parse(
  JSON.parse(readFileSync(path.join(resources, 'hanging', 'mr-brain.json'), 'utf8')),
);
const named = (name: string): HangingProtocol => ({ ...MR_BRAIN, name });
const rebuild = (): Promise<Record<string, never>> => Promise.resolve({});

const parsers = new ParserPool(realHost(), { processes: 1 });
const readHanging = (content: Uint8Array): Promise<HangingObject> => parsers.readHanging(content);
afterAll(() => parsers.close());

/** @param as who has the store open; left out: Ada, its administrator */
function roomOf(access: Access, as?: PersonId): HangingRoom {
  const { index, journal, commands, people, personId, personName, dir, faults, ring } = access.requireStore();
  const key = new StationKey({ index, ring, commands, clock: systemClock, personId });
  const store = { index, journal, commands, people, personId: as ?? personId, personName, dir, faults };
  const archive = new Archive({ db: index, blobs: access.requireStore().blobs, priorRules: shippedPriorRules() });
  const none = (): never[] => [];
  const beside = { marked: none, measured: none, read: () => Promise.reject(new RangeError('no object is read here')) };
  const studies = { archive, worklist: new Worklist(index), beside };
  return openHanging({ store, clock: systemClock, emit: () => undefined, key, resources, readHanging, ...studies });
}

async function newStore(): Promise<{ readonly access: Access; readonly dir: string }> {
  const dir = path.join(await tempDir(), 'store');
  const access = accessOn(dir, { rebuild });
  await access.create('Ada', PASSPHRASE);
  access.requireStore().people.add({ personId: BEN, name: 'Ben', roles: ['reader'] });
  return { access, dir };
}

const brainOf = ({ hanging }: HangingRoom): HangingProtocol | undefined =>
  hanging.forReader().protocols.find(({ id }) => id === 'mr-brain');
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as AppError).code;
  }
  return 'nothing thrown';
};

describe('hanging protocols of site, group and reader', () => {
  it('win over each other in rising scope, in versions that come back, and survive a lost index', async () => {
    const { access, dir } = await newStore();
    const ada = roomOf(access);
    const ben = roomOf(access, BEN);
    const site = { scope: 'site' } as const;
    const neuro = { scope: 'group', group: 'Neuro' } as const;
    const own = { scope: 'user' } as const;
    expect(brainOf(ben)).toMatchObject({ scope: 'shipped' });
    expect(ada.hanging.save({ owner: site, document: named('Site brain'), after: 0 })).toEqual({ version: 1 });
    expect(ada.hanging.save({ owner: neuro, document: named('Neuro brain'), after: 0 })).toEqual({ version: 1 });
    expect(brainOf(ben)).toMatchObject({ name: 'Site brain', scope: 'site', version: 1 });
    ada.hanging.setGroups({ personId: BEN, groups: ['Neuro'] });
    expect(ben.hanging.forReader().reader).toEqual({ name: 'Ben', groups: ['Neuro'] });
    expect(brainOf(ben)).toMatchObject({ name: 'Neuro brain', scope: 'group' });
    ben.hanging.save({ owner: own, document: named('Mine'), after: 0 });
    ben.hanging.save({ owner: own, document: named('Mine, better'), after: 1 });
    expect(brainOf(ben)).toMatchObject({ name: 'Mine, better', scope: 'user', version: 2 });
    // Ada is of no group, and sees nothing of Ben's.
    expect(brainOf(ada)).toMatchObject({ name: 'Site brain' });

    // Undo, and removing, which is a version too.
    expect(ben.hanging.restore({ owner: own, id: 'mr-brain', version: 1 })).toEqual({ version: 3 });
    expect(brainOf(ben)).toMatchObject({ name: 'Mine', version: 3 });
    ben.hanging.remove({ owner: own, id: 'mr-brain' });
    expect(brainOf(ben)).toMatchObject({ name: 'Neuro brain' });
    const { versions } = ben.hanging.versions({ owner: own, id: 'mr-brain' });
    expect(versions.map(({ version, name, how, savedBy }) => [version, name, how, savedBy])).toEqual([
      [4, null, 'removed', 'Ben'],
      [3, 'Mine', 'restored', 'Ben'],
      [2, 'Mine, better', 'saved', 'Ben'],
      [1, 'Mine', 'saved', 'Ben'],
    ]);
    ben.hanging.restore({ owner: own, id: 'mr-brain', version: 2 });

    // Off for Ben alone, in whatever scope.
    ben.hanging.switch({ id: 'mr-brain', off: true });
    expect(brainOf(ben)).toBeUndefined();
    expect(brainOf(ada)).toBeDefined();
    const states = ben.hanging.list().entries.filter(({ id }) => id === 'mr-brain');
    expect(states.map(({ scope, state }) => [scope, state])).toContainEqual(['user', 'off']);
    ben.hanging.switch({ id: 'mr-brain', off: false });

    const refusals = [
      codeOf(() => ben.hanging.save({ owner: site, document: named('x'), after: 1 })),
      codeOf(() => ben.hanging.remove({ owner: neuro, id: 'mr-brain' })),
      codeOf(() => ben.hanging.save({ owner: own, document: named('x'), after: 4 })),
      codeOf(() => ben.hanging.restore({ owner: own, id: 'mr-brain', version: 9 })),
      codeOf(() => ben.hanging.switch({ id: 'no-such', off: true })),
    ];
    expect(refusals).toEqual([
      ...['access/not-allowed', 'access/not-allowed', 'hanging/changed', 'hanging/unknown', 'hanging/unknown'],
    ]);

    const before = [ben.hanging.forReader(), ben.hanging.list()];
    await access.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(path.join(dir, `index.db${suffix}`), { force: true });
    const again = accessOn(dir, { rebuild });
    await again.unlock(null, PASSPHRASE);
    expect(again.requireStore().recoveries.map(({ part }) => part)).toEqual(['index']);
    const back = roomOf(again, BEN);
    expect([back.hanging.forReader(), back.hanging.list()]).toEqual(before);
    expect(verifyAudit(again.requireStore().index)).toMatchObject({ ok: true });
  }, 30_000);

  it('travel in a signed bundle: taken whole from a trusted key, and refused when anything of it was changed', async () => {
    const { access } = await newStore();
    const folder = await tempDir();
    const file = path.join(folder, 'bundle.json');
    const room = roomOf(access);
    const what = ['mr-brain', 'ct-head'].map((id) => ({ source: { scope: 'shipped' as const }, id }));
    await room.hangingFiles.export({ what, format: 'bundle', file }, { replace: false });
    expect(await room.hangingFiles.preview(file)).toMatchObject({ trust: 'own', signedBy: 'Ada' });

    const other = roomOf((await newStore()).access);
    const seen = await other.hangingFiles.preview(file);
    expect(seen).toMatchObject({ trust: 'new', protocols: [{ id: 'mr-brain' }, { id: 'ct-head' }] });
    const owner = { scope: 'site' } as const;
    const wanted = { hash: seen.hash, owner, trust: null };
    expect(codeOf(() => other.hangingFiles.import(wanted))).toBe('hanging/unknown-key');
    expect(codeOf(() => other.hangingFiles.import({ ...wanted, hash: '0'.repeat(64) }))).toBe('hanging/other-file');
    const taken = other.hangingFiles.import({ ...wanted, trust: seen.fingerprint });
    expect(taken).toEqual({ added: ['mr-brain', 'ct-head'], changed: [], already: [] });
    const kept = other.hanging.document(owner, 'mr-brain');
    expect(sameProtocol(kept, MR_BRAIN)).toBe(true);
    expect(await other.hangingFiles.preview(file)).toMatchObject({ trust: 'trusted' });
    expect(other.hangingFiles.import(wanted)).toEqual({ added: [], changed: [], already: ['mr-brain', 'ct-head'] });

    const text = readFileSync(file, 'utf8');
    const hostile: readonly (readonly [string, string])[] = [
      ['hanging/bad-signature', text.replace('MR brain', 'MR brian')],
      ['hanging/bad-signature', text.replace('"signedBy": "Ada"', '"signedBy": "Eve"')],
      ['hanging/bad-file', text.replace('"weight": 10', '"weight": 1e99')],
      ['hanging/bad-file', text.replace('"schema": 1', '"schema": 1, "__proto__": {}')],
      ['hanging/newer-version', text.replace('"version": 1,', '"version": 2,')],
      ['hanging/bad-file', '['.repeat(100_000)],
      ['hanging/bad-file', '{"a":'.repeat(50_000)],
      ['hanging/bad-file', ''],
      ['hanging/bad-file', ' '.repeat(9 * 1024 * 1024)],
    ];
    for (const [code, changed] of hostile) {
      writeFileSync(file, changed);
      await expect(other.hangingFiles.preview(file), changed.slice(0, 60)).rejects.toMatchObject({ code });
    }

    const single = path.join(folder, 'one.json');
    await room.hangingFiles.export({ what: what.slice(0, 1), format: 'json', file: single }, { replace: false });
    const { hash } = await other.hangingFiles.preview(single);
    expect(other.hangingFiles.import({ hash, owner: { scope: 'user' }, trust: null }).added).toEqual(['mr-brain']);
    expect(JSON.parse(readFileSync(single, 'utf8'))).toEqual(MR_BRAIN);

    // A rule of a kind that only a later version knows: said, kept, and there again in what is exported and signed.
    const near = { attribute: 'field', is: 'near', value: 3, weight: 5 };
    const later = { ...MR_BRAIN, id: 'later', for: [...MR_BRAIN.for, near] };
    writeFileSync(single, JSON.stringify(later));
    const said = await other.hangingFiles.preview(single);
    expect(said.ignored.join()).toMatch(/“field” \(near\) is not known to this version.* kept as it came/);
    const user = { scope: 'user' } as const;
    expect(other.hangingFiles.import({ hash: said.hash, owner: user, trust: null }).added).toEqual(['later']);
    const mine = { what: [{ source: user, id: 'later' }], format: 'bundle', file } as const;
    await other.hangingFiles.export({ ...mine, what: [...mine.what] }, { replace: true });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ protocols: [{ for: later.for }] });
    expect(await other.hangingFiles.preview(file)).toMatchObject({ trust: 'own', ignored: said.ignored });

    const object = path.join(folder, 'one.dcm');
    await room.hangingFiles.export({ what: what.slice(0, 1), format: 'dicom', file: object }, { replace: false });
    expect(await other.hangingFiles.preview(object)).toMatchObject({ trust: 'unsigned', ignored: [] });
    const again = await other.hangingFiles.preview(object);
    const own = { scope: 'user' } as const;
    // The store has this very document already.
    expect(other.hangingFiles.import({ hash: again.hash, owner: own, trust: null }).already).toEqual(['mr-brain']);
    writeFileSync(object, Buffer.concat([readFileSync(object).subarray(0, 400)]));
    await expect(other.hangingFiles.preview(object)).rejects.toMatchObject({ family: 'expected' });
  }, 30_000);
});
