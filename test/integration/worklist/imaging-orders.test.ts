import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { deleteRows } from '../../../electron/station/access/forget/erase.ts';
import { findDoomedSites } from '../../../electron/station/access/forget/target.ts';
import { systemClock } from '../../../electron/station/kernel/clock.ts';
import { Commands } from '../../../electron/station/kernel/command.ts';
import { newId } from '../../../electron/station/kernel/ids.ts';
import { indexMigrations } from '../../../electron/station/kernel/migrations/index.ts';
import { openDatabase } from '../../../electron/station/kernel/sqlite.ts';
import type { Db } from '../../../electron/station/kernel/sqlite.ts';
import { ImagingOrders } from '../../../electron/station/worklist/imaging-orders/imaging-orders.ts';
import type { OrderFeed, Taken } from '../../../electron/station/worklist/imaging-orders/imaging-orders.ts';
import { OrderList } from '../../../electron/station/worklist/imaging-orders/order-list.ts';
import { Worklist } from '../../../electron/station/worklist/worklist.ts';
import { readSiteMessage } from '../../../shared/hl7/orders/order-message.ts';
import { parseMessage } from '../../../shared/hl7/parse.ts';
import { PersonId } from '../../../shared/model/ids.ts';
import { WorklistRow } from '../../../shared/model/study.ts';
import { orderMessage } from '../../helpers/imaging-orders.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

const FEED: OrderFeed = { name: 'ris', site: 'St. Anna', trusted: true };
const ADT = (event: string, ...more: string[]): string =>
  [`MSH|^~\\&|RIS|ANNA|NJ|HOME|20260301040000+0100||ADT^${event}|A-${event}|P|2.5.1`, ...more].join('\r');

interface Desk {
  readonly db: Db;
  readonly list: OrderList;
  rows(search?: string): WorklistRow[];
  take(text: string, feed?: Partial<OrderFeed>): Promise<Taken>;
  /** A stored study. */
  study(facts?: { accession?: string; uid?: string; patientId?: string; name?: string; site?: string }): string;
  commands(): string[];
}

async function desk(): Promise<Desk> {
  const db = openDatabase(path.join(await tempDir(), 'index.db'), new Uint8Array(32));
  for (const { sql } of indexMigrations) db.exec(sql);
  const clock = systemClock;
  const orders = new ImagingOrders({
    ...{ index: db, commands: new Commands(db, clock), clock },
    personId: PersonId.parse(newId()),
  });
  const list = new OrderList(db, clock, () => [{ priority: 'STAT', modality: null, from: 'order', minutes: 30 }]);
  const worklist = new Worklist(db, list);
  const sites = new Map<string, string>();
  const siteOf = (name: string): string => {
    const known = sites.get(name) ?? newId();
    if (!sites.has(name)) db.prepare("INSERT INTO site VALUES (?, ?, '')").run(known, name);
    sites.set(name, known);
    return known;
  };
  return {
    ...{ db, list },
    rows: (search = '') => worklist.list(search).rows.map((row) => WorklistRow.parse(row)),
    take: (text, feed = {}) =>
      orders.take(
        readSiteMessage(parseMessage(text), { site: feed.site ?? FEED.site, zone: 'Europe/Berlin' }),
        { ...FEED, ...feed },
        `hash of ${text}`,
      ),
    study: ({ accession = 'ACC1', uid = '1.2.3', patientId = 'MRN1', name = 'DOE^JANE', site = 'St. Anna' } = {}) => {
      const [patient, study] = [newId(), newId()];
      db.prepare("INSERT INTO patient VALUES (?, ?, ?, ?, '', '', ?, '19600101', 'F', 0)").run(
        ...[patient, site, patientId, name, name.toLowerCase()],
      );
      db.prepare(
        `INSERT INTO study (study_id, patient_key, site_id, study_key_id, study_uid, study_date, accession, arrived_at)
         VALUES (?, ?, ?, 'key', ?, '20260301', ?, '2026-03-01T02:20:00.000Z')`,
      ).run(study, patient, siteOf(site), uid, accession);
      return study;
    },
    commands: () => db.prepare<[], string>('SELECT command FROM audit ORDER BY seq').pluck().all(),
  };
}

describe('an imaging order', () => {
  it('waits in the list until its images are here, and then speaks for them', async () => {
    const { take, rows, study } = await desk();
    await take(orderMessage({ priority: 'S' }));
    expect(rows()).toMatchObject([
      {
        ...{ readiness: 'at-site', accession: 'ACC1', reason: 'fell', priority: 'stat', description: 'CT head' },
        ...{ site: 'St. Anna', modalities: ['CT'], received: 0, referring: 'REF, DOC' },
        order: { dueAt: '2026-03-01T02:30:00.000Z', clockFrom: { what: 'order' }, requester: { phone: '555' } },
      },
    ]);
    const studyId = study();
    expect(rows()).toMatchObject([
      { studyId, readiness: 'offline-ready', reason: 'fell', priority: 'stat', order: { mismatches: [], others: 0 } },
    ]);
  });

  it('is found by the words of a search, by itself and with its study', async () => {
    const { take, rows } = await desk();
    await take(orderMessage({ name: 'MÜLLER^JÖRG' }));
    for (const search of ['muller', 'acc1', 'mrn1', 'head ct']) expect(rows(search), search).toHaveLength(1);
    expect(rows('muller xa')).toEqual([]);
  });

  it('is stored once, however often its message comes', async () => {
    const { take, rows, commands } = await desk();
    expect((await take(orderMessage())).outcome).toBe('taken');
    expect((await take(orderMessage())).outcome).toBe('already');
    expect(rows()).toHaveLength(1);
    expect(commands()).toEqual(['imagingOrder.receive']);
  });

  it('is recorded under the control id of its message as far as that is one', async () => {
    const { take, db } = await desk();
    await take(orderMessage({ controlId: 'M 1/2<Doe, Jane>' }));
    await take(orderMessage({ controlId: 'M'.repeat(100), control: 'XO', reason: 'pain' }));
    const details = db.prepare<[], string>('SELECT detail FROM audit ORDER BY seq').pluck().all();
    expect(details.map((text) => (JSON.parse(text) as { controlId: string }).controlId)).toEqual([
      'M?1/2?Doe??Jane?',
      `${'M'.repeat(64)}…`,
    ]);
  });

  it('is changed by another message that bears the control id of a former one', async () => {
    const { take, rows } = await desk();
    await take(orderMessage());
    expect((await take(orderMessage({ control: 'XO', reason: 'pain' }))).outcome).toBe('taken');
    expect(rows()).toMatchObject([{ reason: 'pain', order: { changes: 1 } }]);
  });

  it('takes changes by the time of their messages, not by the order in which they come', async () => {
    const { take, rows, commands } = await desk();
    await take(orderMessage());
    await take(orderMessage({ controlId: 'M3', control: 'XO', sentAt: '20260301050000+0100', reason: 'newest' }));
    const late = orderMessage({ controlId: 'M2', control: 'XO', sentAt: '20260301040000+0100', reason: 'older' });
    expect((await take(late)).outcome).toBe('older');
    expect(rows()).toMatchObject([{ reason: 'newest', order: { changes: 1 } }]);
    expect(commands()).toEqual(['imagingOrder.receive', 'imagingOrder.change', 'imagingOrder.change']);
  });

  it('stays cancelled when the order itself comes after its cancel, and is filled by it', async () => {
    const { take, rows, list } = await desk();
    const bare = orderMessage({ controlId: 'M2', control: 'CA', sentAt: '20260301050000+0100' })
      .split('\r')
      .slice(0, 3)
      .join('\r');
    await take(bare);
    await take(orderMessage());
    expect(list.all(10)).toMatchObject([
      {
        changes: 0,
        order: { status: 'cancelled', reason: 'fell', accessions: ['ACC1'], procedures: [{ value: 'CTH' }] },
      },
    ]);
    // Cancelled for months: nobody waits for it.
    expect(rows()).toEqual([]);
  });

  it('says when it became STAT, once', async () => {
    const { take } = await desk();
    expect((await take(orderMessage())).stat).toEqual([]);
    const stat = await take(orderMessage({ controlId: 'M2', control: 'XO', priority: 'S' }));
    expect(stat.stat).toMatchObject([{ order: { placer: 'PL1', priority: 'stat' } }]);
    expect((await take(orderMessage({ controlId: 'M3', control: 'XO', priority: 'S' }))).stat).toEqual([]);
  });

  it('has several studies, and a study several orders', async () => {
    const { take, rows, study } = await desk();
    await take(orderMessage({ placer: 'PL1', accession: 'ACC1', studyUid: '1.2.3' }));
    await take(orderMessage({ controlId: 'M2', placer: 'PL2', accession: 'ACC2', studyUid: '1.2.3', priority: 'S' }));
    await take(orderMessage({ controlId: 'M3', control: 'XO', placer: 'PL1', accession: 'ACC1', studyUid: '1.2.4' }));
    const one = study({ uid: '1.2.3', accession: 'OTHER' });
    const two = study({ uid: '1.2.4', accession: 'OTHER' });
    const byId = new Map(rows().map((row) => [row.studyId as string, row.order]));
    expect(byId.size).toBe(2);
    expect(byId.get(one)).toMatchObject({ priority: 'stat', accessions: ['ACC2'], others: 1 });
    expect(byId.get(two)).toMatchObject({ accessions: ['ACC1'], others: 0 });
  });

  it('takes the place of what a query made known under the same number', async () => {
    const { take, rows } = await desk();
    const bare = orderMessage({ controlId: 'Q', studyUid: '1.2.3' }).replaceAll('FI-PL1', '').replaceAll('PL1', '');
    await take(bare);
    await take(orderMessage({ controlId: 'M2', control: 'XO', priority: 'S' }));
    await take(orderMessage({ controlId: 'M3', placer: 'PL2' }));
    expect(rows().map((row) => [row.priority, row.studyUid.startsWith('none:')])).toEqual([
      ['stat', false],
      ['routine', true],
    ]);
  });

  it('is not that of a study of another site, though the number is the same', async () => {
    const { take, rows, study } = await desk();
    await take(orderMessage());
    study({ site: 'Kessel' });
    expect(rows().map((row) => [row.site, row.readiness, row.order === undefined])).toEqual([
      ['Kessel', 'offline-ready', true],
      ['St. Anna', 'at-site', false],
    ]);
  });

  it('is erased with its study, and stays while another study of it is here', async () => {
    const { take, db, study, list } = await desk();
    await take(orderMessage({ studyUid: '1.2.9' }));
    const [one, two] = [study(), study({ uid: '1.2.9', accession: 'X' })];
    db.prepare('DELETE FROM study WHERE study_id = ?').run(one);
    expect(list.all(10)).toHaveLength(1);
    db.prepare('DELETE FROM study WHERE study_id = ?').run(two);
    expect(list.all(10)).toEqual([]);
    expect(db.prepare('SELECT count(*) FROM imaging_order_number').pluck().get()).toBe(0);
  });
});

describe('what is kept of a site that is erased', () => {
  it('is no order and no merge, whether images of it ever came', async () => {
    const { take, db, study, list } = await desk();
    await take(orderMessage());
    await take(orderMessage({ controlId: 'M2', placer: 'PL2', accession: 'NEVER' }));
    await take(orderMessage({ controlId: 'K1' }), { site: 'Kessel' });
    await take(ADT('A40', 'PID|1||MRN2', 'MRG|MRN1'));
    study();
    const doomed = findDoomedSites(db, ['St. Anna']);
    db.transaction(() => deleteRows(db, doomed))();
    expect(list.all(10).map(({ order }) => order.site)).toEqual(['Kessel']);
    expect(db.prepare('SELECT count(*) FROM patient_merge').pluck().get()).toBe(0);
  });
});

describe('a cancelled order', () => {
  it('is shown as cancelled at its study, with everything that it said, and signing is warned', async () => {
    const { take, rows, study, list } = await desk();
    await take(orderMessage());
    study();
    await take(orderMessage({ controlId: 'M2', control: 'CA', sentAt: '20260301050000+0100', reason: '' }));
    const [row] = rows();
    expect(row).toMatchObject({ reason: 'fell', order: { status: 'cancelled' } });
    expect(row === undefined ? [] : list.signReasons(row)).toMatchObject([
      { code: 'permission/order-cancelled', tier: 'warn', leaves: 'final' },
    ]);
  });

  it('gives way to another order of the same study', async () => {
    const { take, rows, study, list } = await desk();
    await take(orderMessage());
    await take(orderMessage({ controlId: 'M2', control: 'CA', sentAt: '20260301050000+0100' }));
    await take(orderMessage({ controlId: 'M3', placer: 'PL2', sentAt: '20260301050100+0100' }));
    study();
    const [row] = rows();
    expect(row?.order).toMatchObject({ status: 'scheduled', others: 1 });
    expect(row === undefined ? null : list.signReasons(row)).toEqual([]);
  });
});

describe('F30: an order of another patient than the images', () => {
  it.each<[{ patientId?: string; name?: string }, readonly string[]]>([
    [{ patientId: 'MRN2' }, ['patient-id']],
    [{ name: 'ROE^JOHN' }, ['patient-name']],
  ])('%j is shown, blocks signing and joins nobody', async (images, mismatches) => {
    const { take, rows, study, list } = await desk();
    await take(orderMessage());
    study(images);
    const [row] = rows();
    expect(row?.order?.mismatches).toEqual(mismatches);
    expect(row?.patient.patientId).toBe(images.patientId ?? 'MRN1');
    expect(row === undefined ? [] : list.signReasons(row)).toMatchObject([
      { code: 'permission/order-mismatch', tier: 'refuse', leaves: 'view' },
    ]);
  });

  it('that a change brings is kept out of the order, until the site merges the two', async () => {
    const { take, rows, study } = await desk();
    study();
    await take(orderMessage());
    await take(orderMessage({ controlId: 'M2', control: 'XO', patientId: 'MRN2', reason: 'pain' }));
    expect(rows()).toMatchObject([{ reason: 'pain', order: { mismatches: ['patient-id'] } }]);
    await take(ADT('A40', 'PID|1||MRN2^^^^MR||DOE^JANE', 'MRG|MRN1^^^^MR'));
    expect(rows()).toMatchObject([{ patient: { patientId: 'MRN1' }, order: { mismatches: [], mergedInto: 'MRN2' } }]);
  });

  it('is cleared by a merge of the site, along a chain, and not by one of another issuer', async () => {
    const { take, rows, study } = await desk();
    study({ patientId: 'MRN3' });
    await take(orderMessage());
    const merge = (id: string, from: string, into: string, issuer = ''): Promise<Taken> =>
      take(ADT('A40', `PID|1||${into}^^^${issuer}^MR||DOE^JANE`, `MRG|${from}^^^${issuer}^MR`).replace('A-A40', id));
    await merge('A1', 'MRN1', 'MRN2', 'ELSEWHERE');
    await merge('A2', 'MRN2', 'MRN3');
    expect(rows()[0]?.order?.mismatches).toEqual(['patient-id']);
    await merge('A3', 'MRN1', 'MRN2');
    expect(rows()[0]?.order?.mismatches).toEqual([]);
  });

  it('has the studies of both ids as priors of each other once the site merged them, and of nobody else', async () => {
    const { take, rows, study, db } = await desk();
    for (const [at, patientId] of ['MRN1', 'MRN2', 'MRN3'].entries())
      study({ uid: `1.2.${at}`, accession: 'X', patientId });
    study({ uid: '1.2.9', accession: 'X', patientId: 'MRN1', site: 'Kessel' });
    const priors = (): Record<string, number> =>
      Object.fromEntries(rows().map((row) => [row.studyUid, row.priors] as const));
    expect(priors()).toEqual({ '1.2.0': 0, '1.2.1': 0, '1.2.2': 0, '1.2.9': 0 });
    await take(ADT('A40', 'PID|1||MRN2^^^^MR', 'MRG|MRN1^^^^MR'));
    expect(priors()).toEqual({ '1.2.0': 1, '1.2.1': 1, '1.2.2': 0, '1.2.9': 0 });
    await take(ADT('A40', 'PID|1||MRN3^^^^MR', 'MRG|MRN2^^^^MR').replace('A-A40', 'A2'));
    expect(priors()).toEqual({ '1.2.0': 2, '1.2.1': 2, '1.2.2': 2, '1.2.9': 0 });
    // Two people under one id: nobody knows which of them was meant.
    db.prepare("UPDATE patient SET identity_conflict = 1 WHERE patient_id = 'MRN3'").run();
    expect(priors()).toMatchObject({ '1.2.0': 1, '1.2.2': 0 });
  });

  it('is corrected by the site alone: who is not trusted to may not merge or rename', async () => {
    const { take, commands } = await desk();
    for (const text of [ADT('A40', 'PID|1||MRN2', 'MRG|MRN1'), ADT('A08', 'PID|1||MRN1||ROE^JANE')]) {
      await expect(take(text, { trusted: false })).rejects.toMatchObject({ code: 'imaging-order/not-trusted' });
    }
    expect(commands()).toEqual([]);
  });

  it('bears the name that the site says now', async () => {
    const { take, rows } = await desk();
    await take(orderMessage());
    await take(ADT('A08', 'PID|1||MRN1^^^^MR||ROE^JANE||19600102|F'));
    expect(rows()).toMatchObject([{ patient: { name: { alphabetic: 'ROE^JANE' }, birthDate: '19600102' } }]);
  });
});
