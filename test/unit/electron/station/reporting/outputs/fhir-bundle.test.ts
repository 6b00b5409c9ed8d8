import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { renderFhirBundle } from '../../../../../../electron/station/reporting/outputs/fhir-bundle.ts';
import { renderFhir } from '../../../../../../electron/station/reporting/outputs/fhir.ts';
import type { SignedDocument } from '../../../../../../shared/report/signed-document.ts';
import { keyPicture } from '../../../../../helpers/key-pictures.ts';
import { contentWith, hashOf, signedDocument, templateFile } from '../../../../../helpers/report-document.ts';

const Entry = z.object({
  fullUrl: z.string().regex(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
  resource: z.looseObject({ resourceType: z.string(), status: z.string() }),
  request: z.object({ method: z.string(), url: z.string(), ifNoneExist: z.string().optional() }),
});
const Bundle = z.object({ resourceType: z.literal('Bundle'), type: z.literal('transaction'), entry: z.array(Entry) });

function entries(document: SignedDocument, line: readonly SignedDocument[] = []): z.output<typeof Entry>[] {
  const frozen = Buffer.from(renderFhir(document, hashOf(document)), 'utf8');
  const text = renderFhirBundle(document, frozen, line);
  expect(text).not.toContain('"contained"');
  return Bundle.parse(JSON.parse(text)).entry;
}
const of = (all: readonly z.output<typeof Entry>[], type: string): z.output<typeof Entry>['resource'][] =>
  all.map(({ resource }) => resource).filter(({ resourceType }) => resourceType === type);

describe('a report as a transaction', () => {
  const document = signedDocument();
  const all = entries(document);

  it('points at each measurement, its study and its pictures, and everything it points at is in it', () => {
    const names = new Set(all.map(({ fullUrl }) => fullUrl));
    const pointed = [...JSON.stringify(all).matchAll(/"reference":"([^"]+)"/g)].map(([, name]) => name);
    expect(pointed.length).toBeGreaterThan(document.measurements.length);
    expect(pointed.every((name) => names.has(name ?? ''))).toBe(true);
    expect(names.size).toBe(all.length);
    expect(of(all, 'Observation')).toHaveLength(document.measurements.length);
    expect(of(all, 'Media').map(({ content }) => content)).toMatchObject([
      { title: '1.2.3.4.5.1' },
      { title: '1.2.3.4.5.9, frame 3' },
    ]);
    expect(of(all, 'ImagingStudy')).toMatchObject([
      { numberOfSeries: 1, series: [{ uid: '1.2.3.4.5', numberOfInstances: 3 }] },
    ]);
  });

  it('names the order with its numbers, the same one whichever version of the report comes, and each key image', () => {
    const keyImages = [
      keyPicture(),
      keyPicture({ instanceNumber: 9, sopUid: '1.2.3.4.5.9', frame: 3, frames: 5, note: '' }),
    ];
    const order = { placer: 'P-1', filler: 'F|2' };
    const known = entries(signedDocument({ order, keyImages }));
    const [request, ...others] = of(known, 'ServiceRequest');
    expect(others).toEqual([]);
    expect(request).toMatchObject({ status: 'unknown', intent: 'filler-order' });
    expect(request?.['identifier']).toMatchObject([
      { system: 'urn:dicom:uid' },
      { type: { coding: [{ code: 'ACSN' }] }, value: 'ACC7731' },
      { type: { coding: [{ code: 'PLAC' }] }, value: 'P-1' },
      { type: { coding: [{ code: 'FILL' }] }, value: 'F|2' },
    ]);
    const named = known.find(({ resource }) => resource.resourceType === 'ServiceRequest');
    const later = entries(signedDocument({ order, uids: { ...document.uids, report: '2.25.99' } }));
    expect(later.map(({ request: { ifNoneExist } }) => ifNoneExist)).toContain(named?.request.ifNoneExist);
    expect(of(known, 'DiagnosticReport')).toMatchObject([{ basedOn: [{ reference: named?.fullUrl }] }]);
    expect(of(known, 'Media').map(({ note }) => note)).toMatchObject([
      [{ text: 'Picture of M1, M2, M3, M4, M5, M6, M7, M8' }],
      [{ text: 'Picture of M9, key image (Of Interest)' }],
      [{ text: 'Picture of key image (Of Interest): Nodule < 5 mm & "stable" 右肺' }],
    ]);
  });

  it('makes each under a condition of its own', () => {
    const conditions = all.map(({ request }) => `${request.url} ${request.ifNoneExist ?? ''}`);
    expect(all.every(({ request }) => request.method === 'POST')).toBe(true);
    expect(new Set(conditions).size).toBe(all.length);
    expect(conditions[0]).toBe('DiagnosticReport identifier=urn%3Adicom%3Auid%7Curn%3Aoid%3A2.25.2');
  });

  it('gives numbers with the unit that was on the screen', () => {
    const [length] = of(all, 'Observation');
    expect(length).toMatchObject({
      ...{ status: 'final', code: { coding: [{ system: 'http://snomed.info/sct', code: '410668003' }] } },
      valueQuantity: { value: 35.123456789012345, unit: 'mm', system: 'http://unitsofmeasure.org', code: 'mm' },
    });
  });

  it('has an observation for each field with a code', () => {
    const template = templateFile('ct-chest');
    const [first, ...rest] = template.sections;
    if (first === undefined) throw new Error('the form has no section');
    const code = { value: 'RDE196', scheme: 'RADELEMENT', meaning: 'Nodules' };
    const field = {
      fieldId: 'n',
      label: 'Nodules',
      type: 'number' as const,
      options: [],
      unit: null,
      completion: 'NONE' as const,
      code,
    };
    const size = { ...field, fieldId: 's', label: 'Size', unit: 'mm' };
    const lobes = { ...field, fieldId: 'l', label: 'Lobes', unit: 'lobes' };
    const form = { ...template, sections: [{ ...first, fields: [field, size, lobes] }, ...rest] };
    const written = contentWith(form, {});
    const content = {
      sections: written.sections.map((one, nth) =>
        nth === 0 ? { ...one, fields: { n: '3', s: '12.5', l: '2' } } : one,
      ),
    };
    const found = of(entries(signedDocument({ template: form, content, measurements: [] })), 'Observation');
    expect(found).toMatchObject([
      { code: { text: 'Nodules', coding: [{ code: 'RDE196' }] }, valueQuantity: { value: 3 } },
      { valueQuantity: { value: 12.5, unit: 'mm', system: 'http://unitsofmeasure.org', code: 'mm' } },
      { valueQuantity: { value: 2, unit: 'lobes' } },
    ]);
    // What UCUM does not have gets no code of it.
    expect(found[2]).not.toHaveProperty('valueQuantity.code');
  });

  it('takes back every report of a line with what was found in it', () => {
    const withdrawal = signedDocument({ state: 'withdrawn', uids: { ...document.uids, report: '2.25.77' } });
    const back = entries(withdrawal, [document]);
    expect(back).toHaveLength(1 + document.measurements.length);
    expect(back.every(({ resource }) => resource.status === 'entered-in-error')).toBe(true);
    const before = new Set(all.map(({ request }) => `PUT ${request.url}?${request.ifNoneExist ?? ''}`));
    expect(back.every(({ request }) => before.has(`${request.method} ${request.url}`))).toBe(true);
  });
});
