import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDicomWeb } from '../../../electron/station/sources/dicomweb/dicomweb-source.ts';
import type { Source } from '../../../electron/station/sources/source.ts';
import type { Outgoing } from '../../../shared/model/outbox.ts';
import { DicomWebSettings } from '../../../shared/model/source-settings.ts';
import { json, lyingServer, row } from '../../integration/sources/dicomweb/lying-server.ts';
import type { LyingServer } from '../../integration/sources/dicomweb/lying-server.ts';
import {
  addDestination,
  allDelivered,
  outDesk,
  signReport,
  until,
} from '../../integration/transfer/outbox/outbox-fixture.ts';
import type { OutDesk } from '../../integration/transfer/outbox/outbox-fixture.ts';
import { accept, scriptedMllp } from '../../integration/transfer/outbox/scripted-mllp.ts';
import type { ScriptedMllp } from '../../integration/transfer/outbox/scripted-mllp.ts';

const PAGE = '<!doctype html><title>Sign in</title>';

/** Receivers that do what a test says, and one desk whose reports go to all of them. */
describe('receivers that answer with something else', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-unkind-'));
  /** What each keeps: SOP Instance UIDs, conditions. */
  const kept = { stow: [] as string[], fhir: [] as string[] };
  let stow: LyingServer;
  let fhir: LyingServer;
  let ris: ScriptedMllp;
  /** What they do now; connections stay. */
  let onStow: RequestListener = () => undefined;
  let onFhir: RequestListener = () => undefined;
  let posted = 0;
  let pacs: Source;
  let desk: OutDesk;

  beforeAll(async () => {
    [stow, fhir, ris] = [await lyingServer(), await lyingServer(), await scriptedMllp()];
    stow.answerWith((request, response) => {
      if (request.method === 'POST') posted += 1;
      onStow(request, response);
    });
    fhir.answerWith((request, response) => onFhir(request, response));
    const settings = { kind: 'dicomweb', name: 'PACS', site: 'Elsewhere', url: `${stow.origin}/dicom-web` };
    pacs = openDicomWeb(DicomWebSettings.parse(settings), { secrets: {} });
    desk = await outDesk(path.join(folder, 'store'), () => [
      { id: 'pacs', name: 'PACS', site: 'Elsewhere', open: () => pacs },
    ]);
    addDestination(desk, { kind: 'dicom', source: 'PACS' }, 'stow');
    addDestination(desk, { kind: 'fhir', url: `${fhir.origin}/fhir` }, 'fhir');
    addDestination(desk, { kind: 'hl7', host: '127.0.0.1', port: ris.port, tls: false }, 'hl7');
    desk.outgoing.outbox.start();
  });
  afterAll(async () => {
    await desk.close();
    await pacs.close();
    await Promise.all([stow.close(), fhir.close(), ris.stop()]);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });

  /** Keeps what is posted, or loses it, then answers as the test says; questions are answered truthfully. */
  function stowAnswers(keeps: boolean, answer: (response: ServerResponse, sopUid: string) => void): void {
    onStow = (request, response) => {
      if (request.method === 'GET')
        return json(
          response,
          kept.stow.map((uid) => row('00080018', uid)),
        );
      whole(request, (body) => {
        const uid = sopUidIn(body);
        if (keeps && !kept.stow.includes(uid)) kept.stow.push(uid);
        answer(response, uid);
      });
    };
  }

  function fhirAnswers(keeps: boolean, answer: (response: ServerResponse) => void, asked?: RequestListener): void {
    onFhir = (request, response) => {
      if (request.method === 'GET' && asked !== undefined) return asked(request, response);
      if (request.url?.endsWith('/metadata') === true) {
        const resource = [{ type: 'DiagnosticReport', conditionalCreate: true }];
        response.writeHead(200, { 'content-type': 'application/fhir+json' });
        return response.end(JSON.stringify({ resourceType: 'CapabilityStatement', rest: [{ resource }] }));
      }
      if (request.method === 'GET') {
        const value = decodeURIComponent(request.url ?? '')
          .split('|')[1]
          ?.split('&')[0];
        const entry = kept.fhir.includes(String(value)) ? [{ resource: { identifier: [{ value }] } }] : [];
        response.writeHead(200, { 'content-type': 'application/fhir+json' });
        return response.end(JSON.stringify({ resourceType: 'Bundle', type: 'searchset', entry }));
      }
      const value = decodeURIComponent(String(request.headers['if-none-exist'])).split('|')[1] ?? '';
      whole(request, () => {
        if (keeps && !kept.fhir.includes(value)) kept.fhir.push(value);
        answer(response);
      });
    };
  }

  const kindly = (): void => {
    stowAnswers(true, (response, uid) => json(response, { '00081199': { vr: 'SQ', Value: [row('00081155', uid)] } }));
    fhirAnswers(true, (response) => response.writeHead(201).end());
    ris.turn = accept;
  };

  /** Signs a report, and waits for what its first sending comes to. */
  async function firstOf(destination: string): Promise<Outgoing> {
    const { reportId } = await signReport(desk, 'Normal.');
    const isMine = (one: Outgoing): boolean => one.reportId === reportId && one.destination === destination;
    const sent = await until(desk, (rows) =>
      rows.filter(isMine).every((one) => one.attempts > 0 && one.state !== 'sending'),
    );
    const mine = sent.find(isMine);
    if (mine === undefined) throw new Error('it was never queued');
    return mine;
  }

  async function inTheEnd(outgoingId: Outgoing['outgoingId']): Promise<Outgoing> {
    desk.outgoing.outbox.flush();
    await until(desk, allDelivered, 20_000);
    return desk.outgoing.outbox.get(outgoingId);
  }

  it.each([
    ['500', (response: ServerResponse) => response.writeHead(500).end()],
    ['a page of a gateway that gave up', (response: ServerResponse) => response.writeHead(504, HTML).end(PAGE)],
    ['a page that says all is well', (response: ServerResponse) => response.writeHead(200, HTML).end(PAGE)],
    ['an answer that names nothing', (response: ServerResponse) => json(response, {})],
    [
      'an answer that is longer than it is',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-type': 'application/dicom+json', 'content-length': '400' });
        response.write('{}');
        response.socket?.end();
      },
    ],
    ['503', (response: ServerResponse) => response.writeHead(503).end()],
  ])(
    'F21 F57: an archive that kept the object and answers %s is asked, and not sent it again',
    async (_what, answer) => {
      kindly();
      stowAnswers(true, answer);
      posted = 0;
      const first = await firstOf('stow');
      expect(first.state).toBe('unclear');
      kindly();
      const end = await inTheEnd(first.outgoingId);
      expect(end).toMatchObject({ state: 'delivered', attempts: 1, mayBeTwice: false, receipt: { proof: 'query' } });
      expect(posted).toBe(1);
      expect(kept.stow.filter((uid) => uid === end.key)).toHaveLength(1);
    },
  );

  it('F21 F57: an archive that lost the object behind such a page gets it again', async () => {
    kindly();
    stowAnswers(false, (response) => response.writeHead(200, HTML).end(PAGE));
    const first = await firstOf('stow');
    expect(first.state).toBe('unclear');
    kindly();
    expect(await inTheEnd(first.outgoingId)).toMatchObject({ state: 'delivered', attempts: 2, mayBeTwice: false });
    expect(kept.stow).toContain(first.key);
  });

  it.each([200, 201])('F57: a page of a gateway, answered with %i, is no receipt of a FHIR server', async (status) => {
    kindly();
    const page: RequestListener = (_request, response) => response.writeHead(200, HTML).end(PAGE);
    fhirAnswers(false, (response) => response.writeHead(status, HTML).end(PAGE), page);
    const first = await firstOf('fhir');
    expect([first.state, kept.fhir.includes(first.key)]).toEqual(['unclear', false]);
    kindly();
    expect(await inTheEnd(first.outgoingId)).toMatchObject({ state: 'delivered', mayBeTwice: false });
    expect(kept.fhir).toContain(first.key);
  });

  it('F57: a page in the place of an acknowledgement is none: it is sent again, and said', async () => {
    kindly();
    ris.turn = ({ socket }) => socket.end(`HTTP/1.1 200 OK\r\n\r\n${PAGE}`);
    const first = await firstOf('hl7');
    expect(first.state).toBe('unclear');
    kindly();
    expect(await inTheEnd(first.outgoingId)).toMatchObject({ state: 'delivered', attempts: 2, mayBeTwice: true });
  });

  it('F57: a preliminary report that may be there is not dropped for its final', async () => {
    kindly();
    stowAnswers(true, (response) => response.writeHead(502, HTML).end(PAGE));
    const first = await signReport(desk, 'Preliminary.', 'preliminary');
    const ofStow = (one: Outgoing): boolean => one.destination === 'stow' && one.reportId === first.reportId;
    await until(desk, (rows) => rows.some((one) => ofStow(one) && one.attempts > 0 && one.state !== 'sending'));
    const draft = await desk.reporting.finalise({ reportId: first.reportId });
    await signReport(desk, 'Final.', 'final', draft);
    kindly();
    desk.outgoing.outbox.flush();
    const rows = await until(desk, allDelivered, 20_000);
    expect(rows.filter(ofStow)).toMatchObject([{ state: 'delivered', receipt: { proof: 'query' } }]);
  });
});

/** SOP Instance UID of an object in explicit little endian, somewhere in a body. */
function sopUidIn(body: Buffer): string {
  const at = body.indexOf(Buffer.from([0x08, 0, 0x18, 0, 0x55, 0x49]));
  const length = body.readUInt16LE(at + 6);
  return body.toString('latin1', at + 8, at + 8 + length).replace(/\0$/, '');
}

const HTML = { 'content-type': 'text/html' };

function whole(request: IncomingMessage, then: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => then(Buffer.concat(chunks)));
}
