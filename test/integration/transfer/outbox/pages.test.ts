import { expect, it } from 'vitest';
import { openDicomWeb } from '../../../../electron/station/sources/dicomweb/dicomweb-source.ts';
import { systemClock } from '../../../../electron/station/kernel/clock.ts';
import { pdfObject } from '../../../../electron/station/reporting/outputs/pdf-object.ts';
import { ReportStore } from '../../../../electron/station/reporting/report-store.ts';
import { DicomWebSettings } from '../../../../shared/model/source-settings.ts';
import { startOrthanc } from '../../../bench/lib/orthanc.ts';
import { hasPeer } from '../../../helpers/peers.ts';
import { tempDir } from '../../../helpers/temp-dir.ts';
import { addDestination, allDelivered, outDesk, signNext, signReport, until } from './outbox-fixture.ts';

it.skipIf(!hasPeer('Orthanc'))(
  'the page of a report goes when it is made, and what follows the report does not wait for it',
  async () => {
    const orthanc = await startOrthanc({ durable: false });
    const url = `${orthanc.url}/dicom-web`;
    const settings = DicomWebSettings.parse({ kind: 'dicomweb', name: 'PACS', site: 'St. Anna', url });
    const source = openDicomWeb(settings, { secrets: {} });
    const sources = [{ id: 'pacs', name: 'PACS', site: 'St. Anna', open: () => source }];
    let print: () => void = () => undefined;
    const printed = new Promise<void>((resolve) => (print = resolve));
    // A window renders pages; here they are made when the test says so.
    const printer = { print: (html: string) => printed.then(() => Buffer.from(`%PDF-1.7 ${html.length}`)) };
    const desk = await outDesk(await tempDir(), () => sources, false, systemClock, printer);
    try {
      addDestination(desk, { kind: 'dicom', source: 'pacs', objects: ['report', 'pdf'] });
      desk.outgoing.outbox.start();
      const final = await signReport(desk, 'Normal.');
      await signNext(desk, final, 'More.');
      const waiting = await until(desk, (rows) => rows.filter(({ state }) => state === 'delivered').length === 2);
      expect(waiting.map(({ format, state }) => `${format} ${state}`)).toEqual([
        ...['sr delivered', 'pdf waiting', 'sr delivered', 'pdf waiting'],
      ]);
      expect(waiting[1]?.reason?.code).toBe('report/pdf-needs-runtime');
      print();
      await until(desk, (rows) => {
        desk.outgoing.outbox.flush();
        return allDelivered(rows);
      });
      const page = waiting[1];
      const store = new ReportStore(desk.store.index, desk.store.journal);
      const output = store.output(final.reportId, 'pdf');
      if (output === null || page === undefined) throw new Error('there is no page');
      const { document } = store.document(store.row(final.reportId));
      const found = (await (
        await fetch(`${orthanc.url}/tools/lookup`, { method: 'POST', body: page.key })
      ).json()) as readonly { readonly Path: string }[];
      const there = await fetch(`${orthanc.url}${found[0]?.Path ?? ''}/file`);
      const wanted = Buffer.from(pdfObject(document, await desk.store.blobs.read(output.blob_id)));
      expect(Buffer.from(await there.arrayBuffer()).equals(wanted)).toBe(true);
    } finally {
      await desk.close();
      await source.close();
      await orthanc.stop();
    }
  },
  60_000,
);
