import path from 'node:path';
import { loadPriorRules } from '../../electron/station/archive/load-prior-rules.ts';
import type { PriorRules } from '../../shared/hanging/prior-relevance.ts';

/** The rules as the program ships them. */
export function shippedPriorRules(): PriorRules {
  return loadPriorRules(path.join(import.meta.dirname, '../../resources/prior-relevance.json'));
}
