import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MoveExpectations } from '../../../../electron/station/sources/dimse/move-expectations.ts';
import type { DimseSource } from '../../../../electron/station/sources/dimse/dimse-source.ts';
import { Receiver } from '../../../../electron/station/sources/dimse/receiver.ts';
import type { CommitmentResult } from '../../../../electron/station/sources/receiver-sink.ts';
import { startOrthanc } from '../../../bench/lib/orthanc.ts';
import type { Orthanc } from '../../../bench/lib/orthanc.ts';
import { hasPeer } from '../../../helpers/peers.ts';
import { hasTestdata, testdata } from '../../../helpers/testdata.ts';
import { all, dataSetOf, freePort, never, newLink, outgoing, source } from './dimse-bench.ts';
import { Received } from './received.ts';

/** Every kind of encoding. */
const FILES = [
  'ts-small/CT_small.dcm',
  'derived/prior-petct/PT001.dcm',
  'ts-ct/JPEGLSLossless_1.2.840.10008.1.2.4.80.dcm',
  'ts-small/JPEG-lossy.dcm',
  'ts-small/MR_small_RLE.dcm',
  'ts-small/examples_jpeg2k.dcm',
  'nm/NM1_JPLL',
  'sr/reportsi.dcm',
  'us/US1_UNC',
  'charset/chrH31.dcm',
];

describe.skipIf(!hasPeer('Orthanc') || !hasPeer('dcmconv') || !hasTestdata())('a DIMSE source that is Orthanc', () => {
  const link = newLink();
  const receiverLink = newLink();
  const moves = new MoveExpectations();
  const committed: CommitmentResult[] = [];
  const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-orthanc-'));
  let orthanc: Orthanc;
  let receiver: Receiver;
  let pacs: DimseSource;
  let sent: readonly ReturnType<typeof outgoing>[];

  beforeAll(async () => {
    const port = await freePort();
    const here = { host: '127.0.0.1', port };
    const peers = [{ name: 'Archive', address: '127.0.0.1', aeTitle: 'ORTHANC' }];
    const events = { commitment: (result: CommitmentResult) => committed.push(result) };
    const ports = { link: receiverLink, sink: new Received(), moves, events };
    [receiver, orthanc] = await Promise.all([
      Receiver.open({ ...here, aeTitle: 'NIGHTJAR', peers }, ports),
      startOrthanc({
        durable: false,
        settings: {
          DicomAlwaysAllowFind: true,
          DicomAlwaysAllowGet: true,
          DicomAlwaysAllowMove: true,
          UnknownSopClassAccepted: true,
          DefaultEncoding: 'Utf8',
          DicomModalities: { own: ['NIGHTJAR', '127.0.0.1', port] },
        },
      }),
    ]);
    pacs = source(link, orthanc.dicomPort, { calledAe: 'ORTHANC', receiver: { ae: 'NIGHTJAR', ...here } }, { moves });
    // Orthanc writes sequences anew when it sends, and leaves trailing padding out.
    sent = FILES.map((name, index) => {
      const file = path.join(folder, `${index}.dcm`);
      if (spawnSync('dcmconv', ['+e', '-p', testdata(name), file]).status !== 0) copyFileSync(testdata(name), file);
      return outgoing(file);
    });
  });

  afterAll(async () => {
    await receiver.close();
    await Promise.all([link.close(), receiverLink.close(), orthanc.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('stores every kind of encoding as it is, and gets it back by C-GET and C-MOVE byte for byte', async () => {
    const receipts = await all(pacs.store(sent, never));
    expect(receipts).toEqual(sent.map(({ sopUid }) => ({ sopUid, state: 'stored', status: '0x0000' })));
    const studies = await all(pacs.studies({}, { signal: never }));
    expect(studies.length).toBeGreaterThan(4);
    for (const way of ['get', 'move'] as const) {
      const sink = new Received();
      for (const { studyUid } of studies) {
        const { failed } = await pacs.retrieve({ studyUid, way }, sink, never);
        expect(failed).toEqual([]);
      }
      const different = sent.filter(({ sopUid, file }) => {
        const came = sink.files.get(sopUid);
        return came === undefined || !dataSetOf(came).equals(dataSetOf(file));
      });
      expect(different.map(({ transferSyntax }) => transferSyntax)).toEqual([]);
      expect(sink.files.size).toBe(sent.length);
    }
  });

  it('reads names in their own characters, and counts', async () => {
    const studies = await all(pacs.studies({ patientName: 'Yamada*' }, { signal: never }));
    expect(studies[0]?.patientName.ideographic).toBe('山田^太郎');
    expect(studies[0]?.instances).toBe(1);
  });

  it('asks for storage commitment, and hears of it at the receiver', async () => {
    const objects = sent.slice(0, 2).map(({ sopUid, sopClass }) => ({ sopUid, sopClass }));
    const missing = { sopUid: '1.2.3.4.5', sopClass: objects[0]?.sopClass ?? '' };
    await pacs.commit('2.25.1234', [...objects, missing], never);
    await expect.poll(() => committed.length, { timeout: 30_000 }).toBe(1);
    expect(committed[0]?.transactionUid).toBe('2.25.1234');
    expect([...(committed[0]?.committed ?? [])].sort()).toEqual(objects.map(({ sopUid }) => sopUid).sort());
    expect(committed[0]?.failed).toEqual([{ sopUid: '1.2.3.4.5', status: '0x0112' }]);
  });
});
