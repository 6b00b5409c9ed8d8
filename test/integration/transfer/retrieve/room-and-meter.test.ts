import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../../electron/station/kernel/clock.ts';
import { Prefetch } from '../../../../electron/station/transfer/prefetch/prefetch.ts';
import { Worklist } from '../../../../electron/station/worklist/worklist.ts';
import type { TransferId } from '../../../../shared/model/ids.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { shippedPriorRules } from '../../../helpers/prior-rules.ts';
import { FileSource } from './file-source.ts';
import { hashes, makeStudy, transferBench } from './transfer-fixture.ts';
import type { Bench } from './transfer-fixture.ts';

let dir: string;
let bench: Bench;
let prefetch: Prefetch;
const site = new FileSource();
let quota = Number.MAX_SAFE_INTEGER;
let free = Number.MAX_SAFE_INTEGER;

vi.setConfig({ testTimeout: 30_000 });

const [first, second, third, fourth] = [makeStudy(1, 4), makeStudy(1, 3), makeStudy(1, 2), makeStudy(1, 2)];
const uidOf = (held: typeof first): string => held[0]?.studyUid ?? '';
const ask = (held: typeof first, rank: 'open' | 'prior' = 'open') =>
  bench.transfers.ask({ sourceId: bench.sourceId, studyUid: uidOf(held), seriesUid: null, rank, way: null });
const shown = (id: TransferId) => bench.transfers.shown.list().find(({ transferId }) => transferId === id);
const commands = () => bench.store.index.prepare<[], string>('SELECT command FROM audit ORDER BY seq').pluck().all();

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'nightjar-room-'));
  site.held = [...first, ...second, ...third, ...fourth];
  bench = await transferBench(path.join(dir, 'store'), () => site, { quotaBytes: () => quota, freeBytes: () => free });
  prefetch = new Prefetch({
    ...{ store: bench.store, clock: systemClock, transfers: bench.transfers, rules: shippedPriorRules() },
    rows: () => new Worklist(bench.store.index).list('').rows,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    open: () => new Set(),
    isDown: () => false,
  });
});
afterAll(async () => {
  await prefetch.close();
  await bench.close();
  await rm(dir, { recursive: true, force: true });
});

describe('room for what comes', () => {
  it('counts what came from sites, and lets go what nobody wants before something waits', async () => {
    await bench.transfers.desk.wait(ask(first));
    const { used } = bench.transfers.room;
    expect(used).toBeGreaterThan(0);
    quota = used;
    const waits = ask(second);
    // Nobody has the first study on a list: it goes, on record, and the second one comes by itself.
    await expect.poll(() => shown(waits)?.state, { timeout: 20_000 }).toBe('done');
    expect(await bench.stored(`${uidOf(second)}.`)).toEqual(hashes(second));
    expect(await bench.stored(`${uidOf(first)}.`)).toEqual(new Map());
    expect(commands()).toContain('prefetch.evict');
  });

  it('waits without asking the site where everything is held, says why, and goes on when there is room', async () => {
    prefetch.pin(uidOf(second), 'on-call');
    bench.transfers.room.recount();
    quota = bench.transfers.room.used;
    const before = site.asked.length;
    const waits = ask(third);
    await expect.poll(() => shown(waits)?.error?.code, { timeout: 20_000 }).toBe('source/quota');
    expect(await prefetch.makeRoom()).toBe(0);
    expect(shown(waits)?.state).toBe('waiting');
    expect(bench.transfers.shown.coming(uidOf(third))).toMatchObject({
      state: 'waiting',
      error: { code: 'source/quota' },
    });
    expect((await prefetch.plan(false)).isFull).toBe(true);
    expect(site.asked).toHaveLength(before);
    expect(await bench.stored(`${uidOf(second)}.`)).toEqual(hashes(second));
    quota = Number.MAX_SAFE_INTEGER;
    bench.transfers.desk.wake();
    await bench.transfers.desk.wait(waits);
    expect(await bench.stored(`${uidOf(third)}.`)).toEqual(hashes(third));
  });

  it('turns away what a peer pushes with the coded refusal, and counts what it took', async () => {
    const from = { peer: 'Pusher', address: '127.0.0.1', callingAe: 'PUSHER' };
    const [object] = makeStudy(1, 1);
    const push = async (): Promise<void> => {
      const facts = { sopUid: object?.sopUid ?? null, expectedBytes: null };
      const incoming = await bench.transfers.pushed.begin(facts, from);
      await incoming.write(object?.bytes ?? new Uint8Array());
      await incoming.end();
    };
    free = 1000;
    bench.transfers.room.recount();
    await expect(push()).rejects.toMatchObject({ code: 'source/quota' });
    free = Number.MAX_SAFE_INTEGER;
    bench.transfers.room.recount();
    const before = bench.transfers.room.used;
    await push();
    expect(bench.transfers.room.used).toBeGreaterThan(before);
    const counted = bench.transfers.room.used;
    bench.transfers.room.recount();
    expect(bench.transfers.room.used).toBe(counted);
  });
});

describe('a series that is clicked before it is here', () => {
  it('is asked for where nobody had, at a source that told of its study, and never where none did', async () => {
    const { transfers } = bench;
    const wanted = { studyUid: uidOf(first), seriesUid: first[0]?.seriesUid ?? null, rank: 'glass' as const };
    expect(await bench.stored(`${uidOf(first)}.`)).toEqual(new Map());
    expect(transfers.lift({ ...wanted, rank: 'open' })).toBe(false);
    expect(transfers.lift({ ...wanted, studyUid: '1.2.3' })).toBe(false);
    expect(transfers.lift(wanted)).toBe(true);
    await expect.poll(() => bench.stored(`${uidOf(first)}.`), { timeout: 20_000 }).toEqual(hashes(first));
  });
});

describe('a study in the slow store of its archive', () => {
  it('is asked for again without counting it as a failure of line or study, with the time since when', async () => {
    const { transfers } = bench;
    const slow = makeStudy(1, 2);
    site.held.push(...slow);
    site.availability = 'NEARLINE';
    site.beforeObject = () => {
      throw new AppError('source/timed-out', 'no answer');
    };
    const waits = ask(slow);
    await expect.poll(() => shown(waits)?.state, { timeout: 20_000 }).toBe('resting');
    expect(shown(waits)).toMatchObject({ attempts: 0, error: { code: 'source/recall' } });
    const since = shown(waits)?.recallSince ?? expect.fail('no clock of the recall');
    expect(transfers.shown.coming(uidOf(slow))).toMatchObject({ recallSince: since });
    expect(transfers.desk.troubleOf(bench.sourceId)).toBeNull();
    site.beforeObject = () => undefined;
    transfers.desk.resume(waits);
    await transfers.desk.wait(waits);
    site.availability = null;
    expect(shown(waits)).toMatchObject({ state: 'done', recallSince: null });
    expect(await bench.stored(`${uidOf(slow)}.`)).toEqual(hashes(slow));
  });
});

describe('a line that is paid by the byte', () => {
  it('brings what is opened, holds the rest with its reason, and goes on when that is lifted for tonight, on record', async () => {
    const { sourceId, transfers } = bench;
    const { settings } = transfers.sources.get(sourceId);
    transfers.sources.change(sourceId, { ...settings, metered: true }, null);
    const waits = ask(fourth, 'prior');
    const more = makeStudy(1, 1);
    site.held.push(...more);
    await bench.transfers.desk.wait(ask(more));
    expect(await bench.stored(`${uidOf(more)}.`)).toEqual(hashes(more));
    expect(shown(waits)).toMatchObject({ state: 'waiting', error: { code: 'source/metered' } });
    expect((await prefetch.plan(false)).metered).toEqual(['Anna']);
    expect(Date.parse(prefetch.liftMeter(true) ?? '')).toBeGreaterThan(Date.now());
    await bench.transfers.desk.wait(waits);
    expect(await bench.stored(`${uidOf(fourth)}.`)).toEqual(hashes(fourth));
    expect(prefetch.liftMeter(false)).toBeNull();
    expect(transfers.isMetered(sourceId)).toBe(true);
    expect(commands().filter((name) => name === 'transfer.meter')).toHaveLength(2);
  });

  it('has its rate kept, a sample for some minutes', () => {
    const samples = bench.transfers.lines.of(bench.sourceId);
    const sent = [...site.held, ...first].reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect(samples.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(sent);
    bench.transfers.lines.save();
    expect(bench.transfers.lines.of(bench.sourceId)).toEqual(samples);
  });
});
