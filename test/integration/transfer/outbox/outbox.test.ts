import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reachOf } from '../../../../electron/station/access/orders/loss.ts';
import { keptStudies } from '../../../../electron/station/access/retention/kept-studies.ts';
import { Reconcile } from '../../../../electron/station/transfer/reconcile/reconcile.ts';
import { ReportContent } from '../../../../electron/station/transfer/outbox/report-content.ts';
import type { Source } from '../../../../electron/station/sources/source.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { OutboxSource } from '../../../../electron/station/transfer/outbox/open-outbox.ts';
import type { FoundStudy } from '../../../../shared/model/source.ts';
import { codeThrown } from '../../../helpers/app-errors.ts';
import { tempDir } from '../../../helpers/temp-dir.ts';
import { STUDY, STUDY_UID } from '../../report/reporting-fixture.ts';
import { addDestination, allDelivered, outDesk, signNext, signReport, states, until } from './outbox-fixture.ts';
import type { OutDesk } from './outbox-fixture.ts';
import { accept, scriptedMllp } from './scripted-mllp.ts';
import type { ScriptedMllp } from './scripted-mllp.ts';
import { sayingSource } from './saying-source.ts';

let ris: ScriptedMllp;
let desk: OutDesk;
let sources: readonly OutboxSource[] = [];
const hl7 = (more: Readonly<Record<string, unknown>> = {}) => ({
  ...{ kind: 'hl7' as const, host: '127.0.0.1', port: ris.port, tls: false, connectMs: 1000, answerMs: 150 },
  ...more,
});

beforeEach(async () => {
  sources = [];
  ris = await scriptedMllp();
  desk = await outDesk(await tempDir(), () => sources);
});
afterEach(async () => {
  await desk.close();
  await ris.stop();
});

function reconcileOf({ store, outgoing }: OutDesk): Reconcile {
  const content = new ReportContent(store);
  return new Reconcile({
    ...{ index: store.index, outbox: outgoing.outbox, now: () => new Date().toISOString() },
    document: (reportId) => content.document(reportId),
  });
}

function audited(command: string): readonly Record<string, unknown>[] {
  const sql = 'SELECT detail FROM audit WHERE command = ? ORDER BY seq';
  const rows = desk.store.index.prepare<[string], string>(sql).pluck().all(command);
  return rows.map((detail) => JSON.parse(detail) as Record<string, unknown>);
}

describe('a signature', () => {
  it('puts a row for each destination of the site beside the report, or nothing at all', async () => {
    addDestination(desk, hl7());
    addDestination(desk, { kind: 'dicom', source: 'PACS' });
    await signReport(desk, 'Normal.');
    const rows = desk.outgoing.outbox.list();
    expect(rows.map(({ format, state }) => `${format} ${state}`).sort()).toEqual(['hl7 waiting', 'sr waiting']);
    desk.store.index.exec(
      "CREATE TEMP TRIGGER no_room BEFORE INSERT ON main.outbox BEGIN SELECT RAISE(ABORT, 'no room'); END",
    );
    await expect(signReport(desk, 'Second.')).rejects.toThrow();
    desk.store.index.exec('DROP TRIGGER no_room');
    expect(desk.store.index.prepare("SELECT count(*) FROM report WHERE state = 'final'").pluck().get()).toBe(1);
    expect(desk.outgoing.outbox.list()).toHaveLength(2);
  });

  it('F15: needs no line and no destination', async () => {
    desk.outgoing.start();
    expect((await signReport(desk, 'Normal.')).state).toBe('final');
    expect(desk.outgoing.outbox.list()).toEqual([]);
  });
});

describe('a report on its way', () => {
  it('arrives byte for byte, once, with a receipt that the case shows and that retention and orders believe', async () => {
    const { destinationId } = addDestination(desk, hl7());
    desk.outgoing.start();
    const { reportId } = await signReport(desk, 'Pneumothorax <3 mm & "stable" — naïve.');
    const [row] = await until(desk, allDelivered);
    expect(row).toMatchObject({ destinationId, state: 'delivered', attempts: 1, mayBeTwice: false });
    expect(row?.receipt).toMatchObject({ proof: 'answer', text: 'AA said by the receiver' });
    const file = path.join(await tempDir(), 'report.hl7');
    await desk.reporting.export({ reportId, format: 'hl7', file });
    expect(ris.got.map(({ text }) => text)).toEqual([readFileSync(file, 'utf8')]);
    expect(row?.key).toBe(ris.got[0]?.controlId);
    expect(audited('outbox.deliver')).toMatchObject([{ format: 'hl7', proof: 'answer', attempts: 1 }]);
    const [kept] = keptStudies(desk.store.index, ['St. Anna'], { at: null, leftOut: new Set() });
    expect(kept).toMatchObject({ deliveredAt: row?.receipt?.at, openWork: false });
    desk.store.index.exec('DELETE FROM retention_note');
    expect(reachOf(desk.store.index, null).loss.notGivenOn).toBe(0);
  });

  it('is open work for retention and unsent words for a wipe until it is there', async () => {
    addDestination(desk, hl7());
    await signReport(desk, 'Normal.');
    const [kept] = keptStudies(desk.store.index, ['St. Anna'], { at: null, leftOut: new Set() });
    expect(kept).toMatchObject({ deliveredAt: null, openWork: true });
    expect(reachOf(desk.store.index, null).loss.notGivenOn).toBe(1);
  });

  it('is sent again under the same number when the line dies after the bytes, and says so until somebody answers', async () => {
    ris.turn = ({ socket }) => {
      ris.turn = accept;
      socket.destroy();
    };
    addDestination(desk, hl7());
    desk.outgoing.start();
    await signReport(desk, 'Normal.');
    const [unclear] = await until(desk, (rows) => states(rows)[0] === 'unclear');
    expect(unclear?.reason?.code).toBe('source/unreachable');
    desk.outgoing.outbox.flush();
    const [row] = await until(desk, allDelivered);
    expect(new Set(ris.got.map(({ controlId }) => controlId))).toEqual(new Set([row?.key]));
    expect(ris.got).toHaveLength(2);
    expect(row).toMatchObject({ attempts: 2, mayBeTwice: true });
    if (row === undefined) throw new Error('no row');
    expect(desk.outgoing.outbox.answer(row.outgoingId, true)).toMatchObject({ mayBeTwice: false, state: 'delivered' });
    expect(audited('outbox.answer')).toMatchObject([{ there: true }]);
  });

  it('F57: is not said to be there twice where the site takes a number once', async () => {
    ris.turn = ({ answer }) => {
      ris.turn = accept;
      answer('AA', 'ANOTHER');
    };
    addDestination(desk, hl7({ honoursControlId: true }));
    desk.outgoing.start();
    await signReport(desk, 'Normal.');
    await until(desk, (rows) => states(rows)[0] === 'unclear');
    desk.outgoing.outbox.flush();
    expect((await until(desk, allDelivered))[0]).toMatchObject({ attempts: 2, mayBeTwice: false });
  });

  it('is never overtaken by its next state', async () => {
    ris.turn = ({ socket }) => socket.destroy();
    addDestination(desk, hl7());
    desk.outgoing.start();
    const preliminary = await signReport(desk, 'Wet read.', 'preliminary');
    await until(desk, (rows) => states(rows)[0] === 'unclear');
    const final = await signNext(desk, preliminary, 'Final.');
    await signNext(desk, final, 'More.');
    ris.got.length = 0;
    ris.turn = accept;
    desk.outgoing.outbox.flush();
    const rows = await until(desk, allDelivered);
    expect(ris.got.map(({ controlId }) => controlId)).toEqual(rows.map(({ key }) => key));
    expect(rows.map(({ reportState }) => reportState)).toEqual(['preliminary', 'final', 'addendum']);
  });

  it('goes without the preliminary that was never sent', async () => {
    addDestination(desk, hl7());
    const preliminary = await signReport(desk, 'Wet read.', 'preliminary');
    await signNext(desk, preliminary, 'Final.');
    desk.outgoing.start();
    const rows = await until(desk, allDelivered);
    expect(states(rows)).toEqual(['dropped', 'delivered']);
    expect(ris.got).toHaveLength(1);
    expect(reachOf(desk.store.index, null).loss.notGivenOn).toBe(0);
  });

  it('stays with the reason when it is refused, holds back its addendum, and goes when the site has put it right', async () => {
    ris.turn = ({ answer }) => answer('AE');
    addDestination(desk, hl7());
    desk.outgoing.start();
    const final = await signReport(desk, 'Normal.');
    const [refused] = await until(desk, (rows) => states(rows)[0] === 'refused');
    expect(refused?.reason).toEqual({ code: 'outbox/refused', text: 'AE said by the receiver' });
    await signNext(desk, final, 'More.');
    ris.turn = accept;
    desk.outgoing.outbox.flush();
    await desk.outgoing.outbox.settled();
    expect(states(await until(desk, (rows) => rows.length === 2))).toEqual(['refused', 'waiting']);
    if (refused === undefined) throw new Error('no row');
    desk.outgoing.outbox.retry(refused.outgoingId);
    expect(states(await until(desk, allDelivered))).toEqual(['delivered', 'delivered']);
    expect(() => desk.outgoing.outbox.retry(refused.outgoingId)).toThrow(/not possible/);
  });

  it('can be dropped by a person, with the reason, on record', async () => {
    addDestination(desk, hl7());
    await signReport(desk, 'Normal.');
    const [row] = desk.outgoing.outbox.list();
    if (row === undefined) throw new Error('no row');
    expect(desk.outgoing.outbox.drop(row.outgoingId, 'Sent by fax.').reason?.text).toBe('Sent by fax.');
    desk.outgoing.start();
    await desk.outgoing.outbox.settled();
    expect(ris.got).toEqual([]);
    expect(audited('outbox.drop')).toMatchObject([{ format: 'hl7' }]);
    // The words are the patient's: they are in no record.
    expect(JSON.stringify(audited('outbox.drop'))).not.toContain('fax');
  });

  it('does not wait for another destination', async () => {
    addDestination(desk, hl7({ port: 1 }), 'Dead');
    addDestination(desk, hl7(), 'Alive');
    desk.outgoing.start();
    await signReport(desk, 'Normal.');
    const rows = await until(desk, (found) => found.some(({ state, attempts }) => state === 'waiting' && attempts > 0));
    await until(desk, (found) => found.some(({ state }) => state === 'delivered'));
    expect(rows.find(({ destination }) => destination === 'Dead')?.reason?.code).toBe('source/unreachable');
  });

  it('that was on its way when the program ended is unclear, and is sent again', async () => {
    addDestination(desk, hl7());
    await signReport(desk, 'Normal.');
    desk.store.index.prepare("UPDATE outbox SET state = 'sending', attempts = 1").run();
    desk.outgoing.start();
    expect((await until(desk, allDelivered))[0]).toMatchObject({ attempts: 2, mayBeTwice: true });
  });

  it('F09: may have gone out from a newer copy of the store, and says so', async () => {
    addDestination(desk, hl7());
    await signReport(desk, 'Normal.');
    desk.outgoing.outbox.start(true);
    expect((await until(desk, allDelivered))[0]).toMatchObject({ state: 'delivered', mayBeTwice: true });
  });

  it('is refused by the station itself when it is not what was signed', async () => {
    addDestination(desk, hl7());
    await signReport(desk, 'Normal.');
    desk.store.index.prepare("UPDATE report_output SET sha256 = 'other' WHERE format = 'hl7'").run();
    desk.outgoing.start();
    expect((await until(desk, (rows) => states(rows)[0] === 'refused'))[0]?.reason?.code).toBe('report/tampered');
    expect(ris.got).toEqual([]);
  });
});

describe('after an outage', () => {
  const study: Partial<FoundStudy> = { patientId: 'MRN-0042', birthDate: '19650211', instances: 3 };

  /** Signs while there is no line; then it is back, and the site says this. */
  async function throughOutage(found: Partial<FoundStudy>, series: readonly string[] = ['CT']): Promise<void> {
    sources = [{ id: 'pacs', name: 'PACS', site: 'St. Anna', open: () => sayingSource(STUDY_UID, found, series) }];
    await ris.stop();
    await signReport(desk, 'Normal.');
    await until(desk, (rows) => rows.at(-1)?.reason?.code === 'source/unreachable');
    ris = await scriptedMllp(accept, ris.port);
    desk.outgoing.outbox.flush();
  }

  beforeEach(() => {
    addDestination(desk, hl7());
    desk.outgoing.outbox.start();
  });

  it('F15: goes by itself where the site says the same', async () => {
    await throughOutage(study);
    expect((await until(desk, allDelivered))[0]?.attempts).toBe(2);
  });

  it('is held where the site says something else, with the reason, and goes when somebody has looked', async () => {
    const cases: readonly (readonly [Partial<FoundStudy>, readonly string[], string])[] = [
      [{ ...study, birthDate: '19650212' }, ['CT'], 'patient-corrected'],
      [{ ...study, patientId: 'MRN-0043' }, ['CT'], 'patient-changed'],
      [{ ...study, instances: 5 }, ['CT'], 'new-images'],
      [study, ['CT', 'SR'], 'other-report'],
      [{ ...study, studyUid: '9.9' }, ['CT'], 'study-gone'],
    ];
    for (const [found, series, reason] of cases) {
      await throughOutage(found, series);
      const held = (await until(desk, (rows) => rows.at(-1)?.state === 'held')).at(-1);
      expect(held?.hold).toEqual([reason]);
      expect(ris.got).toEqual([]);
      expect(audited('outbox.hold').at(-1)).toMatchObject({ because: reason });
      if (held === undefined) throw new Error('no row');
      desk.outgoing.outbox.release(held.outgoingId);
      await until(desk, allDelivered);
    }
  });

  it('F28: is put before a person with both sides, who sends it, drops it or asks again, each with the reason kept', async () => {
    const reconcile = reconcileOf(desk);
    await throughOutage({ ...study, patientId: 'MRN-0043', instances: 5 }, ['CT', 'SR']);
    await until(desk, (rows) => rows.at(-1)?.state === 'held');
    const [first] = reconcile.list();
    expect(first).toMatchObject({
      ...{
        site: 'St. Anna',
        heldAt: expect.any(String),
        decision: null,
        report: { state: 'final', signer: 'Ada Reader' },
      },
      differences: [
        {
          reason: 'patient-changed',
          signed: expect.stringContaining('id MRN-0042'),
          now: expect.stringContaining('id MRN-0043'),
        },
        { reason: 'new-images', signed: '3 images', now: expect.stringContaining('2 images more') },
        { reason: 'other-report', now: expect.stringContaining('a report of somebody else') },
      ],
    });
    reconcile.drop(STUDY, 'The other report counts.');
    expect(reconcile.list()).toMatchObject([
      { heldAt: null, decision: { act: 'drop', text: 'The other report counts.' }, rows: [{ state: 'dropped' }] },
    ]);
    await throughOutage({ ...study, instances: 4 });
    await until(desk, (rows) => rows.at(-1)?.state === 'held');
    reconcile.send(STUDY, 'Only a localizer.');
    await until(desk, allDelivered);
    expect(ris.got).toHaveLength(1);
    expect(reconcile.list()).toMatchObject([{ heldAt: null, decision: { act: 'send', text: 'Only a localizer.' } }]);
    expect(audited('outbox.release').at(-1)).toMatchObject({ let: 'new-images' });
    expect(JSON.stringify([audited('outbox.drop'), audited('outbox.release')])).not.toMatch(/localizer|counts/);
  });

  it('F28: is not sent unchecked where its site can be asked and gives no answer; it goes when the site answers, or a person says so', async () => {
    let answers = false;
    const failing = (): Source => ({
      ...sayingSource(STUDY_UID, study, ['CT']),
      studies: () => {
        if (answers)
          return sayingSource(STUDY_UID, study, ['CT']).studies({}, { signal: new AbortController().signal });
        throw new AppError('source/server-error', 'five hundred');
      },
    });
    const reconcile = reconcileOf(desk);
    const cut = async (): Promise<void> => {
      sources = [{ id: 'pacs', name: 'PACS', site: 'St. Anna', open: failing }];
      await ris.stop();
      await signReport(desk, 'Normal.');
      await until(desk, (rows) => rows.at(-1)?.reason?.code === 'source/unreachable');
      ris = await scriptedMllp(accept, ris.port);
      // Its waits are not waited for.
      const again = setInterval(() => desk.outgoing.outbox.flush(), 20);
      const held = (await until(desk, (rows) => rows.at(-1)?.state === 'held')).at(-1);
      clearInterval(again);
      expect(held).toMatchObject({ hold: ['not-asked'], reason: { code: 'source/server-error' } });
      expect(ris.got).toEqual([]);
      expect(reconcile.list()[0]).toMatchObject({ differences: [{ reason: 'not-asked', now: 'source/server-error' }] });
    };
    await cut();
    reconcile.send(STUDY, 'The patient waits.');
    await until(desk, allDelivered);
    await cut();
    answers = true;
    reconcile.ask(STUDY);
    await until(desk, allDelivered);
    expect(ris.got).toHaveLength(1);
  });

  it('F14: waits for its line, and troubles nobody, while site and receiver are both not reached', async () => {
    const failing = (): Source => ({
      ...sayingSource(STUDY_UID, study, ['CT']),
      studies: () => {
        throw new AppError('source/unreachable', 'no line', { retry: 'later' });
      },
    });
    sources = [{ id: 'pacs', name: 'PACS', site: 'St. Anna', open: failing }];
    await ris.stop();
    await signReport(desk, 'Normal.');
    await until(desk, (rows) => rows.at(-1)?.reason?.code === 'source/unreachable');
    for (let round = 0; round < 8; round += 1) {
      desk.outgoing.outbox.flush();
      await desk.outgoing.outbox.settled();
      expect(desk.outgoing.outbox.list().at(-1), `round ${round}`).toMatchObject({ state: 'waiting', hold: [] });
    }
    sources = [{ id: 'pacs', name: 'PACS', site: 'St. Anna', open: () => sayingSource(STUDY_UID, study, ['CT']) }];
    ris = await scriptedMllp(accept, ris.port);
    desk.outgoing.outbox.flush();
    await until(desk, allDelivered);
    expect(ris.got).toHaveLength(1);
  });

  it('goes by itself where no source of its site can answer such questions', async () => {
    const mute = (): Source => ({
      ...sayingSource(STUDY_UID, study, ['CT']),
      studies: () => {
        throw new AppError('source/no-such-way', 'it answers no questions');
      },
    });
    sources = [{ id: 'pacs', name: 'PACS', site: 'St. Anna', open: mute }];
    await ris.stop();
    await signReport(desk, 'Normal.');
    await until(desk, (rows) => rows.at(-1)?.reason?.code === 'source/unreachable');
    ris = await scriptedMllp(accept, ris.port);
    desk.outgoing.outbox.flush();
    await until(desk, allDelivered);
  });
});

describe('destinations', () => {
  it('are added and removed on record, without a word of their secrets', async () => {
    const { destinations } = desk.outgoing.outbox;
    const settings = {
      ...hl7(),
      kind: 'hl7' as const,
      insideTunnel: false,
      honoursControlId: false,
      status: false,
      authorities: null,
    };
    const added = destinations.add({ name: 'RIS', site: 'st. anna', settings, secrets: { token: 'canary-secret' } });
    expect(added.secrets).toEqual(['token']);
    const said = JSON.stringify([added, destinations.list(), audited('destination.add')]);
    expect(said).not.toContain('canary');
    expect(codeThrown(() => destinations.add({ ...added, secrets: {} }))).toBe('outbox/destination-taken');
    await signReport(desk, 'Normal.');
    expect(() => destinations.remove(added.destinationId)).toThrow(/still waits/);
    const [row] = desk.outgoing.outbox.list();
    if (row === undefined) throw new Error('no row');
    desk.outgoing.outbox.drop(row.outgoingId, 'Not any more.');
    destinations.remove(added.destinationId);
    expect(destinations.list()).toEqual([]);
    expect(desk.outgoing.outbox.list()[0]?.destination).toBe('RIS');
    const kept = desk.store.index.prepare('SELECT secrets FROM outbox_destination').pluck().all();
    expect(kept).toEqual(['{}']);
  });
});
