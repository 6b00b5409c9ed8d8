export { checkFacts, standingWords } from './check-facts.ts';
export { machineHere, monitorHere } from './here.ts';
export { readChecks, watchChecks } from './watch-checks.ts';
