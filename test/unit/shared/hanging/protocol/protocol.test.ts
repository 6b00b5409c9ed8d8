import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { HangingProtocol, protocolJsonSchema } from '../../../../../shared/hanging/protocol/protocol.ts';
import { protocolOf } from './cases.ts';

const published = path.join(import.meta.dirname, '../../../../../resources/hanging/protocol.schema.json');

/** What is said against a protocol that is otherwise sound. */
function faults(change: Readonly<Record<string, unknown>>): readonly string[] {
  const parsed = HangingProtocol.safeParse({ ...protocolOf(), ...change });
  return parsed.success ? [] : parsed.error.issues.map(({ message }) => message);
}

describe('a hanging protocol', () => {
  it('is published as a JSON schema that is equal to the one it is checked by', () => {
    expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(JSON.parse(JSON.stringify(protocolJsonSchema())));
  });

  it('is read again as it was written', () => {
    const protocol = protocolOf();
    expect(HangingProtocol.parse(JSON.parse(JSON.stringify(protocol)))).toEqual(protocol);
  });

  const { imageSets, displaySets, stages } = protocolOf();
  const [main, prior] = imageSets;
  const [stage] = stages;
  const box = { x: 0, y: 0, width: 1, height: 1, show: 'main' };
  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['another schema', { schema: 2 }, 'expected 1'],
    ['what it does not know', { colour: 'red' }, 'colour'],
    ['a set twice', { imageSets: [main, main, prior] }, 'main stands there twice'],
    ['likeness to a set that comes later', { imageSets: [prior, main] }, 'there is no main'],
    [
      'a display set of nothing',
      { displaySets: [{ ...displaySets[0], set: 'gone' }, displaySets[1]] },
      'there is no gone',
    ],
    [
      'a box of nothing',
      { stages: [{ ...stage, screens: [{ boxes: [{ ...box, show: 'gone' }] }] }] },
      'there is no gone',
    ],
    [
      'boxes over each other',
      { stages: [{ ...stage, screens: [{ boxes: [box, { ...box, show: 'prior' }] }] }] },
      'prior lies over another',
    ],
    [
      'a box beyond its screen',
      { stages: [{ ...stage, screens: [{ boxes: [{ ...box, x: 0.5 }] }] }] },
      'beyond the edge',
    ],
    ['an operator of its own', { for: [{ attribute: 'modality', is: 'like', value: 'CT', weight: 1 }] }, 'Invalid'],
  ])('is refused with %s', (_what, change, words) => {
    expect(faults(change).join('; ')).toContain(words);
  });
});
