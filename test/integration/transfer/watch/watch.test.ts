import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDicomWeb } from '../../../../electron/station/sources/dicomweb/dicomweb-source.ts';
import { daysBefore } from '../../../../electron/station/transfer/watch/look.ts';
import { openWatch } from '../../../../electron/station/transfer/watch/open-watch.ts';
import type { Looked, SiteWatch } from '../../../../electron/station/transfer/watch/site-watch.ts';
import { ImagingOrders } from '../../../../electron/station/worklist/imaging-orders/imaging-orders.ts';
import { listFound } from '../../../../electron/station/worklist/imaging-orders/list-found.ts';
import { OrderList } from '../../../../electron/station/worklist/imaging-orders/order-list.ts';
import { systemClock } from '../../../../electron/station/kernel/clock.ts';
import { startOrthanc } from '../../../bench/lib/orthanc.ts';
import type { Orthanc } from '../../../bench/lib/orthanc.ts';
import { ctImage, element } from '../../../helpers/dicom-builder.ts';
import { sampleOrder } from '../../../helpers/imaging-orders.ts';
import { hasPeer } from '../../../helpers/peers.ts';
import { transferBench } from '../retrieve/transfer-fixture.ts';
import type { Bench } from '../retrieve/transfer-fixture.ts';

const now = new Date();
const today = `${now.getFullYear()}${String(now.getMonth() + 1).padStart(2, '0')}${String(now.getDate()).padStart(2, '0')}`;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

interface Given {
  readonly uid: string;
  readonly date: string;
  readonly patient: string;
  readonly accession: string;
}

describe.skipIf(!hasPeer('Orthanc'))('a site that is watched', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-watch-'));
  let orthanc: Orthanc;
  let bench: Bench;
  let watch: SiteWatch;
  let orders: ImagingOrders;
  let list: OrderList;
  const looks: Looked[] = [];

  async function give(...studies: readonly Given[]): Promise<void> {
    const files = studies.map(({ uid, date, patient, accession }) => {
      const file = path.join(folder, `${uid}.dcm`);
      const bytes = ctImage([
        element(0x00080018, 'UI', `${uid}.1.1`),
        element(0x00080020, 'DA', date),
        element(0x00080050, 'SH', accession),
        element(0x00100010, 'PN', `NAME^${patient}`),
        element(0x00100020, 'LO', patient),
        element(0x0020000d, 'UI', uid),
        element(0x0020000e, 'UI', `${uid}.1`),
      ]);
      writeFileSync(file, bytes);
      return file;
    });
    await orthanc.post(files, 2);
  }

  const source = () => bench.transfers.sources.get(bench.sourceId);
  const waiting = (): string[] => list.waiting('').map((row) => row.accession ?? '');
  const known = (uid: string): boolean => bench.transfers.siteStudies.get(bench.sourceId, uid) !== null;

  async function look(): Promise<number> {
    const { settings } = source();
    if (settings.watch === null) throw new Error('the source is not watched');
    return (await watch.look(source(), settings.watch, new AbortController().signal)).fresh;
  }

  beforeAll(async () => {
    orthanc = await startOrthanc({ durable: false });
    bench = await transferBench(path.join(folder, 'store'), ({ settings }) => {
      if (settings.kind !== 'dicomweb') throw new Error('another kind of source');
      return openDicomWeb(settings, { secrets: {} });
    });
    const { store, transfers, sourceId } = bench;
    const { index, commands, personId } = store;
    orders = new ImagingOrders({ index, commands, clock: systemClock, personId });
    list = new OrderList(index, systemClock, () => []);
    watch = openWatch({
      ...{ transfers, log },
      list: async ({ settings }, found) => void (await listFound({ index, orders }, settings, found)),
    });
    watch.onLooked.on((looked) => looks.push(looked));
    const { settings } = transfers.sources.get(sourceId);
    const url = `${orthanc.url}/dicom-web`;
    transfers.sources.change(
      sourceId,
      { ...settings, kind: 'dicomweb', url, watch: watchOf(1) } as typeof settings,
      {},
    );
  });
  afterAll(async () => {
    await watch.close();
    await bench.close();
    await orthanc.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('puts what is new into the list, and leaves what is old at the site', async () => {
    await give(
      { uid: '1.2.9.70.1', date: today, patient: 'A', accession: 'NEW1' },
      { uid: '1.2.9.70.2', date: daysBefore(today, 900), patient: 'A', accession: 'OLD1' },
    );
    expect(await look()).toBe(1);
    expect(waiting()).toEqual(['NEW1']);
    expect(list.waiting('')[0]).toMatchObject({ readiness: 'at-site', studyUid: '1.2.9.70.1' });
    expect([known('1.2.9.70.1'), known('1.2.9.70.2')]).toEqual([true, false]);
  });

  it('says nothing twice, and finds what came since', async () => {
    expect(await look()).toBe(0);
    await give({ uid: '1.2.9.70.4', date: today, patient: 'C', accession: 'NEW2' });
    expect(await look()).toBe(1);
    expect(waiting().toSorted()).toEqual(['NEW1', 'NEW2']);
  });

  it('leaves an order of the site as the site said it', async () => {
    const order = sampleOrder({ site: source().settings.site, accessions: ['NEW3'], status: 'cancelled' });
    const message = { kind: 'orders', controlId: 'C1', sentAt: null, orders: [{ act: 'cancel', order }] } as const;
    await orders.take(message, { name: 'RIS', site: order.site, trusted: true }, 'hash');
    await give({ uid: '1.2.9.70.5', date: today, patient: 'D', accession: 'NEW3' });
    expect(await look()).toBe(1);
    expect(list.all(10).filter((one) => one.order.accessions.includes('NEW3'))).toMatchObject([
      { order: { status: 'cancelled', placer: order.placer } },
    ]);
  });

  it('is looked at again and again, and a site that does not answer is said and left alone', async () => {
    watch.start();
    await expect.poll(() => looks.length, { timeout: 30_000 }).toBe(1);
    expect(looks[0]).toEqual({ sourceId: bench.sourceId, found: 3, fresh: 0, error: null });
    expect(bench.transfers.states.list()).toMatchObject([
      { look: { found: 3, fresh: 0, error: null }, rest: null, queued: 0 },
    ]);
    await orthanc.stop();
    const { settings } = source();
    bench.transfers.sources.change(bench.sourceId, { ...settings, watch: watchOf(2) }, {});
    await expect.poll(() => looks.length, { timeout: 30_000 }).toBe(2);
    expect(looks[1]?.error).toBe('source/unreachable');
    bench.transfers.sources.pause(bench.sourceId, true);
    expect(looks).toHaveLength(2);
  });
});

function watchOf(days: number) {
  return { everyMinutes: 1, days, modalities: ['CT', 'MR'] };
}

describe('the first day of a look', () => {
  it.each([
    ['20260301', 1, '20260228'],
    ['20240301', 1, '20240229'],
    ['20260101', 2, '20251230'],
    ['20260615', 0, '20260615'],
  ])('%s less %i days is %s', (day, days, expected) => {
    expect(daysBefore(day, days)).toBe(expected);
  });
});
