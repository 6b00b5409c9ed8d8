import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openObject } from '../../../electron/station/dicom/read/open-object.ts';
import { srTree } from '../../../electron/station/dicom/read/sr-tree.ts';
import type { SrItem } from '../../../electron/station/dicom/read/sr-tree.ts';
import { numberOf } from '../../../electron/station/dicom/read/sr-values.ts';
import { buildMeasurementSr } from '../../../electron/station/dicom/write/sr-measurements.ts';
import { buildReportSr, REPORT_CLASS } from '../../../electron/station/dicom/write/sr-report.ts';
import { decimalString } from '../../../electron/station/dicom/write/element.ts';
import { CommunicationId } from '../../../shared/model/ids.ts';
import type { TemplateField } from '../../../shared/model/report.ts';
import type { ToldFinding } from '../../../shared/model/told-finding.ts';
import { lossyWords } from '../../../shared/report/lossy-reading.ts';
import { paragraphsText } from '../../../shared/report/plain-text.ts';
import { renderedSections } from '../../../shared/report/rendered-sections.ts';
import type { SignedDocument } from '../../../shared/report/signed-document.ts';
import { contentWith, idOf, NASTY, signedDocument } from '../../helpers/report-document.ts';
import { hasPeer } from '../../helpers/peers.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nightjar-sr-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, bytes: Uint8Array | null): string {
  if (bytes === null) throw new Error('no object was built');
  const target = path.join(folder, name);
  writeFileSync(target, bytes);
  return target;
}

/** Lines of dciodvfy that say that the object breaks the standard. */
function violations(target: string): string[] {
  const ran = spawnSync('dciodvfy', ['-new', target], { encoding: 'utf8' });
  const lines = `${ran.stdout}\n${ran.stderr}`.split('\n');
  expect(lines.join('\n')).toMatch(/SR/);
  return lines.filter((line) => line.startsWith('Error'));
}

function dump(target: string): string {
  return execFileSync('dsrdump', ['+Pf', '+Pl', '+U8', target], { encoding: 'utf8' });
}

/** Every TEXT value of an SR, in order, as another implementation reads it. */
function textValues(target: string): string[] {
  const xml = execFileSync('dsr2xml', ['+Xs', target], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return [...xml.matchAll(/<value>([\s\S]*?)<\/value>/g)].map((match) =>
    (match[1] ?? '')
      .replaceAll('&#10;', '\n')
      .replaceAll('&#13;', '\r')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&apos;', "'")
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&'),
  );
}

const TOLD: ToldFinding = {
  communicationId: CommunicationId.parse(idOf('told')),
  ...{ category: 1, finding: 'Free air', identifiedAt: '2026-03-01T02:00:00.000Z', policyId: 'st-anna 1' },
  ...{ attempts: 0, step: 0, acknowledged: null },
  tellings: [
    {
      ...{ at: '2026-03-01T02:08:00.000Z', by: 'Ada Reader', to: { name: 'Dr Amsel', role: 'Emergency physician' } },
      ...{ method: 'phone', readBack: true, offline: false },
    },
  ],
};

/** A form with a number in a unit, one in a unit that UCUM does not have, under a code, and one that is none. */
function measuredForm(): SignedDocument {
  const { template } = signedDocument();
  const lobes: TemplateField = {
    ...{ fieldId: 'lobes', label: 'Lobes', type: 'number', options: [], unit: 'lobes', completion: 'NONE' },
    code: { value: '18748-4', scheme: 'LN', meaning: 'Lobes' },
  };
  const sections = template.sections.map((section) =>
    section.sectionId === 'findings' ? { ...section, fields: [...section.fields, lobes] } : section,
  );
  const form = { ...template, sections };
  const empty = contentWith(form, { findings: 'Nodule.', impression: 'Nodule.' });
  const fields = { 'nodule-size': '12.50', aorta: 'about 40', lobes: '3' };
  return signedDocument({
    template: form,
    content: {
      sections: empty.sections.map((one) =>
        one.sectionId === 'findings' ? { ...one, fields: { ...one.fields, ...fields } } : one,
      ),
    },
  });
}

describe.skipIf(!hasPeer('dciodvfy') || !hasPeer('dsrdump'))('the report as DICOM SR', () => {
  it('says under LOINC 73568-8 who was told of what', () => {
    const target = file('told.dcm', buildReportSr(signedDocument({ communications: [TOLD] })));
    expect(violations(target)).toEqual([]);
    expect(dump(target)).toContain('Told Dr Amsel (Emergency physician) by telephone by Ada Reader');
    expect(execFileSync('dcmdump', ['+P', '0008,0100', target], { encoding: 'utf8' })).toContain('[73568-8]');
  });

  it.each(['report', 'measurements'] as const)('passes dciodvfy and dsrdump: %s', (kind) => {
    const document = signedDocument();
    const bytes = kind === 'report' ? buildReportSr(document) : buildMeasurementSr(document);
    const target = file(`${kind}.dcm`, bytes);
    expect(violations(target)).toEqual([]);
    expect(dump(target)).not.toMatch(/^[EW]:/m);
  });

  it('names a picture of a prior that was measured under the study of that prior', () => {
    const prior = { studyUid: '1.9.9', seriesUid: '1.9.9.1', sopUid: '1.9.9.1.1' };
    const measurements = signedDocument().measurements.map((one, place) => (place === 0 ? { ...one, ...prior } : one));
    const target = file('prior.dcm', buildReportSr(signedDocument({ measurements })));
    expect(violations(target)).toEqual([]);
    expect(execFileSync('dcmdump', ['+P', '0020,000d', target], { encoding: 'utf8' })).toContain('[1.9.9]');
  });

  it('F56: say that the pictures were lossy, and pass', () => {
    const worst = { ratio: 13.9, from: 'header' } as const;
    const lossy = { seen: 40, lossy: 12, worst, measurements: ['M1'] };
    const words = 'lossy picture, 13.9:1 by the header: edges and values are not exact';
    const measurements = signedDocument().measurements.map((one) => ({
      ...one,
      result: { ...one.result, warnings: [words], lossy: worst },
    }));
    const document = signedDocument({ lossy, measurements });
    const report = file('lossy-report.dcm', buildReportSr(document));
    const measured = file('lossy-measurements.dcm', buildMeasurementSr(document));
    for (const target of [report, measured]) expect(violations(target)).toEqual([]);
    expect(textValues(report)).toContain(lossyWords(lossy));
    expect(textValues(measured).filter((text) => text === words)).toHaveLength(measurements.length);
  });

  it('passes them with a patient nobody knows anything about', () => {
    const document = signedDocument({
      patient: {
        patientId: null,
        issuer: 'local media',
        name: { alphabetic: '', ideographic: '', phonetic: '' },
        birthDate: '1965',
        sex: 'unknown',
      },
      study: {
        studyUid: '2.25.77',
        date: 'x',
        time: '25:00',
        accession: null,
        description: null,
        referring: null,
        institution: null,
        modalities: [],
      },
      evidence: [],
      measurements: [],
      uids: { series: '2.25.1', report: '2.25.2', measurementSeries: '2.25.3', measurements: null },
    });
    const target = file('unknown.dcm', buildReportSr(document));
    expect(violations(target)).toEqual([]);
    expect(dump(target)).not.toMatch(/^[EW]:/m);
    expect(buildMeasurementSr(document)).toBeNull();
  });

  it('passes them as an addendum, which names its predecessor and carries its text', () => {
    const document = signedDocument({
      state: 'addendum',
      predecessor: {
        reportId: signedDocument().reportId,
        hash: 'ab'.repeat(32),
        signerName: 'Ada Reader',
        at: '2026-02-28T02:15:00.000Z',
        zone: '+01:00',
        object: { seriesUid: '2.25.8', sopUid: '2.25.9', sopClass: REPORT_CLASS },
        sections: renderedSections(signedDocument().template, signedDocument().content),
      },
    });
    const target = file('addendum.dcm', buildReportSr(document));
    expect(violations(target)).toEqual([]);
    const dumped = execFileSync('dcmdump', ['+P', '0040,a360', '+P', '0008,1155', target], { encoding: 'utf8' });
    expect(dumped).toContain('2.25.9');
    expect(textValues(target).filter((value) => value === 'Stable.')).toHaveLength(2);
  });

  it.each(['report', 'measurements'] as const)(
    'passes them as a preliminary report, which nobody verifies: %s',
    (kind) => {
      const document = signedDocument({ state: 'preliminary' });
      const target = file(
        `wet-${kind}.dcm`,
        kind === 'report' ? buildReportSr(document) : buildMeasurementSr(document),
      );
      expect(violations(target)).toEqual([]);
      expect(dump(target)).not.toMatch(/^[EW]:/m);
      const flags = ['+P', '0040,a491', '+P', '0040,a493', '+P', '0040,a496', '+P', '0040,a073'];
      const dumped = execFileSync('dcmdump', ['+s', ...flags, target], { encoding: 'utf8' });
      expect([...dumped.matchAll(/\[(\w+)\]/g)].map((match) => match[1])).toEqual([
        ...['COMPLETE', 'UNVERIFIED', 'PRELIMINARY'],
      ]);
      expect(dumped).not.toContain('0040,a073');
    },
  );

  it('passes them as the final report after it, which names it and carries no text of it', () => {
    const wet = signedDocument({ state: 'preliminary' });
    const document = signedDocument({
      content: contentWith(wet.template, { findings: 'Dry.', impression: 'Dry words.' }),
      predecessor: {
        ...{ reportId: wet.reportId, first: wet.reportId, hash: 'ab'.repeat(32), signerName: 'Ada Reader' },
        ...{ at: '2026-02-28T02:15:00.000Z', zone: '+01:00' },
        object: { seriesUid: '2.25.8', sopUid: '2.25.9', sopClass: REPORT_CLASS },
        sections: renderedSections(wet.template, wet.content),
      },
    });
    const target = file('dry.dcm', buildReportSr(document));
    expect(violations(target)).toEqual([]);
    const dumped = execFileSync('dcmdump', ['+P', '0040,a360', '+P', '0008,1155', target], { encoding: 'utf8' });
    expect(dumped).toContain('2.25.9');
    expect(textValues(target)).not.toContain('Stable.');
  });

  it('gives every character of the text back, through another implementation', () => {
    const long = `${'Long text with < and & and \u{1FAC1}. '.repeat(2000)}end`;
    const template = signedDocument().template;
    const content = contentWith(template, { findings: NASTY, impression: long });
    const target = file('nasty.dcm', buildReportSr(signedDocument({ content })));
    const values = textValues(target).map((value) => value.replaceAll('\r\n', '\n'));
    expect(values).toContain(
      paragraphsText(content.sections.find((s) => s.sectionId === 'findings')?.paragraphs ?? []),
    );
    expect(values).toContain(long);
  });

  it('writes each value with the unit that was on the screen', () => {
    const document = signedDocument();
    const target = file('units.dcm', buildMeasurementSr(document));
    const dumped = execFileSync('dsrdump', ['+Pc', '+Pl', target], { encoding: 'utf8' });
    const read = [...dumped.matchAll(/NUM:\(.*?\)="(.*?)" \((.*?),UCUM/g)].map((m) => `${Number(m[1])} ${m[2]}`);
    const shown = document.measurements.flatMap((m) => m.result.values.map((v) => ({ ...v })));
    const ucum: Record<string, string> = { px2: '{pixels2}' };
    // A decimal string holds 16 characters: the exact number stands beside it as a double.
    expect(read).toEqual(shown.map((v) => `${Number(decimalString(v.value))} ${ucum[v.unit] ?? v.unit}`));
    expect(read).toContain('10.04 cm');
  });

  it('hangs the number of a field from its words, with its unit, where programs find it', () => {
    const target = file('fields.dcm', buildReportSr(measuredForm()));
    expect(violations(target)).toEqual([]);
    expect(dump(target)).not.toMatch(/^[EW]:/m);
    expect(textValues(target)).toContain('Largest nodule, mean diameter: 12.50 mm');
    const dumped = execFileSync('dsrdump', ['+Pc', '+Pl', target], { encoding: 'utf8' });
    const numbers = [...dumped.matchAll(/<inferred from NUM:\((.*?),(.*?),.*?\)="(.*?)" \((.*?),(.*?),/g)];
    expect(numbers.map((found) => found.slice(1))).toEqual([
      ['LARGEST_NODULE_MEAN_DIAMETER', '99NIGHTJAR', '12.5', 'mm', 'UCUM'],
      ['18748-4', 'LN', '3', '{lobes}', 'UCUM'],
    ]);
    // What is no number stays words alone.
    expect(textValues(target)).toContain('Ascending aorta, diameter: about 40 mm');
  });

  it('gives them back to our own reader as they were written', () => {
    const { root } = srTree(openObject(buildReportSr(measuredForm())));
    const all = (item: SrItem): SrItem[] => [item, ...item.children.flatMap((one) => all(one))];
    const found = all(root).filter(({ type }) => type === 'NUM');
    expect(found.map((item) => [item.name?.meaning, numberOf(item)])).toEqual([
      ['Largest nodule, mean diameter', { text: '12.5', value: 12.5, unit: 'mm' }],
      ['Lobes', { text: '3', value: 3, unit: 'lobes' }],
    ]);
  });

  it('puts the exact double beside a value that decimal text cannot hold', () => {
    const target = file('exact.dcm', buildMeasurementSr(signedDocument()));
    const dumped = execFileSync('dcmdump', ['+fo', '+P', '0040,a161', target], { encoding: 'utf8' });
    expect(dumped).toContain('35.1234567890123');
  });
});
