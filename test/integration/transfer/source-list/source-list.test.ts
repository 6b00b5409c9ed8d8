import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SourceSettings } from '../../../../shared/model/source-settings.ts';
import type { SourceSettingsInput } from '../../../../shared/model/source-settings.ts';
import { codeThrown } from '../../../helpers/app-errors.ts';
import { FileSource } from '../retrieve/file-source.ts';
import { openBench } from '../retrieve/transfer-fixture.ts';

const web = (more: object = {}) =>
  SourceSettings.parse({
    ...{ kind: 'dicomweb', name: 'Anna', site: 'St. Anna', url: 'https://anna.example/dicom-web' },
    ...{ auth: { kind: 'basic', user: 'reader' }, ...more },
  } satisfies SourceSettingsInput);
const SECRET = 'pass-word-7-of-anna';

let dir: string;
let bench: Awaited<ReturnType<typeof openBench>>;
/** Changes with the test. */
const profiles = [
  {
    siteCode: 'BERG',
    siteName: 'Berg',
    sources: [
      { kind: 'dicomweb' as const, name: 'Berg', url: 'https://berg.example/dicom-web' },
      {
        ...{ kind: 'dimse' as const, name: 'Berg CT', host: 'ct.berg.example', port: 104, called: 'CT' },
        ...{ calling: 'NIGHTJAR', tls: false },
      },
    ],
  },
];
let closed = 0;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'nightjar-sources-'));
  const open = () => {
    const source = new FileSource();
    return Object.assign(source, { close: () => Promise.resolve(void (closed += 1)) });
  };
  bench = await openBench(path.join(dir, 'store'), open, { profiles });
});
afterAll(async () => {
  await bench.close();
  await rm(dir, { recursive: true, force: true });
});

describe('the sources of a store', () => {
  it('are added, listed by name and found by any spelling of it; no two have one name', () => {
    const { sources } = bench.transfers;
    const added = sources.add(web(), { password: SECRET });
    expect(added).toMatchObject({ settings: { name: 'Anna' }, secrets: ['password'], managedBy: null, paused: false });
    expect(sources.named(' aNNa ').sourceId).toBe(added.sourceId);
    expect(codeThrown(() => sources.add(web({ name: 'ANNA' }), {}))).toBe('source/name-taken');
    expect(codeThrown(() => sources.named('Nobody'))).toBe('source/unknown');
  });

  it('take the places that the profiles of sites name, as those hold them', () => {
    const { sources } = bench.transfers;
    const managed = sources.list().filter(({ managedBy }) => managedBy === 'BERG');
    expect(managed.map(({ settings }) => settings)).toMatchObject([
      { name: 'Berg', kind: 'dicomweb', site: 'Berg' },
      { name: 'Berg CT', kind: 'dimse', calledAe: 'CT', tls: null, insideTunnel: true },
    ]);
    const [berg] = managed;
    if (berg === undefined) throw new Error('the profile has no source');
    expect(codeThrown(() => sources.remove(berg.sourceId))).toBe('profile/managed');
    const moved = { ...berg.settings, url: 'https://other.example/dicom-web' };
    expect(codeThrown(() => sources.change(berg.sourceId, SourceSettings.parse(moved), null))).toBe('profile/managed');
    // What the site does not know is the station's own: its password.
    expect(sources.change(berg.sourceId, berg.settings, { token: SECRET }).secrets).toEqual(['token']);
    profiles[0]?.sources.pop();
    expect(sources.list().map(({ settings }) => settings.name)).toEqual(['Anna', 'Berg']);
  });

  it('send no secret to another address than the one that it was typed for', () => {
    const { sources } = bench.transfers;
    const { sourceId } = sources.named('Anna');
    const elsewhere = web({ url: 'https://evil.example/dicom-web' });
    expect(codeThrown(() => sources.change(sourceId, elsewhere, null))).toBe('source/credentials');
    expect(sources.change(sourceId, web({ name: 'Anna 2' }), null).secrets).toEqual(['password']);
    expect(sources.get(sourceId).proofs).toEqual({ password: SECRET });
    expect(sources.change(sourceId, elsewhere, {}).secrets).toEqual([]);
    sources.change(sourceId, web(), { password: SECRET });
  });

  it('keep their connection until their settings change', async () => {
    const { sources, pool } = bench.transfers;
    const { sourceId } = sources.named('Anna');
    const first = pool.get(sourceId);
    expect(pool.get(sourceId)).toBe(first);
    sources.pause(sourceId, true);
    expect(pool.get(sourceId)).toBe(first);
    const before = closed;
    sources.change(sourceId, web({ parallel: 2 }), null);
    expect(pool.get(sourceId)).not.toBe(first);
    await expect.poll(() => closed).toBe(before + 1);
  });

  it('take with them what was to be fetched, and nothing else', () => {
    const { sources, desk } = bench.transfers;
    const { sourceId } = sources.named('Anna');
    const id = bench.transfers.ask({ sourceId, studyUid: '1.2.3', seriesUid: null, rank: 'rest', way: null });
    sources.remove(sourceId);
    expect(desk.table.find(id)?.state).toBe('cancelled');
    expect(
      codeThrown(() => bench.transfers.ask({ sourceId, studyUid: '1.2.4', seriesUid: null, rank: 'rest', way: null })),
    ).toBe('source/unknown');
  });

  it('leave no secret in a reply, in the trail or in the clear on the disk', async () => {
    const { sources } = bench.transfers;
    sources.add(web(), { password: SECRET });
    expect(JSON.stringify([sources.list(), bench.events])).not.toContain(SECRET);
    const trail = bench.store.index.prepare<[], { detail: string }>('SELECT detail FROM audit').all();
    expect(JSON.stringify(trail)).not.toContain(SECRET);
    const folder = path.join(dir, 'store');
    const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
    expect(files.length).toBeGreaterThan(4);
    for (const file of files) {
      expect((await readFile(path.join(file.parentPath, file.name))).includes(SECRET), file.name).toBe(false);
    }
  });
});
