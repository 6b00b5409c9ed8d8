import { describe, expect, it } from 'vitest';
import { stepWords } from '../../../../../renderer/app/sources/step-words.ts';
import { SourceStep } from '../../../../../shared/model/source.ts';

describe('the steps of a connection test', () => {
  it('speak of an association with a DIMSE source only', () => {
    expect(stepWords('association', 'dimse').name).toBe('Association');
    expect(SourceStep.options.map((step) => stepWords(step, 'dicomweb').name)).toEqual([
      ...['Name', 'Port', 'TLS', 'Access', 'Query', 'Retrieve one image', 'Store one object'],
    ]);
  });
});
