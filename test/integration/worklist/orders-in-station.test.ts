import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Station } from '../../../electron/station/station.ts';
import { loadCaseTables } from '../../../electron/station/hanging/load-hanging.ts';
import { ONE_MONITOR } from '../../../shared/hanging/protocol/case-facts.ts';
import { hangingCase } from '../../../shared/hanging/protocol/case-of-study.ts';
import { ProtocolMatcher } from '../../../shared/hanging/protocol/match.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import { projectRoot } from '../../helpers/runtime.ts';
import { protocolOf } from '../../unit/shared/hanging/protocol/cases.ts';
import type { AnyEvent, Response } from '../../../shared/contract/index.ts';
import { OrderPeer } from '../../../shared/model/order-feeds.ts';
import { answer, PASSPHRASE, stationOn } from '../../faults/store/station-fixture.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { orderMessage } from '../../helpers/imaging-orders.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

const PEER = OrderPeer.parse({ name: 'ris', address: '127.0.0.1', site: 'St. Anna', trusted: true });

async function imported(): Promise<Station> {
  const station = stationOn(await tempDir());
  await answer(station, 'access.create', { name: 'Reader', passphrase: PASSPHRASE });
  await answer(station, 'access.confirmRecovery', {});
  const file = path.join(await tempDir(), 'image');
  writeFileSync(file, ctImage([element(0x00080050, 'SH', 'ACC1'), element(0x00100020, 'LO', 'MRN1')]));
  const jobId = station.rooms.startImport({ paths: [file], site: 'St. Anna' });
  while (station.rooms.importReport(jobId) === null) await setImmediate();
  return station;
}

const take = async (station: Station, text: string): Promise<string | null> => {
  const { intake } = station.rooms.imagingOrders;
  const { refused } = await intake.receive(new TextEncoder().encode(text), intake.terms(PEER));
  return refused?.code ?? null;
};

/** What a protocol for the code of an order says of its study. */
async function codesAndWhy(station: Station, studyId: StudyId | undefined): Promise<readonly unknown[]> {
  const opened = await answer<Response<'study.open'>>(station, 'study.open', { studyId });
  const tables = loadCaseTables(path.join(projectRoot, 'resources'));
  const facts = hangingCase(opened, [], tables, { reader: null, monitors: ONE_MONITOR });
  const rule = { attribute: 'procedureCode', is: 'equals', value: 'RPID22', weight: 10, must: true };
  const { candidates } = new ProtocolMatcher([protocolOf({ for: [rule] })]).hang(facts);
  return [facts.study.procedureCodes, candidates[0]?.rules[0]?.words];
}

describe('imaging orders of a station', () => {
  it('F30: refuse a signature while images and order differ, warn when the order was cancelled, and say what is STAT', async () => {
    const station = await imported();
    const events: AnyEvent[] = [];
    station.events.on((event) => events.push(event));
    // The images say 1970, the order 1960.
    expect(await take(station, orderMessage({ priority: 'S', patientId: 'MRN1' }))).toBeNull();
    expect(events.filter(({ name }) => name === 'siteOrders.stat')).toMatchObject([
      { payload: { site: 'St. Anna', modality: 'CT', procedure: 'CT head' } },
    ]);
    expect(JSON.stringify(events)).not.toMatch(/DOE|MRN1/);
    const list = await answer<Response<'worklist.list'>>(station, 'worklist.list', { search: '' });
    expect(list.rows).toMatchObject([{ priority: 'stat', reason: 'fell', order: { mismatches: ['birth-date'] } }]);
    const studyId = list.rows[0]?.studyId;
    const opened = await answer<Response<'study.open'>>(station, 'study.open', { studyId });
    expect(opened.study.order).toMatchObject({ requester: { name: 'REF, DOC', phone: '555' } });

    const { reportId } = await answer<Response<'report.create'>>(station, 'report.create', {
      ...{ studyId, templateId: 'general' },
    });
    const sign = () => station.call('report.sign', { reportId, acknowledged: [], zone: '+00:00' });
    expect(await sign()).toMatchObject({
      error: { code: 'report/not-permitted', context: { codes: ['permission/order-mismatch'], allowed: 'view' } },
    });
    const corrected = orderMessage({ controlId: 'M2', control: 'XO' })
      .replace('19600101', '19700101')
      .replace('CTH^CT head^L', 'CTH^CT head^L^RPID22^CT head^RADLEX');
    expect(await take(station, corrected)).toBeNull();
    expect(await codesAndWhy(station, studyId)).toEqual([
      ['CTH', 'CTH^L', 'RPID22', 'RPID22^RADLEX'],
      'procedure code RPID22: needed, +10, by the order of REF, DOC',
    ]);
    const cancel = orderMessage({ controlId: 'M3', control: 'CA', sentAt: '20260301050000+0100' });
    expect(await take(station, cancel)).toBeNull();
    // An open desk hears which study it is about, and asks.
    expect(events.at(-1)).toEqual({ name: 'worklist.changed', payload: { studyIds: [studyId] } });
    const now = await answer<Response<'siteOrders.ofStudy'>>(station, 'siteOrders.ofStudy', { studyId });
    expect(now).toMatchObject({ order: { status: 'cancelled' }, sendsOrders: false });
    const merge = ['MSH|^~\\&|RIS|ANNA|NJ|HOME|20260301060000+0100||ADT^A40|M4|P|2.5.1', 'PID|1||MRN9', 'MRG|MRN1'];
    expect(await take(station, merge.join('\r'))).toBeNull();
    expect(events.at(-1)).toEqual({ name: 'worklist.changed', payload: { studyIds: [studyId] } });
    const refused = await sign();
    expect(refused).toMatchObject({ error: { code: 'report/checks-stand' } });
    expect(JSON.stringify(refused)).toContain('permission/order-cancelled');
  }, 120_000);

  it('that come after a draft was begun are held against it before the signature; who began with the order is not asked', async () => {
    const station = await imported();
    const [row] = station.rooms.worklist.list('').rows;
    const create = { studyId: row?.studyId, templateId: 'general' };
    const { reportId } = await answer<Response<'report.create'>>(station, 'report.create', create);
    const came = async (of: string): Promise<string | undefined> => {
      const { findings } = await answer<Response<'report.check'>>(station, 'report.check', { reportId: of });
      return findings.find(({ code }) => code === 'permission/order-came')?.message;
    };
    expect(await came(reportId)).toBeUndefined();
    const order = orderMessage({ patientId: 'MRN1' }).replace('19600101', '19700101');
    expect(await take(station, order)).toBeNull();
    expect(await came(reportId)).toBe('The order came after this draft was begun. It asks for: CT head, fell.');
    await answer(station, 'report.discard', { reportId });
    const later = await answer<Response<'report.create'>>(station, 'report.create', create);
    expect(await came(later.reportId)).toBeUndefined();
  }, 60_000);
});
