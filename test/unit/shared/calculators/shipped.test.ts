import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Calculator } from '../../../../shared/calculators/calculator.ts';
import { projectRoot } from '../../../helpers/runtime.ts';

const folder = path.join(projectRoot, 'resources', 'calculators');
const shipped = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => {
    const json: unknown = JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
    return { name, calculator: new Calculator(json) };
  });

describe.each(shipped)('rule file $name', ({ name, calculator }) => {
  it('is named after its id, with a version, a date and a source', () => {
    expect(name).toBe(`${calculator.file.id}.json`);
    expect(calculator.file.source.length).toBeGreaterThan(10);
  });

  it.each(calculator.file.examples)('gives $gives for $given', ({ given, gives }) => {
    const outcomes = calculator.run(given);
    for (const [id, wanted] of Object.entries(gives)) {
      const outcome = outcomes.find((each) => each.id === id);
      const value = outcome?.state === 'known' ? outcome.value : null;
      expect([id, value]).toEqual([id, wanted]);
    }
  });

  it('reaches every category that it has', () => {
    const reached = calculator.file.examples.flatMap(({ given }) =>
      calculator.run(given).flatMap((outcome) => (outcome.state === 'known' ? [outcome.value] : [])),
    );
    for (const output of calculator.file.outputs) {
      if (output.kind !== 'category') continue;
      const never = new Set(output.rules.map((rule) => rule.is).filter((value) => !reached.includes(value)));
      expect([...never]).toEqual([]);
    }
  });

  it('asks for what it needs while nothing is given', () => {
    for (const outcome of calculator.run({})) expect(outcome.state).toBe('needs');
  });
});
