import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { SourceId } from '../../../../shared/model/ids.ts';
import type { TransferRank } from '../../../../shared/model/transfer.ts';
import { FileSource, leadingTo } from './file-source.ts';
import type { Held } from './file-source.ts';
import { makeStudy, transferBench } from './transfer-fixture.ts';
import type { Bench } from './transfer-fixture.ts';

vi.setConfig({ testTimeout: 30_000 });

let dir: string;
let bench: Bench;
let site: FileSource;
/** A source with one connection, where two things cannot go at once. */
let narrow: SourceId;
let sent: string[];

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'nightjar-order-'));
  site = new FileSource();
  bench = await transferBench(path.join(dir, 'store'), () => leadingTo(() => site));
  narrow = bench.addSource('Narrow', { parallel: 1 });
});
afterAll(async () => {
  await bench.close();
  await rm(dir, { recursive: true, force: true });
});
beforeEach(() => {
  site = new FileSource();
  sent = [];
});

const uidOf = (held: readonly Held[]): string => held[0]?.studyUid ?? '';
const ask = (held: readonly Held[], rank: TransferRank, sourceId = narrow) =>
  bench.transfers.ask({ sourceId, studyUid: uidOf(held), seriesUid: null, rank, way: null });
/** Writes down what is sent, and does something once when it is so far. */
const log =
  (at: number, work: () => void) =>
  ({ sopUid }: Held): void => {
    sent.push(sopUid);
    if (sent.length === at) work();
  };

describe('what is fetched when', () => {
  it('F16: what is on the glass comes at once: the rest gives its place between two images', async () => {
    const [rest, urgent] = [makeStudy(1, 12), makeStudy(1, 4)];
    site.held = [...rest, ...urgent];
    site.beforeObject = log(5, () => void ask(urgent, 'glass'));
    const last = ask(rest, 'rest');
    const row = await bench.transfers.desk.wait(last);
    expect(row).toMatchObject({ state: 'done', counts: { received: 12 }, attempts: 0 });
    const places = urgent.map(({ sopUid }) => sent.indexOf(sopUid));
    // The image in hand, and one more that was about to begin.
    expect(Math.max(...places)).toBeLessThanOrEqual(4 + 2 + urgent.length);
    expect(new Set(sent.slice(0, 5)).size).toBe(5);
    // Nothing that had come was sent twice.
    expect(site.asked.filter((one) => one.startsWith(`${uidOf(rest)}.1 `))).toEqual([expect.stringMatching(/ [6-8]$/)]);
  });

  it('says how many are here while the others are on their way', async () => {
    const study = makeStudy(1, 12);
    site.held = [...study];
    const seen: number[] = [];
    const received = (): number =>
      bench.transfers.shown.list().find(({ studyUid }) => studyUid === uidOf(study))?.received ?? 0;
    site.beforeObject = async (_held, at) => {
      // What the site sends is stored by another thread: the tenth waits until some of those before it are counted.
      if (at === 10) await expect.poll(received, { timeout: 20_000 }).toBeGreaterThan(0);
      if (at === 11) seen.push(received());
    };
    await bench.transfers.desk.wait(ask(study, 'rest'));
    expect(seen).toEqual([expect.toSatisfy((count: number) => count > 0 && count < 12)]);
  });

  it('F16: a click on a series of a study that is on its way brings that series first', async () => {
    const study = makeStudy(3, 6);
    site.held = [...study];
    const third = `${uidOf(study)}.3`;
    site.beforeObject = log(3, () => void bench.transfers.desk.lift(uidOf(study), third, 'glass'));
    const id = ask(study, 'next');
    const row = await bench.transfers.desk.wait(id);
    expect(row).toMatchObject({ state: 'done', counts: { received: 18 }, firstSeries: null });
    const ofThird = study.flatMap(({ seriesUid, sopUid }) => (seriesUid === third ? [sent.indexOf(sopUid)] : []));
    expect(Math.max(...ofThird)).toBeLessThanOrEqual(3 + 1 + 6);
    // Off the glass again, an open study as others.
    expect(row.rank).toBe(1);
  });

  it('keeps to the places of a source, however much waits', async () => {
    const studies = Array.from({ length: 6 }, () => makeStudy(1, 2));
    site.held = studies.flat();
    // The first one waits until it is not alone.
    site.beforeObject = ({ studyUid }) =>
      studyUid === uidOf(site.held)
        ? vi.waitUntil(() => site.most === 2, { timeout: 20_000 }).then(() => undefined)
        : undefined;
    const wide = studies.map((one) => ask(one, 'rest', bench.sourceId));
    await Promise.all(wide.map((id) => bench.transfers.desk.wait(id)));
    expect(site.most).toBe(2);
    site.beforeObject = () => undefined;
    site.most = 0;
    const again = Array.from({ length: 4 }, () => makeStudy(1, 2));
    site.held = again.flat();
    await Promise.all(again.map((one) => bench.transfers.desk.wait(ask(one, 'rest'))));
    expect(site.most).toBe(1);
  });

  it('pauses, goes on where it was, and leaves off for good', async () => {
    const study = makeStudy(1, 10);
    site.held = [...study];
    site.beforeObject = log(4, () => bench.transfers.desk.pause(id));
    const id = ask(study, 'rest');
    expect(await bench.transfers.desk.wait(id)).toMatchObject({ state: 'paused' });
    site.beforeObject = () => undefined;
    bench.transfers.desk.resume(id);
    expect(await bench.transfers.desk.wait(id)).toMatchObject({ state: 'done', counts: { received: 10 } });
    const other = makeStudy(1, 10);
    site.held = [...other];
    sent = [];
    site.beforeObject = log(4, () => bench.transfers.desk.cancel(second));
    const second = ask(other, 'rest');
    expect((await bench.transfers.desk.wait(second)).state).toBe('cancelled');
    expect(bench.transfers.shown.list().find((one) => one.transferId === second)?.state).toBe('cancelled');
  });

  it('F17: a line that flaps ends in a whole study, in few tries, and never counts backwards', async () => {
    const study = makeStudy(1, 12);
    site.held = [...study];
    const counts: number[] = [];
    const id = ask(study, 'open');
    const stop = bench.transfers.desk.onChanged.on((changed) => {
      const row = bench.transfers.desk.table.find(id);
      if (changed === id && row !== null) counts.push(bench.transfers.desk.countsOf(row).received);
    });
    let cuts = 0;
    site.beforeObject = ({ sopUid }) => {
      sent.push(sopUid);
      if (sent.length % 5 !== 0) return;
      cuts += 1;
      throw new AppError('source/unreachable', 'cut', { retry: 'later' });
    };
    let row = await bench.transfers.desk.wait(id);
    for (let turn = 0; row.state !== 'done' && turn < 8; turn += 1)
      row = await bench.transfers.desk.wait(ask(study, 'open'));
    stop();
    expect(row).toMatchObject({ state: 'done', attempts: 0, counts: { received: 12 } });
    expect(cuts).toBeLessThanOrEqual(4);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
  });

  it('falls back to another source that has the study, and fetches nothing twice', async () => {
    const study = makeStudy(1, 6);
    const [bad, good] = [new FileSource(), new FileSource()];
    bad.held = good.held = [...study];
    bad.beforeObject = log(4, () => {
      throw new AppError('source/server-error', 'answered with 500', { retry: 'later' });
    });
    site = bad;
    const id = ask(study, 'open');
    bench.transfers.ask({ sourceId: bench.sourceId, studyUid: uidOf(study), seriesUid: null, rank: 'open', way: null });
    const stop = bench.transfers.desk.onChanged.on((changed) => {
      if (changed === id && bench.transfers.desk.table.find(id)?.sourceId === bench.sourceId) site = good;
    });
    let row = await bench.transfers.desk.wait(id);
    if (row.state !== 'done') row = await bench.transfers.desk.wait(ask(study, 'open'));
    stop();
    expect(row).toMatchObject({ state: 'done', sourceId: bench.sourceId, counts: { received: 6 } });
    expect(good.asked).toContain(`${uidOf(study)}.1 3`);
  });
});

describe('a study that several sources told of', () => {
  it('comes from the one that was measured the fastest and answers, and the other is remembered for where that fails', async () => {
    const study = makeStudy(1, 2);
    site.held = [...study];
    const { transfers, store } = bench;
    for (const sourceId of [narrow, bench.sourceId]) {
      const source = transfers.pool.get(sourceId);
      for await (const found of source.studies({ studyUid: uidOf(study) }, { signal: new AbortController().signal })) {
        const told = { sourceId, studyUid: uidOf(study), found, series: [], changes: [], completeAt: null };
        await transfers.siteStudies.save(told);
      }
    }
    const rate = (mean: number) => ({ mean, deviation: 0, samples: 3 });
    const measured = (of: readonly (readonly [SourceId, number])[]): void => {
      const rates = Object.fromEntries(of.map(([id, mean]) => [id, rate(mean)]));
      store.index
        .prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)')
        .run('prefetch-rates', JSON.stringify(rates));
    };
    const both = (fast: SourceId, slow: SourceId) => measured([...[[fast, 9e6] as const], [slow, 1e6]]);
    both(narrow, bench.sourceId);
    expect(transfers.toldBy(uidOf(study))).toEqual([narrow, bench.sourceId]);
    both(bench.sourceId, narrow);
    expect(transfers.toldBy(uidOf(study))).toEqual([bench.sourceId, narrow]);
    transfers.sources.pause(bench.sourceId, true);
    expect(transfers.toldBy(uidOf(study))).toEqual([narrow, bench.sourceId]);
    transfers.sources.pause(bench.sourceId, false);
    expect(transfers.lift({ studyUid: uidOf(study), seriesUid: null, rank: 'glass' })).toBe(true);
    const row = transfers.desk.table.openOne(uidOf(study), null) ?? expect.fail('nothing was asked for');
    expect([row.sourceId, row.others]).toEqual([bench.sourceId, [narrow]]);
    expect(await transfers.desk.wait(row.transferId)).toMatchObject({ state: 'done', counts: { received: 2 } });
  });
});
