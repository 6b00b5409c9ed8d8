import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../../electron/station/kernel/clock.ts';
import { caseReadiness } from '../../../../electron/station/transfer/prefetch/case-readiness.ts';
import { evictStudy } from '../../../../electron/station/transfer/prefetch/evict.ts';
import { fetchedStudies } from '../../../../electron/station/transfer/prefetch/fetched-studies.ts';
import { Prefetch } from '../../../../electron/station/transfer/prefetch/prefetch.ts';
import { Worklist } from '../../../../electron/station/worklist/worklist.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { shippedPriorRules } from '../../../helpers/prior-rules.ts';
import { FileSource } from '../retrieve/file-source.ts';
import { hashes, makeStudy, transferBench } from '../retrieve/transfer-fixture.ts';
import type { Bench } from '../retrieve/transfer-fixture.ts';

let dir: string;
let bench: Bench;
let prefetch: Prefetch;
const site = new FileSource();
let down: AppError | null = null;

vi.setConfig({ testTimeout: 30_000 });

const [current, prior, other] = [makeStudy(1, 3), makeStudy(2, 4), makeStudy(1, 2)];
const uidOf = (held: typeof current): string => held[0]?.studyUid ?? '';
const [currentUid, priorUid, otherUid] = [current, prior, other].map(uidOf) as [string, string, string];
const rows = () => new Worklist(bench.store.index).list('').rows;
const rowOf = (studyUid: string) => rows().find((row) => row.studyUid === studyUid);
const idOf = (studyUid: string) => bench.transfers.here.studies(studyUid)[0] ?? expect.fail('the study is not here');
const holdsOf = (studyUid: string) =>
  fetchedStudies(bench.store, { open: new Set(), pinned: prefetch.memory.pins() }).find(
    (one) => one.studyUid === studyUid,
  )?.holds;
const commands = () =>
  bench.store.index
    .prepare<[], string>("SELECT command FROM audit WHERE command LIKE 'prefetch.%' ORDER BY seq")
    .pluck()
    .all();

const readiness = (isDown = false) =>
  caseReadiness(idOf(currentUid), {
    caseParts: () => prefetch.caseParts(),
    row: (studyId) => rows().find((row) => row.studyId === studyId) ?? null,
    ...{ here: bench.transfers.here, standings: (studyId) => bench.transfers.standings(studyId) },
    ...{ templates: () => 1, profile: () => null, lease: () => null, isDown: () => isDown, now: () => Date.now() },
    ...{ coming: (uid) => bench.transfers.shown.coming(uid), hasReportObject: () => false, sendsOrders: () => false },
  });

async function settled(): Promise<void> {
  for (const row of bench.transfers.desk.table.list()) await bench.transfers.desk.wait(row.transferId);
}

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'nightjar-prefetch-'));
  site.held = [...current, ...prior, ...other];
  bench = await transferBench(path.join(dir, 'store'), () => ({
    ...{ kind: 'dicomweb', name: 'Files', capabilities: site.capabilities },
    test: () => site.test(),
    studies: (query) => {
      if (down !== null) throw down;
      return site.studies(query);
    },
    series: (uid) => site.series(uid),
    instances: (study, series) => site.instances(study, series),
    retrieve: (request, sink, signal) => site.retrieve(request, sink, signal),
    store: () => site.store(),
    probe: () => site.probe(),
    close: () => Promise.resolve(),
  }));
  prefetch = new Prefetch({
    ...{ store: bench.store, clock: systemClock, transfers: bench.transfers, rules: shippedPriorRules(), rows },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    open: () => new Set(),
    isDown: () => false,
  });
  const { sourceId } = bench;
  await bench.transfers.desk.wait(
    bench.transfers.ask({ sourceId, studyUid: currentUid, seriesUid: null, rank: 'open', way: null }),
  );
});
afterAll(async () => {
  await prefetch.close();
  await bench.close();
  await rm(dir, { recursive: true, force: true });
});

describe('a plan over the real store', () => {
  it('has nothing to do for studies that nobody is to read', async () => {
    const plan = await prefetch.plan(true);
    expect(plan).toMatchObject({ fetch: [], evict: [], left: [], readyNow: 0, notAsked: [] });
  });

  it('asks the source of a case for priors, and says which it would fetch and why', async () => {
    prefetch.pin(currentUid, 'on-call');
    expect((await prefetch.plan(false)).fetch).toEqual([]);
    const plan = await prefetch.plan(true);
    expect(plan.fetch.map(({ studyUid }) => studyUid).sort()).toEqual([priorUid, otherUid].sort());
    expect(plan.fetch[0]).toMatchObject({ role: 'prior', caseUid: currentUid, sourceName: 'Anna', estimated: true });
    expect(plan.fetch[0]?.why).toContain('CT');
    expect(plan.readyNow).toBe(0);
    expect(plan.readyThen).toBe(1);
    expect(holdsOf(currentUid)).toContain('on-call');
  });

  it('goes by what is known where the source does not answer, and says that it did not', async () => {
    down = new AppError('source/unreachable', 'no answer');
    bench.store.index.prepare("UPDATE found_prior SET asked_at = '2000-01-01T00:00:00Z'").run();
    const plan = await prefetch.plan(true);
    down = null;
    expect(plan.notAsked).toEqual([{ sourceName: 'Anna', code: 'source/unreachable' }]);
    expect(plan.fetch).toHaveLength(2);
  });

  it('fetches what it says, learns the rate, and then has the whole case here', async () => {
    expect(await prefetch.run()).toMatchObject({ asked: 2, evicted: 0 });
    await settled();
    expect(await bench.stored(`${priorUid}.`)).toEqual(hashes(prior));
    const plan = await prefetch.plan(false);
    expect(plan).toMatchObject({ fetch: [], readyNow: 1, words: '1 case, all here' });
    expect(plan.rates[0]).toMatchObject({ sourceName: 'Anna' });
  });

  it('tells what reading the case offline needs, as far as the station knows', async () => {
    const prior = { state: 'here', where: 'Anna', date: '20240102', waived: false };
    // What came is read back behind everything else.
    await expect.poll(() => readiness()?.pixels?.verified, { timeout: 20_000 }).toBe(3);
    expect(readiness()).toMatchObject({
      ...{
        pixels: { received: 3, expected: 3, damaged: 0, verified: 3 },
        site: { name: 'Anna' },
        priors: [prior, prior],
      },
      // Nobody said whether the site sends reports; no orders of it come here.
      priorReports: { wanted: 0, here: 0, unsaid: 2 },
      ...{ order: 'none', template: true, contacts: null, lease: 'none', coming: null },
    });
    expect(readiness()?.site?.completeAt).not.toBeNull();
  });

  it('lets the images of a study go on record, keeps the row as at the site, and fetches them again', async () => {
    expect(holdsOf(otherUid)).toEqual([]);
    const { objects } = await evictStudy(bench.store, idOf(otherUid));
    expect(objects).toBe(2);
    expect(await bench.stored(`${otherUid}.`)).toEqual(new Map());
    expect(rowOf(otherUid)).toMatchObject({ received: 0, expected: 2, readiness: 'at-site', series: 1 });
    expect(commands()).toContain('prefetch.evict');
    expect(
      readiness()
        ?.priors?.map(({ state }) => state)
        .sort(),
    ).toEqual(['at-site', 'here']);
    expect(
      readiness(true)
        ?.priors?.map(({ state }) => state)
        .sort(),
    ).toEqual(['here', 'unreachable']);
    expect(await prefetch.run()).toMatchObject({ asked: 1 });
    await settled();
    expect(await bench.stored(`${otherUid}.`)).toEqual(hashes(other));
    expect(rowOf(otherUid)).toMatchObject({ received: 2, readiness: 'offline-ready' });
  });

  it('brings the images of a study back when it is opened, and asks for nothing that is here', async () => {
    const asked = () => bench.transfers.desk.table.list().length;
    const before = asked();
    prefetch.opened(priorUid);
    prefetch.opened('1.2.3');
    expect(asked()).toBe(before);
    await evictStudy(bench.store, idOf(otherUid));
    prefetch.opened(otherUid);
    await settled();
    expect(await bench.stored(`${otherUid}.`)).toEqual(hashes(other));
  });

  it('holds what somebody drew in, what a rule keeps, and what no source has any more', () => {
    const studyId = idOf(priorUid);
    const { index, journal } = bench.store;
    expect(holdsOf(priorUid)).toEqual([]);
    journal.prepare('INSERT INTO measurement VALUES (?, ?, 1, ?, ?)').run('m', studyId, '{}', '2026-01-01T00:00:00Z');
    expect(holdsOf(priorUid)).toEqual(['unsaved']);
    journal.prepare('DELETE FROM measurement').run();
    index.prepare('UPDATE site_study SET complete_at = NULL WHERE study_uid = ?').run(priorUid);
    expect(holdsOf(priorUid)).toEqual(['no-source']);
  });

  it('pins only what somebody knows of', () => {
    expect(() => prefetch.pin('1.2.3.4', 'pinned')).toThrow(expect.objectContaining({ code: 'archive/unknown-study' }));
  });

  it('keeps what somebody claimed as theirs, whatever room is needed', () => {
    prefetch.pin(priorUid, 'claimed');
    expect(prefetch.memory.kept().get(priorUid)).toEqual({ pin: 'claimed', mine: true });
    expect(holdsOf(priorUid)).toContain('claimed');
    prefetch.pin(priorUid, null);
    expect(prefetch.memory.kept().has(priorUid)).toBe(false);
  });

  it('keeps its settings, and what is erased takes pins and what sources said with it', () => {
    const settings = { on: true, quotaBytes: 5e9, metered: true, shift: { from: 21 * 60, to: 6 * 60 } };
    prefetch.change(settings);
    expect(prefetch.memory.settings()).toEqual(settings);
    expect(commands()).toContain('prefetch.change');
    const count = (table: string) => bench.store.index.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    expect([count('found_prior'), count('prefetch_pin')]).toEqual([1, 1]);
    bench.store.index.exec('PRAGMA foreign_keys = OFF; DELETE FROM study; DELETE FROM patient;');
    expect([count('found_prior'), count('prefetch_pin')]).toEqual([0, 0]);
  });
});
