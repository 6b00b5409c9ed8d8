import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fhirConnector } from '../../../../electron/station/transfer/outbox/fhir-client.ts';
import type { Connector, OutgoingContent } from '../../../../electron/station/transfer/outbox/connector.ts';
import { renderFhirBundle } from '../../../../electron/station/reporting/outputs/fhir-bundle.ts';
import { dicomUidValue, renderFhir } from '../../../../electron/station/reporting/outputs/fhir.ts';
import { fhirPeer } from '../../../helpers/fhir-peer.ts';
import { hashOf, signedDocument } from '../../../helpers/report-document.ts';
import { FhirDestination } from '../../../../shared/model/destination.ts';

const never = new AbortController().signal;
const KEY = 'urn:oid:2.25.42';
const content: OutgoingContent = {
  ...{ format: 'fhir', key: KEY, studyUid: '1.2', seriesUid: '1.3', object: null },
  bytes: Buffer.from('{"resourceType":"DiagnosticReport"}\n', 'utf8'),
};

/** A server that keeps what it is given, once an identifier, and answers as a test says: a real peer on loopback. */
let server: Server;
let connector: Connector;
let asked: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];
const kept = new Set<string>();
/** What a search finds beside the identifier, as JSON. */
let beside = '';
let answer: (response: ServerResponse, isNew: boolean) => void;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      asked.push({ method, url, headers, body: Buffer.concat(chunks).toString('utf8') });
      if (method === 'GET') {
        const entry = [...kept].map(() => ({ resource: { identifier: [{ value: KEY }] } }));
        response.setHeader('content-type', 'application/fhir+json');
        const found = JSON.stringify({
          ...{ resourceType: 'Bundle', type: 'searchset' },
          ...(entry.length === 0 ? {} : { entry }),
        });
        response.end(found.replace('"resource":{', `"resource":{${beside}`));
        return;
      }
      const name = String(headers['if-none-exist']);
      const isNew = !kept.has(name);
      kept.add(name);
      answer(response, isNew);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  connector = connectTo((server.address() as AddressInfo).port);
});
afterAll(async () => {
  await connector.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  asked = [];
  kept.clear();
  beside = '';
  answer = (response, isNew) => response.writeHead(isNew ? 201 : 200).end();
});

function connectTo(port: number): Connector {
  const url = `http://127.0.0.1:${port}/fhir`;
  const settings = FhirDestination.parse({ kind: 'fhir', url, user: 'me', answerMs: 1000 });
  return fhirConnector(settings, { password: 'secret' });
}

describe('a report that goes to a FHIR server', () => {
  it('is made once however often it is sent, under its own identifier, as it was signed', async () => {
    expect(await connector.send(content, never)).toEqual({ kind: 'delivered', text: '201 created' });
    expect(await connector.send(content, never)).toEqual({ kind: 'delivered', text: '200 was there already' });
    const [first] = asked;
    expect(first).toMatchObject({ method: 'POST', url: '/fhir/DiagnosticReport' });
    expect(first?.headers['if-none-exist']).toBe('identifier=urn%3Adicom%3Auid%7Curn%3Aoid%3A2.25.42');
    expect(first?.headers.authorization).toBe(`Basic ${Buffer.from('me:secret').toString('base64')}`);
    expect(Buffer.from(first?.body ?? '')).toEqual(content.bytes);
    expect(await connector.find?.(content, never)).toBe(true);
  });

  it('is found in an answer that is as deep as a hostile server can make it, and by its identifier alone', async () => {
    await connector.send(content, never);
    const deep = 100_000;
    beside = `"extension":${'['.repeat(deep)}${']'.repeat(deep)},`;
    expect(await connector.find?.(content, never)).toBe(true);
    const other = { ...content, key: 'urn:oid:2.25.43' };
    beside = `"note":"${other.key}","extension":["${other.key}"],`;
    expect(await connector.find?.(other, never)).toBe(false);
  });

  it('is not there where the search is empty', async () => {
    expect(await connector.find?.(content, never)).toBe(false);
    expect(asked.at(-1)?.url).toContain('identifier=urn%3Adicom%3Auid%7Curn%3Aoid%3A2.25.42');
  });

  it.each([
    [422, { 'content-type': 'application/fhir+json' }, 'refused'],
    [412, {}, 'refused'],
    [503, { 'retry-after': '7' }, 'later'],
    [401, {}, 'not-sent'],
    [500, {}, 'unanswered'],
    [502, { 'content-type': 'text/html' }, 'unanswered'],
  ] as const)('answered with %i is %j', async (status, headers, kind) => {
    answer = (response) =>
      response.writeHead(status, headers).end(
        JSON.stringify({
          resourceType: 'OperationOutcome',
          issue: [{ code: 'invalid', diagnostics: 'no\u0007 subject' }],
        }),
      );
    const said = await connector.send(content, never);
    expect(said.kind).toBe(kind);
    if (said.kind === 'later') expect(said.waitMs).toBe(7000);
    if (status === 422) expect(said.text).toBe('422 invalid no subject');
  });

  it.each([
    [{ honours: true }, true],
    [{ honours: false }, false],
    [{ honours: true, says: false }, false],
  ])('is believed to be made once where the server says so of itself: %o', async (peer, once) => {
    const receiver = await fhirPeer(peer);
    const own = connectTo(receiver.port);
    expect(own.saysOnce?.()).toBe(false);
    expect(await own.find?.(content, never)).toBe(false);
    expect(own.saysOnce?.()).toBe(once);
    await own.close();
    await receiver.close();
  });

  it('may be there where the line dies after the bytes, and is not where there is no line', async () => {
    answer = (response) => response.destroy();
    expect(await connector.send(content, never)).toMatchObject({ kind: 'unanswered', code: 'source/unreachable' });
    const nobody = connectTo(1);
    expect(await nobody.send(content, never)).toMatchObject({ kind: 'not-sent', cause: 'port' });
    await nobody.close();
  });
});

describe('a report with what stands beside it', () => {
  const document = signedDocument();
  const frozen = Buffer.from(renderFhir(document, hashOf(document)), 'utf8');
  const report: OutgoingContent = {
    ...{
      format: 'fhir',
      key: dicomUidValue(document.uids.report),
      studyUid: '1.2.3.4',
      seriesUid: '2.25.1',
      object: null,
    },
    ...{ bytes: frozen, transaction: Buffer.from(renderFhirBundle(document, frozen, []), 'utf8') },
  };

  it.each([
    ['taken', 'as one transaction where the server says that it takes them', 14],
    ['none', 'alone, as it was frozen, where it does not', 1],
    ['refused', 'alone where it cannot read the transaction', 1],
  ] as const)('goes once (%s): %s', async (transactions, _words, made) => {
    const peer = await fhirPeer({ transactions });
    const line = connectTo(peer.port);
    try {
      expect(await line.send(report, never)).toEqual({ kind: 'delivered', text: '201 created' });
      expect(await line.send(report, never)).toEqual({ kind: 'delivered', text: '200 was there already' });
      expect(peer.kept.size).toBe(made);
      expect([...peer.kept.values()].every((all) => all.length === 1)).toBe(true);
      expect(await line.find?.(report, never)).toBe(true);
      if (made === 1) expect([...peer.kept.values()][0]?.[0]).toEqual(frozen);
    } finally {
      await line.close();
      await peer.close();
    }
  });
});
