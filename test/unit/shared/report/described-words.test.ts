import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MeasurementPlane } from '../../../../shared/model/measurement.ts';
import { describedWords, pictureSide, sideDoubts } from '../../../../shared/report/described-words.ts';
import { FindingList } from '../../../../shared/report/finding-list.ts';
import { measurementRows } from '../../../../shared/report/measurement-rows.ts';
import { renderPrint } from '../../../../shared/report/render-print.ts';
import { measured, signedDocument } from '../../../helpers/report-document.ts';
import { imageOf } from '../rules/image-fixture.ts';

const list = FindingList.parse(JSON.parse(readFileSync('resources/findings.json', 'utf8')));
const site = (name: string) => list.sites.find(({ code }) => code.meaning === name)?.code;
const { left, right, both } = list.sides;
const finding = list.findings.find(({ meaning }) => meaning === 'Nodule');
const [margins] = list.judgements;
const evaluations = (margins?.answers ?? []).slice(3).map((value) => ({ name: margins?.name ?? value, value }));

describe('what a reader says of a measurement', () => {
  it('is said in words, sides spelled out', () => {
    expect(describedWords({})).toBe('');
    expect(describedWords({ finding, findingSite: site('Lung'), laterality: right, evaluations })).toBe(
      'Nodule; Lung, RIGHT; Margins: Spiculated',
    );
    expect(describedWords({ findingSite: site('Kidney'), laterality: both })).toBe('Kidney, BOTH SIDES');
  });

  it.each([
    ['Kidney', left, 'RIGHT', ['The image says RIGHT']],
    ['Kidney', left, 'LEFT', []],
    ['Kidney', left, null, []],
    ['Breast', both, 'LEFT', ['The image says LEFT']],
    ['Kidney', undefined, 'LEFT', ['Side not said']],
    ['Liver', undefined, null, []],
  ] as const)('%s of side %o on a picture of %s is doubtful for %o', (name, laterality, picture, doubts) => {
    expect(sideDoubts({ findingSite: site(name), laterality }, picture, list)).toEqual(doubts);
  });

  it.each([
    ['L', 'LEFT'],
    ['R', 'RIGHT'],
    ['B', null],
    ['U', null],
    [null, null],
  ] as const)('a picture that says %s is of side %s; a reformat is of none', (laterality, side) => {
    const image = { ...imageOf({}), laterality };
    expect(pictureSide(image, { frame: 1 })).toBe(side);
    const plane = MeasurementPlane.parse({
      ...{ seriesUid: '1', frameOfReference: null, origin: [0, 0, 0], slab: null },
      ...{ orientation: [1, 0, 0, 0, 1, 0], spacing: [1, 1] },
    });
    expect(pictureSide(image, { frame: 1, plane })).toBeNull();
    expect(pictureSide(null, { frame: 1 })).toBeNull();
  });
});

describe('measurements frozen in a signed report', () => {
  const line: [number, number][] = [
    [0, 0],
    [3, 4],
  ];
  const one = {
    ...measured('M1', 'length', line, [{ name: 'length', value: 10.04, unit: 'cm' }]),
    ...{ finding, findingSite: site('Kidney'), laterality: left },
    result: {
      values: [{ name: 'length', value: 10.04, unit: 'cm' }],
      basis: 'at detector',
      warnings: ['Not in focus'],
    },
  };

  it('are said with value, unit, ground, finding and site', () => {
    expect(measurementRows([one])).toEqual([
      {
        ...{ measurementId: one.measurementId, label: 'M1', kind: 'Length', value: '10.0 cm (at detector)' },
        ...{ ground: 'at detector; Not in focus', described: 'Nodule; Kidney, LEFT' },
      },
    ]);
  });

  it('are printed so, and without a column for findings where nobody said any', () => {
    const printed = renderPrint(signedDocument({ measurements: [one] }), 'ab');
    expect(printed).toContain('<th>Finding</th>');
    expect(printed).toContain(
      '<td>10.0 cm (at detector)</td><td>at detector; Not in focus</td><td>Nodule; Kidney, LEFT</td>',
    );
    expect(renderPrint(signedDocument(), 'ab')).not.toContain('Finding</th>');
  });
});
