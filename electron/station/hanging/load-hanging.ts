import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CaseTables } from '../../../shared/hanging/protocol/case-of-study.ts';
import { HangingProtocol } from '../../../shared/hanging/protocol/protocol.ts';
import { StackRules } from '../../../shared/hanging/stack-rules.ts';
import { loadPriorRules } from '../archive/load-prior-rules.ts';

/** Reads and checks every shipped protocol, by id. A bad file is a packaging bug and stops the start. */
export function loadProtocols(dir: string): readonly HangingProtocol[] {
  return readdirSync(dir)
    .filter((name) => name.endsWith('.json') && !name.endsWith('.schema.json'))
    .sort()
    .map((name) => HangingProtocol.parse(JSON.parse(readFileSync(path.join(dir, name), 'utf8'))));
}

/** The tables by which studies are described to protocols. @param resources folder of the program's resources */
export function loadCaseTables(resources: string): CaseTables {
  return {
    priors: loadPriorRules(path.join(resources, 'prior-relevance.json')),
    stacks: StackRules.parse(JSON.parse(readFileSync(path.join(resources, 'stack-rules.json'), 'utf8'))),
  };
}
