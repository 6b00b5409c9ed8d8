import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { ctImage, element } from '../../../helpers/dicom-builder.ts';
import { FileSource, leadingTo } from './file-source.ts';
import { hashes, image, makeStudy, transferBench } from './transfer-fixture.ts';
import type { Bench } from './transfer-fixture.ts';

let dir: string;
let bench: Bench;
let site: FileSource;

vi.setConfig({ testTimeout: 30_000 });

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'nightjar-transfer-'));
  bench = await transferBench(path.join(dir, 'store'), () => leadingTo(() => site));
});
afterAll(async () => {
  await bench.close();
  await rm(dir, { recursive: true, force: true });
});
beforeEach(() => {
  site = new FileSource();
});

const ask = (studyUid: string, seriesUid: string | null = null) =>
  bench.transfers.ask({ sourceId: bench.sourceId, studyUid, seriesUid, rank: 'open', way: null });
const fetched = (studyUid: string) => bench.transfers.desk.wait(ask(studyUid));
const here = (studyUid: string): Promise<ReadonlyMap<string, string>> => bench.stored(`${studyUid}.`);
const expectedOf = (studyUid: string) =>
  bench.store.index
    .prepare<[string], { expected: number | null }>('SELECT expected FROM study WHERE study_uid = ?')
    .all(studyUid);
const uidOf = (held: readonly { readonly studyUid: string }[]): string => held[0]?.studyUid ?? '';

describe('a study that is fetched', () => {
  it('lies in the store byte for byte, with the counts that its source announced', async () => {
    site.held = [...makeStudy(2, 20)];
    const studyUid = uidOf(site.held);
    const row = await fetched(studyUid);
    expect(row.error).toBeNull();
    expect(row).toMatchObject({ state: 'done', counts: { received: 40, expected: 40, missing: 0 } });
    expect(await here(studyUid)).toEqual(hashes(site.held));
    expect(expectedOf(studyUid)).toEqual([{ expected: 40 }]);
    expect(site.asked).toEqual(['study all']);
    const [studyId] = bench.transfers.here.studies(studyUid);
    if (studyId === undefined) throw new Error('the study is not here');
    const [standing] = bench.transfers.standings(studyId);
    expect(standing?.completeAt).not.toBeNull();
    expect(standing?.series.map(({ expected, received, missing }) => ({ expected, received, missing }))).toEqual([
      { expected: 20, received: 20, missing: [] },
      { expected: 20, received: 20, missing: [] },
    ]);
    // Here is not yet proved: that comes by itself, behind everything else.
    const proved = () =>
      bench.transfers.standings(studyId)[0]?.series.map(({ verified, decodable }) => [verified, decodable]);
    await expect.poll(proved, { timeout: 20_000 }).toEqual([
      [20, 20],
      [20, 20],
    ]);
  });

  it('is asked for again only as far as it is missing', async () => {
    const whole = makeStudy(2, 10);
    site.held = whole.slice(0, 13);
    const studyUid = uidOf(whole);
    expect((await fetched(studyUid)).state).toBe('done');
    site.held = [...whole];
    site.asked.length = 0;
    expect((await fetched(studyUid)).counts).toMatchObject({ received: 20, expected: 20 });
    expect(site.asked).toEqual([`list ${studyUid}.2`, `${studyUid}.2 7`]);
    expect(await here(studyUid)).toEqual(hashes(whole));
  });

  it('F18 F19: leaves nothing of an object that was cut, and goes on when the line is back', async () => {
    site.held = [...makeStudy(1, 6, { pixels: 65_536 })];
    const studyUid = uidOf(site.held);
    site.truncate = true;
    const id = ask(studyUid);
    const cut = await bench.transfers.desk.wait(id);
    expect(cut).toMatchObject({ state: 'waiting', error: { code: 'source/unreachable' } });
    expect((await here(studyUid)).size).toBe(0);
    expect((await readdir(path.join(dir, 'store', 'tmp'))).length).toBe(0);
    site.truncate = false;
    expect((await fetched(studyUid)).state).toBe('done');
    expect(await here(studyUid)).toEqual(hashes(site.held));
  });

  it('F26: counts an object that comes twice, and a study asked for twice at once, one time', async () => {
    const held = makeStudy(1, 8);
    site.held = [...held, ...held.slice(0, 4)];
    const studyUid = uidOf(held);
    const other = bench.addSource('Kessel');
    const ids = [ask(studyUid), ask(studyUid), bench.transfers.ask({ ...plain(studyUid), sourceId: other })];
    expect(new Set(ids).size).toBe(1);
    const row = await bench.transfers.desk.wait(ask(studyUid));
    expect(row.counts.received).toBe(8);
    expect(await here(studyUid)).toEqual(hashes(held));
    const { n } = bench.store.index
      .prepare<[string], { n: number }>("SELECT count(*) AS n FROM object WHERE sop_uid LIKE ? || '.%'")
      .get(studyUid) ?? { n: 0 };
    expect(n).toBe(8);
  });

  it('comes though headers are longer than most are', async () => {
    const [made] = makeStudy(1, 1);
    if (made === undefined) throw new Error('no image was made');
    site.held = [1, 2].map((number) => {
      const sopUid = `${made.seriesUid}.${number}`;
      const bytes = ctImage([
        element(0x00080018, 'UI', sopUid),
        element(0x0020000d, 'UI', made.studyUid),
        element(0x0020000e, 'UI', made.seriesUid),
        element(0x00280010, 'US', 512),
        element(0x00280011, 'US', 256),
        element(0x00282000, 'OB', new Uint8Array(40_000)),
        element(0x7fe00010, 'OW', new Uint8Array(512 * 256 * 2).fill(number)),
      ]);
      return { ...made, sopUid, bytes };
    });
    expect((await fetched(made.studyUid)).state).toBe('done');
    expect(await here(made.studyUid)).toEqual(hashes(site.held));
  });

  it('goes to the disk sealed where it has no room in memory, and leaves no file behind', async () => {
    // Above what one object may take in memory, 16 MB.
    site.held = [...makeStudy(1, 1, { pixels: 256 * 140_000 })];
    const studyUid = uidOf(site.held);
    expect((await fetched(studyUid)).state).toBe('done');
    expect(await here(studyUid)).toEqual(hashes(site.held));
    expect((await readdir(path.join(dir, 'store', 'tmp'))).length).toBe(0);
  });
});

const plain = (studyUid: string) => ({ studyUid, seriesUid: null, rank: 'open', way: null }) as const;

describe('a source that does not send what was asked for', () => {
  it('F24: an object of another patient never enters the study: it is kept apart, with an alarm', async () => {
    const held = makeStudy(1, 5);
    const [other] = makeStudy(1, 1, { patientId: 'P2' });
    const studyUid = uidOf(held);
    site.held = [...held];
    const wrong = makeStudy(1, 1)[0]?.bytes;
    site.instead = (one) => {
      if (one.sopUid === `${studyUid}.1.2`) return other?.bytes ?? null;
      return one.sopUid === `${studyUid}.1.4` ? (wrong ?? null) : one.bytes;
    };
    const before = bench.store.alarms.standing().length;
    const row = await fetched(studyUid);
    expect(row).toMatchObject({ state: 'failed', error: { code: 'source/other-patient' } });
    expect(await here(studyUid)).toEqual(hashes(held.filter((_, at) => at !== 1 && at !== 3)));
    expect((await bench.stored(other?.sopUid ?? '')).size).toBe(0);
    const strays = bench.store.index
      .prepare<[string], { because: string; blob_id: string }>(
        'SELECT because, blob_id FROM stray_object WHERE study_uid = ?',
      )
      .all(studyUid);
    expect(strays.length).toBeGreaterThanOrEqual(2);
    expect(await readdir(path.join(dir, 'store', 'quarantine'))).toEqual(
      expect.arrayContaining(strays.map(({ blob_id: blob }) => blob)),
    );
    expect(bench.store.alarms.standing().slice(before)).toMatchObject([{ kind: 'other-patient' }]);
    // What the reader sees of it says how many there should be.
    expect(expectedOf(studyUid)).toEqual([{ expected: 5 }]);
  });

  it('F24: another patient under the same study UID stays outside, too', async () => {
    const held = makeStudy(1, 3);
    const studyUid = uidOf(held);
    site.held = [...held];
    await fetched(studyUid);
    const extra = { studyUid, seriesUid: `${studyUid}.1`, sopUid: `${studyUid}.1.9` };
    const bytes = image(studyUid, extra.seriesUid, extra.sopUid, 9, { patientId: 'P9' });
    site.held = [...held, { ...extra, bytes }];
    const row = await fetched(studyUid);
    expect(row.error?.code).toBe('source/other-patient');
    expect((await here(studyUid)).size).toBe(3);
    expect(bench.transfers.here.studies(studyUid)).toHaveLength(1);
  });

  it('F20 F23: what was announced and did not come is asked for once more by another way, then named', async () => {
    const held = makeStudy(1, 10);
    const studyUid = uidOf(held);
    site.held = [...held];
    site.capabilities = { retrieve: ['get', 'move'], store: null, storageCommitment: false };
    site.instead = (one, way) => {
      if (one.sopUid.endsWith('.3')) return way === 'move' ? one.bytes : null;
      return one.sopUid.endsWith('.7') ? null : one.bytes;
    };
    const other = bench.addSource('Two ways');
    const id = bench.transfers.ask({ ...plain(studyUid), sourceId: other });
    const row = await bench.transfers.desk.wait(id);
    expect(row).toMatchObject({
      state: 'resting',
      error: { code: 'source/incomplete' },
      counts: { received: 9, expected: 10, missing: 1 },
    });
    expect(site.ways).toEqual([undefined, 'move']);
    expect(bench.transfers.siteStudies.get(other, studyUid)?.series[0]?.missing).toEqual([`${studyUid}.1.7`]);
    expect(expectedOf(studyUid)).toEqual([{ expected: 10 }]);
    bench.transfers.desk.cancel(id);
  });

  it('F21: a server that fails is tried again later, and does not keep the others of its studies from coming', async () => {
    const bad = makeStudy(1, 2);
    const good = makeStudy(1, 2);
    site.held = [...bad, ...good];
    site.beforeObject = (one) => {
      if (one.studyUid === uidOf(bad))
        throw new AppError('source/server-error', 'answered with 500', { retry: 'later' });
    };
    const failing = ask(uidOf(bad));
    expect((await fetched(uidOf(good))).state).toBe('done');
    const row = await bench.transfers.desk.wait(failing);
    expect(row).toMatchObject({ state: 'resting', attempts: 1, error: { code: 'source/server-error' } });
    bench.transfers.desk.cancel(failing);
  });

  it('F18: an answer that makes no sense, as of a line that a gateway cut and ended politely, is asked for again', async () => {
    const cut = makeStudy(1, 2);
    site.held = [...cut];
    site.beforeObject = () => {
      throw new AppError('source/wrong-answer', 'the answer ended inside a part');
    };
    const failing = ask(uidOf(cut));
    const row = await bench.transfers.desk.wait(failing);
    expect(row).toMatchObject({ state: 'resting', attempts: 1, error: { code: 'source/wrong-answer' } });
    bench.transfers.desk.cancel(failing);
  });

  it('that has none of a study says so once, and is not asked again', async () => {
    const row = await fetched('1.2.3.4.5.6');
    expect(row).toMatchObject({ state: 'failed', error: { code: 'source/not-found' }, counts: { received: 0 } });
  });

  it('F28: says what its site changed since, and leaves what is here as it is', async () => {
    const whole = makeStudy(2, 3);
    const studyUid = uidOf(whole);
    site.held = whole.slice(0, 3);
    await fetched(studyUid);
    const [studyId] = bench.transfers.here.studies(studyUid);
    if (studyId === undefined) throw new Error('the study is not here');
    site.held = [...whole];
    const [standing] = await bench.transfers.revalidate(studyId, new AbortController().signal);
    expect(standing?.changes.map(({ kind }) => kind)).toEqual(['new-series']);
    expect(standing?.completeAt).toBeNull();
    expect((await here(studyUid)).size).toBe(3);
    expect(expectedOf(studyUid)).toEqual([{ expected: 6 }]);
    expect(bench.events.some((event) => event.name === 'study.atSite' && event.payload.studyId === studyId)).toBe(true);
    site.held = [];
    const [gone] = await bench.transfers.revalidate(studyId, new AbortController().signal);
    expect(gone?.changes.map(({ kind }) => kind)).toContain('gone');
    expect((await here(studyUid)).size).toBe(3);
  });
});
