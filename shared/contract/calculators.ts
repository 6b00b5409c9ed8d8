import { z } from 'zod';
import { CalculatorFile } from '../calculators/calculator-file.ts';
import { call } from './define.ts';
import { CLINICAL } from './roles.ts';

export const calculatorCalls = {
  /** Every rule file that the program ships, in the order of their titles. Nothing of a patient. */
  'calculators.list': call(z.strictObject({}), z.strictObject({ calculators: z.array(CalculatorFile) }), {
    roles: CLINICAL,
  }),
} as const;
