import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { openObject } from '../../../electron/station/dicom/read/open-object.ts';
import { srTree } from '../../../electron/station/dicom/read/sr-tree.ts';
import type { SrItem } from '../../../electron/station/dicom/read/sr-tree.ts';
import { numberOf } from '../../../electron/station/dicom/read/sr-values.ts';
import { renderFhirBundle } from '../../../electron/station/reporting/outputs/fhir-bundle.ts';
import { parseMessage } from '../../../shared/hl7/parse.ts';
import { readResultMessage } from '../../../shared/hl7/results/result-message.ts';
import type { ReportContent } from '../../../shared/model/report.ts';
import { SignedDocument } from '../../../shared/report/signed-document.ts';
import { withOrigin } from '../../../shared/report/computed-fields.ts';
import { addMeasurement, newDesk, STUDY, written } from './reporting-fixture.ts';
import type { Desk } from './reporting-fixture.ts';

const LABEL = 'Largest nodule, mean diameter';
let folder: string;
let desk: Desk;
let exported: (format: 'sr' | 'fhir' | 'hl7') => Promise<Buffer>;
let document: SignedDocument;

/** As the form does: the number of the drawing, and that it is the drawing's. */
function measuredInto(content: ReportContent, value: string, { measurementId, text }: Drawn): ReportContent {
  const origin = { kind: 'measured' as const, measurementId, label: 'M1', text, value };
  return withOrigin(content, 'findings', 'nodule-size', value, origin);
}
type Drawn = Pick<ReturnType<typeof addMeasurement>, 'measurementId' | 'text'>;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'nightjar-measured-'));
  desk = await newDesk(path.join(folder, 'store'), null);
  const { reporting, store } = desk;
  const drawn = addMeasurement(store);
  const draft = reporting.create({ studyId: STUDY, templateId: 'ct-chest' });
  const { reportId } = draft;
  const texts = written(draft, { findings: 'Nodule of the right upper lobe.', impression: 'Nodule.' });
  reporting.save({ ...draft, content: measuredInto(texts, '12.3', drawn) });
  const acknowledged = reporting.check({ reportId }).findings.map(({ code }) => code);
  await reporting.sign({ reportId, acknowledged, zone: '+00:00' });
  exported = async (format) => {
    const file = path.join(folder, format);
    await reporting.export({ reportId, format, file }, { replace: true });
    return readFileSync(file);
  };
  const frozen = store.index.prepare<[string], string>('SELECT signed FROM report WHERE report_id = ?').pluck();
  document = SignedDocument.parse(JSON.parse(frozen.get(reportId) ?? '{}'));
});
afterAll(async () => {
  await desk.access.close();
  rmSync(folder, { recursive: true, force: true });
});

it('a number of a form that was taken from a drawing is a NUM item of the structured report', async () => {
  const { root } = srTree(openObject(await exported('sr')));
  const all = (item: SrItem): SrItem[] => [item, ...item.children.flatMap((one) => all(one))];
  const found = all(root).filter(({ type, name }) => type === 'NUM' && name?.meaning === LABEL);
  expect(found.map((item) => numberOf(item))).toEqual([{ text: '12.3', value: 12.3, unit: 'mm' }]);
});

const Bundle = z.object({
  entry: z.array(
    z.object({
      fullUrl: z.string(),
      resource: z.looseObject({
        resourceType: z.string(),
        status: z.string().optional(),
        valueQuantity: z.looseObject({ value: z.number(), unit: z.string(), code: z.string() }).optional(),
        result: z.array(z.object({ reference: z.string() })).optional(),
      }),
    }),
  ),
});

it('is with its drawing an Observation of the transaction that a FHIR server gets, among the results of the report', async () => {
  const { entry } = Bundle.parse(JSON.parse(renderFhirBundle(document, await exported('fhir'), [])));
  const found = entry.filter(({ resource }) => resource.resourceType === 'Observation');
  // What the reader drew, to its last digit; the form has it as it was shown.
  expect(found.map(({ resource }) => resource.valueQuantity)).toEqual([
    expect.objectContaining({ value: 12.34, unit: 'mm', code: 'mm' }),
  ]);
  expect(found[0]?.resource.status).toBe('final');
  const report = entry.find(({ resource }) => resource.resourceType === 'DiagnosticReport');
  expect(report?.resource.result?.map(({ reference }) => reference)).toEqual(found.map(({ fullUrl }) => fullUrl));
});

it('stands with its label and unit in the OBX of its section', async () => {
  const message = parseMessage((await exported('hl7')).toString('utf8'));
  const report = readResultMessage(message, { site: 'St. Anna', zone: null }).reports[0]?.report;
  const findings = report?.sections.find(({ code }) => code?.value === '59776-5');
  expect(findings?.text.split('\n')).toEqual([`${LABEL}: 12.3 mm`, 'Nodule of the right upper lobe.']);
});

it('is among the measurements of the report, as drawn, though the text does not name it', () => {
  expect(document.measurements.map(({ label, result }) => [label, result.values[0]?.value])).toEqual([['M1', 12.34]]);
});
