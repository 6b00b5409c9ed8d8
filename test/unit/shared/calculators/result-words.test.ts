import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Calculator } from '../../../../shared/calculators/calculator.ts';
import { valuesFor } from '../../../../shared/calculators/fill.ts';
import { outcomeLack, reportSentence } from '../../../../shared/calculators/result-words.ts';
import { projectRoot } from '../../../helpers/runtime.ts';

function shipped(id: string): Calculator {
  const file = path.join(projectRoot, 'resources', 'calculators', `${id}.json`);
  return new Calculator(JSON.parse(readFileSync(file, 'utf8')));
}

describe('words of a calculator', () => {
  it('say category, ground, rule and version', () => {
    const lung = shipped('lung-rads');
    const outcomes = lung.run({ incomplete: false, kind: 'solid', state: 'baseline', size: 8.04 });
    expect(reportSentence(lung.file, outcomes)).toBe(
      'Lung-RADS: category 4A (solid, baseline, 8 to under 15 mm). [American College of Radiology, Lung-RADS v2022]',
    );
  });

  it('say a number with its unit and its decimals', () => {
    const weight = shipped('fetal-weight');
    const [biparietal, head, abdomen, femur] = weight.file.inputs.map(({ id }) => id);
    const given = { [biparietal ?? '']: 8.2, [head ?? '']: 30, [abdomen ?? '']: 28.5, [femur ?? '']: 6.2 };
    expect(reportSentence(weight.file, weight.run(given))).toContain('estimated fetal weight 1992 g');
  });

  it('name what is not known yet, and have no sentence for it', () => {
    const lung = shipped('lung-rads');
    const outcomes = lung.run({ incomplete: false, kind: 'solid', state: 'baseline' });
    expect(outcomes.map((outcome) => outcomeLack(outcome, lung.file))).toContain(
      'Needs: Mean diameter on the lung window.',
    );
    expect(reportSentence(lung.file, outcomes)).toBeNull();
  });
});

describe('values of a measurement', () => {
  const input = { id: 'x', label: 'X', kind: 'number', unit: 'cm', digits: 1, min: 0, max: 30 } as const;

  it('fit an input of their kind, in its unit', () => {
    expect(valuesFor(input, [{ name: 'length', value: 82, unit: 'mm' }])).toEqual([{ name: 'length', value: 8.2 }]);
  });

  it('never fit as pixels, nor out of range, nor as another kind', () => {
    expect(valuesFor(input, [{ name: 'length', value: 82, unit: 'px' }])).toEqual([]);
    expect(valuesFor(input, [{ name: 'length', value: 820, unit: 'mm' }])).toEqual([]);
    expect(valuesFor(input, [{ name: 'area', value: 82, unit: 'mm2' }])).toEqual([]);
  });
});
