import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../../../electron/station/kernel/sqlite.ts';
import type { OrderIntake } from '../../../electron/station/worklist/imaging-orders/order-intake.ts';
import { FhirFeed, OrderFeeds, withoutSecrets } from '../../../shared/model/order-feeds.ts';
import { codeRejected } from '../../helpers/app-errors.ts';
import { intakeOver, openIndex } from './order-bench.ts';

const PEM = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----';
/** What the server says next, by address: a status, or a body. */
const answers = new Map<string, number | string | object>();
const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.url ?? '');
  const answer = answers.get(new URL(request.url ?? '/', 'http://x').searchParams.get('page') ?? 'first') ?? 404;
  response.statusCode = typeof answer === 'number' ? answer : 200;
  response.end(typeof answer === 'object' ? JSON.stringify(answer) : String(answer));
});
let dir = '';
let db: Db;
let intake: OrderIntake;
let feed: FhirFeed;
let base = '';

beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'nightjar-orders-'));
  db = openIndex(dir);
  intake = intakeOver(db);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`;
  feed = FhirFeed.parse({ server: { kind: 'dicomweb', name: 'ehr', site: 'St. Anna', url: base } });
});

afterAll(async () => {
  await intake.close();
  db.close();
  rmSync(dir, { recursive: true, force: true });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const request = (id: string, more: object = {}): object => ({
  resource: {
    ...{ resourceType: 'ServiceRequest', id, status: 'active', priority: 'stat', subject: { reference: 'Patient/p1' } },
    identifier: [{ type: { coding: [{ code: 'ACSN' }] }, value: `ACC-${id}` }],
    meta: { versionId: '1', lastUpdated: '2026-03-01T03:00:00Z' },
    ...more,
  },
});
const patient = {
  resource: { resourceType: 'Patient', id: 'p1', identifier: [{ value: 'MRN1' }], name: [{ family: 'DOE' }] },
};
const bundle = (entry: readonly object[], next?: string): object => ({
  ...{ resourceType: 'Bundle', entry },
  link: next === undefined ? [] : [{ relation: 'next', url: next }],
});
const ask = (): ReturnType<OrderIntake['ask']> => intake.ask(feed, new AbortController().signal);
const stored = (): string[] => db.prepare<[], string>('SELECT status FROM imaging_order ORDER BY placer').pluck().all();

describe('orders of a FHIR server', () => {
  it('are taken page by page, and what cannot be read is counted', async () => {
    answers.set('first', bundle([request('a'), patient], `${base}/ServiceRequest?page=2`));
    answers.set('2', bundle([request('b'), request('c', { subject: { reference: 'Patient/other' } }), patient, {}]));
    expect(await ask()).toEqual({ taken: 2, refused: 1 });
    expect(stored()).toEqual(['scheduled', 'scheduled']);
    expect(asked[0]).toContain('/fhir/ServiceRequest?_sort=_lastUpdated&_count=100&_include=');
  });

  it('are asked for from where they were last, and change nothing when they come again', async () => {
    answers.set('first', bundle([request('a'), patient]));
    expect(await ask()).toEqual({ taken: 0, refused: 0 });
    expect(new URL(asked.at(-1) ?? '', base).searchParams.get('_lastUpdated')).toBe('ge2026-03-01T03:00:00Z');
  });

  it('are asked for with secrets that nobody is shown, and that stay when the settings are saved again', async () => {
    const secrets = { token: 'very secret', certificate: { certificate: PEM, privateKey: 'also secret' } };
    const server = { kind: 'dicomweb', name: 'kept', site: 'St. Anna', url: 'https://ehr.invalid' };
    await intake.set(OrderFeeds.parse({ fhir: [{ server, secrets, everySeconds: 3600 }] }));
    const shown = withoutSecrets(intake.feeds());
    expect(JSON.stringify(shown)).not.toContain('secret"');
    await intake.set(OrderFeeds.parse(shown));
    expect(intake.feeds().fhir[0]?.secrets).toEqual(secrets);
    expect(intake.states()).toMatchObject([{ name: 'kept', kind: 'fhir' }]);
    // To another server nothing goes that was given for this one.
    const moved = shown.fhir.map((one) => ({ ...one, server: { ...one.server, url: 'https://other.invalid' } }));
    expect(await codeRejected(intake.set({ ...shown, fhir: moved }))).toBe('source/credentials');
    await intake.set({ ...shown, fhir: moved.map((one) => ({ ...one, secrets: {} })) });
    expect(intake.feeds().fhir[0]?.secrets).toEqual({});
    await intake.set(OrderFeeds.parse({}));
  });

  it('are cancelled by a new version', async () => {
    const meta = { versionId: '2', lastUpdated: '2026-03-01T04:00:00Z' };
    answers.set('first', bundle([request('a', { status: 'revoked', meta }), patient]));
    expect(await ask()).toEqual({ taken: 1, refused: 0 });
    expect(stored()).toEqual(['cancelled', 'scheduled']);
  });

  it.each<[string, number | string | object, string]>([
    ['500', 500, 'source/server-error'],
    ['403', 403, 'source/credentials'],
    ['404', 404, 'source/refused'],
    ['HTML', '<html>', 'source/wrong-answer'],
    ['another resource', { resourceType: 'OperationOutcome' }, 'source/wrong-answer'],
    ['a next page elsewhere', bundle([], 'http://127.0.0.2:1/fhir?page=2'), 'source/wrong-answer'],
    ['an answer without end', 'x'.repeat(5 * 1024 * 1024), 'source/wrong-answer'],
  ])('are left as they are when the server answers %s', async (_, answer, code) => {
    answers.set('first', answer);
    expect(await codeRejected(ask())).toBe(code);
    expect(stored()).toEqual(['cancelled', 'scheduled']);
  });
});
