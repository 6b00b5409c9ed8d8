import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ONE_MONITOR } from '../../../../../shared/hanging/protocol/case-facts.ts';
import { onDesk } from '../../../../../shared/hanging/protocol/on-desk.ts';
import { caseOf, stackOf, studyOf } from './cases.ts';
import { CASES, mg, of, said, shipped, SHIPPED_DIR } from './shipped-cases.ts';

describe('the protocols that came with the program', () => {
  it.each(CASES)('%s hangs its kind of study', (id, facts, stages) => {
    const hanging = shipped.hang(facts);
    expect({ id: hanging.protocol?.id, stages: said(hanging) }).toEqual({ id, stages });
  });

  it.each(CASES)('%s leaves no viewport of its first stage empty, on one monitor and on two', (_id, facts) => {
    for (const monitors of [ONE_MONITOR, [...ONE_MONITOR, ...ONE_MONITOR]]) {
      const [first] = onDesk(shipped.hang({ ...facts, monitors }).stages);
      expect(first?.viewports.length).toBeGreaterThan(0);
      expect(first?.viewports.filter(({ stack }) => stack === null)).toEqual([]);
    }
  });

  it('are each tried here, and named as their files are', () => {
    const files = readdirSync(SHIPPED_DIR).filter((name) => !name.endsWith('.schema.json'));
    // The last three: shipped-more.test.ts.
    const tried = [...CASES.map(([id]) => id), 'dexa', 'mr-breast', 'mr-neck'].sort();
    expect(files.map((name) => name.replace('.json', '')).sort()).toEqual(tried);
    expect(shipped.protocols.map(({ id }) => id)).toEqual(tried);
  });

  it('hang scanned notes and worksheets first, beside the pictures', () => {
    const sheet = stackOf('Sono worksheet', {
      modality: 'US',
      sopClass: '1.2.840.10008.5.1.4.1.1.7',
      plane: null,
      images: 1,
    });
    const stills = of('US', { plane: null })('stills', { images: 12 });
    expect(said(shipped.hang(caseOf(studyOf([stills, sheet]))))).toEqual([
      'Papers first: Sono worksheet | stills',
      'Stills and clips: stills',
    ]);
  });

  it.each([
    ['a wide picture area', 1.9, [0, 0.25, 0.5, 0.75], [0, 0, 0, 0]],
    ['one beside a report', 1.2, [0, 0.5, 0, 0.5], [0, 0, 0.5, 0.5]],
    ['a small window', 0.9, [0, 0.5, 0, 0.5], [0, 0, 0.5, 0.5]],
    ['an upright one', 0.6, [0, 0.5, 0, 0.5], [0, 0, 0.5, 0.5]],
  ])('hang four mammograms as large as %s has room for, backs meeting', (_name, aspect, x, y) => {
    const study = studyOf([mg('L', 'MLO'), mg('R', 'CC'), mg('L', 'CC'), mg('R', 'MLO')]);
    const [four] = shipped.hang(caseOf(study, [], { monitors: [{ role: 'any', orientation: 'landscape', aspect }] })).stages; // prettier-ignore
    expect(four?.viewports.map(({ label }) => label)).toEqual(['R CC', 'L CC', 'R MLO', 'L MLO']);
    expect(four?.viewports.map(({ place }) => place.x)).toEqual(x);
    expect(four?.viewports.map(({ place }) => place.y)).toEqual(y);
  });

  it('hang mammograms chest wall to chest wall on upright monitors too, right beside left', () => {
    const monitors = [
      { role: 'diagnostic', orientation: 'portrait' },
      { role: 'diagnostic', orientation: 'portrait' },
    ] as const;
    const study = studyOf([mg('L', 'MLO'), mg('R', 'CC'), mg('L', 'CC'), mg('R', 'MLO')]);
    const [four] = shipped.hang(caseOf(study, [], { monitors })).stages;
    expect(four?.viewports.map(({ label, place, look }) => [label, place.monitor, place.x, look.justify])).toEqual([
      ['R CC', 0, 0, 'right'],
      ['L CC', 0, 0.5, 'left'],
      ['R MLO', 1, 0, 'right'],
      ['L MLO', 1, 0.5, 'left'],
    ]);
  });
});
