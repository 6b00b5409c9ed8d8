import table from '../../resources/stack-rules.json';
import { StackRules } from '../../shared/hanging/stack-rules.ts';

/** The rules that came with the program. */
export const STACK_RULES: StackRules = StackRules.parse(table);
