import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reachOf } from '../../../../electron/station/access/orders/loss.ts';
import { keptStudies } from '../../../../electron/station/access/retention/kept-studies.ts';
import { codeThrown } from '../../../helpers/app-errors.ts';
import { tempDir } from '../../../helpers/temp-dir.ts';
import {
  addDestination,
  allDelivered,
  audited,
  hl7At,
  outDesk,
  signNext,
  signReport,
  states,
  until,
} from './outbox-fixture.ts';
import type { OutDesk } from './outbox-fixture.ts';
import { accept, scriptedMllp } from './scripted-mllp.ts';
import type { ScriptedMllp } from './scripted-mllp.ts';

let ris: ScriptedMllp;
let desk: OutDesk;
const hl7 = (more: Readonly<Record<string, unknown>> = {}) => hl7At(ris, more);

beforeEach(async () => {
  ris = await scriptedMllp();
  desk = await outDesk(await tempDir());
});
afterEach(async () => {
  await desk.close();
  await ris.stop();
});

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
    expect(audited(desk, 'outbox.deliver')).toMatchObject([{ format: 'hl7', proof: 'answer', attempts: 1 }]);
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
    expect(audited(desk, 'outbox.answer')).toMatchObject([{ there: true }]);
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
    expect(audited(desk, 'outbox.drop')).toMatchObject([{ format: 'hl7' }]);
    // The words are the patient's: they are in no record.
    expect(JSON.stringify(audited(desk, 'outbox.drop'))).not.toContain('fax');
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
    const said = JSON.stringify([added, destinations.list(), audited(desk, 'destination.add')]);
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
