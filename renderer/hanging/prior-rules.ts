import table from '../../resources/prior-relevance.json';
import { PriorRules } from '../../shared/hanging/prior-relevance.ts';
import { PriorTable } from '../../shared/hanging/prior-table.ts';

/** The words of hospitals, by which a study is described to protocols. */
export const PRIOR_RULES: PriorRules = new PriorRules(PriorTable.parse(table));
