import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServerResponse } from 'node:http';
import { ctImage, element } from '../../helpers/dicom-builder.ts';

const STUDY = '1.2.826.0.1.3680043.8.498.5';
const ROWS = 512;
const PIXELS = Buffer.alloc(ROWS * ROWS * 2).map((_, at) => (at * 31) & 0xff);
const BOUNDARY = 'made';

/** Bytes of one image, but for its header of less than 1 KB. */
export const IMAGE_BYTES = PIXELS.length;

export interface MadeSite {
  readonly url: string;
  readonly studyUid: string;
  stop(): Promise<void>;
}

/** A DICOMweb site with one study, whose images are made while they are sent: it holds none, however many there are. */
export async function madeSite(series: number, images: number): Promise<MadeSite> {
  const server = http.createServer((request, answer) => {
    const url = new URL(request.url ?? '/', 'http://site');
    const path = url.pathname.split('/').slice(1);
    const rows = (made: readonly object[]): void => {
      const from = Number(url.searchParams.get('offset') ?? 0);
      const count = Number(url.searchParams.get('limit') ?? made.length);
      answer.setHeader('content-type', 'application/dicom+json');
      answer.end(JSON.stringify(made.slice(from, from + count)));
    };
    if (path.length === 1) rows([studyRow(series, images)]);
    else if (path[2] === 'series' && path.length === 3) rows(range(series).map((at) => seriesRow(at, images)));
    else if (path[4] === 'instances') {
      const uid = path[3] ?? '';
      rows(range(images).map((at) => instanceRow(uid, at)));
    } else {
      const uids = path[3] === undefined ? range(series).map(seriesUidOf) : [path[3]];
      void send(answer, uids, images);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, studyUid: STUDY, stop };
}

async function send(answer: ServerResponse, uids: readonly string[], images: number): Promise<void> {
  answer.setHeader('content-type', `multipart/related; type="application/dicom"; boundary=${BOUNDARY}`);
  for (const uid of uids) {
    for (const at of range(images)) {
      answer.write(`\r\n--${BOUNDARY}\r\nContent-Type: application/dicom\r\n\r\n`);
      answer.write(headOf(uid, at));
      if (!answer.write(PIXELS)) await new Promise((resolve) => answer.once('drain', resolve).once('close', resolve));
      if (answer.destroyed) return;
    }
  }
  answer.end(`\r\n--${BOUNDARY}--\r\n`);
}

/** The file up to its pixels. */
function headOf(seriesUid: string, at: number): Buffer {
  const whole = ctImage([
    element(0x00080018, 'UI', `${seriesUid}.${at + 1}`),
    element(0x0020000d, 'UI', STUDY),
    element(0x0020000e, 'UI', seriesUid),
    element(0x00200013, 'IS', String(at + 1)),
    element(0x00280010, 'US', ROWS),
    element(0x00280011, 'US', ROWS),
    element(0x7fe00010, 'OW', []),
  ]);
  const head = Buffer.from(whole);
  // The length of the pixels is the last thing before them.
  head.writeUInt32LE(PIXELS.length, head.length - 4);
  return head;
}

function studyRow(series: number, images: number): object {
  return {
    '0020000D': { vr: 'UI', Value: [STUDY] },
    '00080020': { vr: 'DA', Value: ['20240102'] },
    '00080061': { vr: 'CS', Value: ['CT'] },
    '00100010': { vr: 'PN', Value: [{ Alphabetic: 'DOE^JANE' }] },
    '00100020': { vr: 'LO', Value: ['P1'] },
    '00100030': { vr: 'DA', Value: ['19700101'] },
    '00201206': { vr: 'IS', Value: [series] },
    '00201208': { vr: 'IS', Value: [series * images] },
  };
}

function seriesRow(at: number, images: number): object {
  return {
    '0020000D': { vr: 'UI', Value: [STUDY] },
    '0020000E': { vr: 'UI', Value: [seriesUidOf(at)] },
    '00080060': { vr: 'CS', Value: ['CT'] },
    '00200011': { vr: 'IS', Value: [at + 1] },
    '00201209': { vr: 'IS', Value: [images] },
  };
}

function instanceRow(seriesUid: string, at: number): object {
  return {
    '00080016': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.2'] },
    '00080018': { vr: 'UI', Value: [`${seriesUid}.${at + 1}`] },
    '0020000D': { vr: 'UI', Value: [STUDY] },
    '0020000E': { vr: 'UI', Value: [seriesUid] },
    '00200013': { vr: 'IS', Value: [at + 1] },
  };
}

function seriesUidOf(at: number): string {
  return `${STUDY}.${at + 1}`;
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => at);
}
