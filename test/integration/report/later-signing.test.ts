import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReportingOptions } from '../../../electron/station/reporting/reporting-options.ts';
import type { Report } from '../../../shared/model/report.ts';
import { codeRejected } from '../../helpers/app-errors.ts';
import { addObject, newDesk, openDesk, seeObject, STUDY, written } from './reporting-fixture.ts';
import type { Desk } from './reporting-fixture.ts';

/** Waits that end when the test says so. */
class Waits {
  readonly pending: { readonly ms: number; run: () => void }[] = [];

  readonly after = (ms: number, run: () => void): (() => void) => {
    const one = { ms, run };
    this.pending.push(one);
    return () => {
      const at = this.pending.indexOf(one);
      if (at >= 0) this.pending.splice(at, 1);
    };
  };

  pass(): void {
    for (const { run } of this.pending.splice(0)) run();
  }
}

let dir = '';
let desk: Desk;
let waits = new Waits();
const asked: string[] = [];
let refused = false;
const later = (): Partial<ReportingOptions> => ({
  after: waits.after,
  undo: (_studyId, wanted) => Math.min(wanted, 30),
  askSite: (studyId) => Promise.resolve(asked.push(studyId)),
  permission: () => ({
    allowed: refused ? 'view' : 'final',
    reasons: refused
      ? [{ code: 'permission/licence-expired', tier: 'refuse', leaves: 'view', words: 'It lapsed.' } as const]
      : [],
    ...{ asked: null, place: null },
  }),
});
// One store for all: making one costs a deliberately slow passphrase.
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'nightjar-later-'));
  desk = await newDesk(dir, null, undefined, later());
});
afterAll(async () => {
  await desk.access.close();
  await rm(dir, { recursive: true, force: true });
});

const zone = '+00:00';
const TEXTS = { comparison: 'None.', findings: 'Clear.', impression: 'Normal.' };

function draft(): Report {
  const report = desk.reporting.create({ studyId: STUDY, templateId: 'general' });
  desk.reporting.save({ reportId: report.reportId, revision: report.revision, content: written(report, TEXTS) });
  return desk.reporting.get(report.reportId);
}

const sign = ({ reportId }: Pick<Report, 'reportId'>, undoSeconds: number): Promise<Report> =>
  desk.reporting.sign({
    ...{ reportId, zone, undoSeconds },
    acknowledged: desk.reporting.check({ reportId }).findings.map(({ code }) => code),
  });
const stateOf = ({ reportId }: Report): string => desk.reporting.get(reportId).state;
const waiting = (): readonly string[] => desk.reporting.later.waiting().waiting.map(({ reportId }) => reportId);
const unsigned = (): readonly (readonly [string, string])[] =>
  desk.reporting.later.waiting().unsigned.map(({ reportId, why }) => [reportId, why]);
const audited = ({ reportId }: Report): unknown =>
  desk.store.index
    .prepare("SELECT count(*) FROM audit WHERE command = 'report.sign' AND subject = ?")
    .pluck()
    .get(reportId);

describe('a report that is to be signed', () => {
  it('waits as a draft, says until when, and is signed when the time is up, after its site was asked again', async () => {
    const report = draft();
    const said = await sign(report, 20);
    expect([said.state, said.waiting?.as]).toEqual(['draft', 'final']);
    expect(Date.parse(said.waiting?.until ?? '') - Date.parse(said.waiting?.since ?? '')).toBe(20_000);
    expect([waits.pending.map(({ ms }) => ms), waiting(), audited(report)]).toEqual([[20_000], [report.reportId], 0]);
    expect(desk.reporting.forStudy({ studyId: STUDY }).reports.at(-1)?.waiting).toEqual(said.waiting);
    waits.pass();
    await expect.poll(() => stateOf(report)).toBe('final');
    await expect.poll(waiting).toEqual([]);
    expect([audited(report), asked, unsigned()]).toEqual([1, [STUDY], []]);
  });

  it('waits no longer than its site lets it, and not at all where nobody wants to', async () => {
    const report = draft();
    await sign(report, 60);
    expect(waits.pending.map(({ ms }) => ms)).toEqual([30_000]);
    expect((await sign(report, 0)).state).toBe('final');
    expect([waits.pending, waiting()]).toEqual([[], []]);
  });

  it('is taken back by a key or by a word, and can be signed at once', async () => {
    const report = draft();
    await sign(report, 20);
    expect(desk.reporting.later.takeBack(report).waiting).toBeUndefined();
    expect([waits.pending, waiting(), stateOf(report)]).toEqual([[], [], 'draft']);
    await sign(report, 20);
    const { revision } = desk.reporting.get(report.reportId);
    desk.reporting.save({ ...report, revision, content: written(report, { ...TEXTS, impression: 'Normal. More.' }) });
    expect([waits.pending, waiting()]).toEqual([[], []]);
    await sign(report, 20);
    expect((await desk.reporting.later.signNow(report)).state).toBe('final');
    expect([waits.pending, unsigned()]).toEqual([[], []]);
  });

  it('is refused before it waits where something stands in the way', async () => {
    const report = desk.reporting.create({ studyId: STUDY, templateId: 'general' });
    const { reportId } = report;
    expect(await codeRejected(desk.reporting.sign({ reportId, zone, acknowledged: [], undoSeconds: 20 }))).toBe(
      'report/checks-stand',
    );
    expect(waiting()).toEqual([]);
    desk.reporting.discard({ reportId });
  });

  it('stays a draft where the answer is another one at the end, and says so until it was seen', async () => {
    const report = draft();
    await sign(report, 20);
    refused = true;
    try {
      waits.pass();
      await expect.poll(unsigned).toEqual([[report.reportId, 'report/not-permitted']]);
    } finally {
      refused = false;
    }
    expect([stateOf(report), audited(report)]).toEqual(['draft', 0]);
    desk.reporting.later.seenUnsigned(report);
    expect(unsigned()).toEqual([]);
    // What came meanwhile is asked about.
    await sign(report, 20);
    addObject(desk.store.index, 77);
    waits.pass();
    await expect.poll(unsigned).toEqual([[report.reportId, 'report/checks-stand']]);
    seeObject(desk.store, 77);
    expect((await sign(report, 0)).state).toBe('final');
    expect(unsigned()).toEqual([]);
  });

  it('is a draft after a lock and after a program that ended, and says which it was', async () => {
    const [one, two] = [draft(), draft()];
    await sign(one, 20);
    desk.reporting.later.interrupt();
    expect([waits.pending, unsigned()]).toEqual([[], [[one.reportId, 'report/wait-locked']]]);
    desk.reporting.later.seenUnsigned(one);
    await sign(two, 20);
    // As a kill leaves it: the store is let go with everything that waits in it.
    await desk.access.close();
    waits = new Waits();
    desk = await openDesk(dir, null, undefined, undefined, later());
    expect(unsigned()).toEqual([[two.reportId, 'report/wait-ended']]);
    expect([stateOf(two), audited(two), waits.pending]).toEqual(['draft', 0, []]);
    desk.reporting.later.seenUnsigned(two);
    expect(unsigned()).toEqual([]);
  });

  it('that was signed when the program ended is not called unsigned', async () => {
    const report = draft();
    await sign(report, 0);
    const wish = { as: 'final', since: 'x', until: 'y', revision: 1, acknowledged: [], zone };
    desk.store.journal
      .prepare('INSERT INTO waiting_signature VALUES (?, ?, ?, ?, NULL, NULL)')
      .run(report.reportId, STUDY, desk.store.personId, JSON.stringify(wish));
    await desk.access.close();
    desk = await openDesk(dir, null, undefined, undefined, later());
    expect(desk.reporting.later.waiting()).toEqual({ waiting: [], unsigned: [] });
  });
});
