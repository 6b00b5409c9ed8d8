import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import dicomParser from 'dicom-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildMeasurementSr } from '../../../../electron/station/dicom/write/sr-measurements.ts';
import { buildReportSr } from '../../../../electron/station/dicom/write/sr-report.ts';
import { pdfObject, pdfUids } from '../../../../electron/station/reporting/outputs/pdf-object.ts';
import type { DicomWebSource } from '../../../../electron/station/sources/dicomweb/dicomweb-source.ts';
import type { OutgoingObject } from '../../../../electron/station/sources/source.ts';
import { startOrthanc } from '../../../bench/lib/orthanc.ts';
import type { Orthanc } from '../../../bench/lib/orthanc.ts';
import { codeRejected } from '../../../helpers/app-errors.ts';
import { hasPeer } from '../../../helpers/peers.ts';
import { signedDocument } from '../../../helpers/report-document.ts';
import { tempDir } from '../../../helpers/temp-dir.ts';
import { hasTestdata, testdata } from '../../../helpers/testdata.ts';
import { all, never, opened } from './opened.ts';
import { RecordingSink } from './recording-sink.ts';

/** Every kind of encoding, and an object of several megabytes. */
const FILES = [
  'ts-small/CT_small.dcm',
  'ts-small/JPEG-lossy.dcm',
  'ts-small/MR_small_RLE.dcm',
  'ts-small/rtdose_expb.dcm',
  'us/us-echo-jpll.dcm',
  'ts-small/SC_rgb_rle_16bit_2frame.dcm',
  'ts-small/examples_jpeg2k.dcm',
  'sr/reportsi.dcm',
  'us/US1_UNC',
  'us/us-cine-30f-ybr-regions.dcm',
  'charset/chrGerm.dcm',
];

interface Sent extends OutgoingObject {
  readonly seriesUid: string;
  readonly file: Buffer;
}

function outgoing(name: string): Sent {
  return outgoingOf(readFileSync(testdata(name)));
}

function outgoingOf(file: Buffer): Sent {
  const data = dicomParser.parseDicom(file, { untilTag: 'x0020000e' });
  const text = (tag: string): string => data.string(tag) ?? '';
  return {
    sopUid: text('x00080018'),
    sopClass: text('x00080016'),
    studyUid: text('x0020000d'),
    seriesUid: text('x0020000e'),
    transferSyntax: text('x00020010'),
    bytes: file.length,
    file,
    open: async function* () {
      for (let at = 0; at < file.length; at += 50_000) yield file.subarray(at, at + 50_000);
    },
  };
}

describe.skipIf(!hasPeer('Orthanc') || !hasTestdata())('a DICOMweb source that is Orthanc', () => {
  let orthanc: Orthanc;
  let source: DicomWebSource;
  let sent: readonly Sent[];

  beforeAll(async () => {
    orthanc = await startOrthanc({ durable: false });
    source = opened(`${orthanc.url}/dicom-web`, { waits: { connectMs: 5000, answerMs: 30_000, idleMs: 10_000 } });
    sent = FILES.map(outgoing);
    const receipts = await all(source.store(sent, never));
    expect(receipts).toEqual(sent.map(({ sopUid }) => ({ sopUid, state: 'stored', status: '200' })));
  });

  afterAll(async () => {
    await source?.close();
    await orthanc?.stop();
  });

  it('gives back byte for byte what it was given, in the transfer syntax in which it was stored', async () => {
    for (const { studyUid, sopUid, file } of sent) {
      const sink = new RecordingSink();
      await source.retrieve({ studyUid }, sink, never);
      const same = sink.whole.filter((got) => got.equals(file));
      expect(same.length, sopUid).toBe(1);
      expect(sink.begun.every(({ expectedBytes }) => expectedBytes !== null)).toBe(true);
      expect(sink.aborted).toEqual([]);
    }
  });

  it('gives back instances that are asked for one by one, and names the one that is not there', async () => {
    const [ct] = sent;
    if (ct === undefined) throw new Error('nothing was sent');
    const { studyUid, seriesUid, sopUid, file } = ct;
    const sink = new RecordingSink();
    const outcome = await source.retrieve({ studyUid, seriesUid, sopUids: [sopUid, '1.2.3.4'] }, sink, never);
    expect(sink.whole.map((got) => got.equals(file))).toEqual([true]);
    expect(sink.begun).toEqual([{ sopUid, expectedBytes: file.length }]);
    expect(outcome).toEqual({ announced: null, failed: [{ sopUid: '1.2.3.4', status: '404' }], warnings: 0 });
  });

  it('lists studies, series and instances, each once', async () => {
    const studies = await all(source.studies({}, { signal: never }));
    expect(new Set(studies.map(({ studyUid }) => studyUid)).size).toBe(studies.length);
    const ct = studies.find(({ studyUid }) => studyUid === sent[0]?.studyUid);
    expect(ct).toMatchObject({
      patientId: '1CT1',
      patientName: { alphabetic: 'CompressedSamples^CT1' },
      modalities: ['CT'],
      series: 1,
      instances: 1,
    });
    const series = await all(source.series(ct?.studyUid ?? '', { signal: never }));
    expect(series).toMatchObject([{ seriesUid: sent[0]?.seriesUid, modality: 'CT', instances: 1 }]);
    const instances = await all(source.instances(ct?.studyUid ?? '', sent[0]?.seriesUid ?? '', { signal: never }));
    expect(instances).toMatchObject([{ sopUid: sent[0]?.sopUid, sopClass: sent[0]?.sopClass }]);
  });

  it('reads names that are not ASCII', async () => {
    const found = await all(source.studies({ studyUid: sent.at(-1)?.studyUid ?? '' }, { signal: never }));
    expect(found.map(({ patientName }) => patientName.alphabetic)).toEqual(['Äneas^Rüdiger']);
  });

  it('finds by what is asked for and by nothing else', async () => {
    expect(await all(source.studies({ patientName: 'CompressedSamples^CT*' }, { signal: never }))).toHaveLength(1);
    expect(await all(source.studies({ patientId: 'nobody' }, { signal: never }))).toEqual([]);
    expect(await all(source.studies({}, { signal: never, limit: 2 }))).toHaveLength(2);
  });

  it('reads metadata, and the bulk data that they point to', async () => {
    const { studyUid = '', seriesUid = '', sopUid = '', file } = sent[0] ?? {};
    const rows = await all(source.metadata({ studyUid, seriesUid, sopUid }, never));
    expect(rows).toHaveLength(1);
    const uri = (rows[0]?.['7FE00010'] as { BulkDataURI?: string } | undefined)?.BulkDataURI ?? '';
    const bytes = Buffer.concat([...(await all(source.bulkData(uri, never)))]);
    expect(bytes.length).toBe(128 * 128 * 2);
    expect(file?.includes(bytes)).toBe(true);
  });

  it('refuses the same object of another study, and says which reason it had', async () => {
    const broken = {
      ...(sent[0] as Sent),
      bytes: 4,
      open: async function* () {
        yield Buffer.from('DICM');
      },
    };
    expect(await all(source.store([broken], never))).toMatchObject([{ state: 'refused' }]);
  });

  it('passes the test of its connection step by step, and stores nothing', async () => {
    const before = (await all(source.studies({}, { signal: never }))).length;
    const steps = await all(source.test(never));
    expect(steps.map(({ step, state }) => `${step} ${state}`)).toEqual([
      'name ok',
      'port ok',
      'tls skipped',
      'association ok',
      'query ok',
      'retrieve ok',
      'store skipped',
    ]);
    expect(await all(source.studies({}, { signal: never }))).toHaveLength(before);
  });

  it('says that a study is not there', async () => {
    const sink = new RecordingSink();
    expect(await codeRejected(source.retrieve({ studyUid: '1.2.3.4' }, sink, never))).toBe('source/not-found');
    expect(sink.begun).toEqual([]);
  });

  it.skipIf(!hasPeer('dciodvfy') || !hasPeer('dsrdump') || !hasPeer('dcm2pdf'))(
    'keeps a report, its measurements and its page: the same UIDs, words and page come back, and sent twice each is there once',
    async () => {
      const document = signedDocument();
      const page = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF', 'latin1');
      const files = [buildReportSr(document), buildMeasurementSr(document), pdfObject(document, page)];
      const made = files.map((bytes) => outgoingOf(Buffer.from(bytes ?? [])));
      for (const time of [1, 2]) {
        const receipts = await all(source.store(made, never));
        expect(
          receipts.map(({ state }) => state),
          `time ${time}`,
        ).toEqual(['stored', 'stored', 'stored']);
      }
      const sink = new RecordingSink();
      await source.retrieve({ studyUid: document.study.studyUid }, sink, never);
      expect(sink.whole).toHaveLength(made.length);
      const { report, measurements } = document.uids;
      expect(made.map(({ sopUid }) => sopUid)).toEqual([report, measurements, pdfUids(document).instance]);
      const folder = await tempDir();
      for (const [at, { sopUid, file }] of made.entries()) {
        const back = sink.whole.find((got) => got.equals(file));
        const name = path.join(folder, `${at}.dcm`);
        writeFileSync(name, back ?? '');
        expect(execFileSync('dcmdump', ['+P', '0008,0018', name], { encoding: 'utf8' })).toContain(sopUid);
        const checked = spawnSync('dciodvfy', ['-new', name], { encoding: 'utf8' });
        expect(`${checked.stdout}\n${checked.stderr}`.split('\n').filter((line) => line.startsWith('Error'))).toEqual(
          [],
        );
      }
      const words = execFileSync('dsrdump', ['+Pl', '+U8', path.join(folder, '0.dcm')], { encoding: 'utf8' });
      for (const hard of [
        'Nodule < 5 mm & > 3 mm',
        '{x} <b>not bold</b>',
        '山田 太郎, Greek µ Ω, Arabic رئة',
        '\u{1FAC1}',
      ])
        expect(words).toContain(hard);
      const taken = path.join(folder, 'page.pdf');
      execFileSync('dcm2pdf', [path.join(folder, '2.dcm'), taken]);
      expect(readFileSync(taken).subarray(0, page.length).equals(page)).toBe(true);
    },
  );
});
