import { describe, expect, it } from 'vitest';
import { putBack, setAside } from '../../../../../shared/hanging/protocol/foreign-rules.ts';
import { ProtocolMatcher } from '../../../../../shared/hanging/protocol/match.ts';
import { HangingProtocol } from '../../../../../shared/hanging/protocol/protocol.ts';
import { caseOf, protocolOf, stackOf, studyOf } from './cases.ts';

/** Of a later version: a comparison and an attribute that are none here. */
const between = (must: boolean) => ({ attribute: 'density', is: 'between', low: 1, high: 2, weight: 5, must });
const newer = { attribute: 'words', is: 'sounds-like', sounds: 'knee', weight: 3 };

function later(must: boolean): unknown {
  const plain = HangingProtocol.parse(protocolOf());
  const [first, ...others] = plain.imageSets;
  if (!first) throw new Error('no image set');
  return { ...plain, for: [between(must), ...plain.for], imageSets: [{ ...first, rules: [...first.rules, newer] }, ...others] }; // prettier-ignore
}

const hang = (document: HangingProtocol) =>
  new ProtocolMatcher([document]).hang(caseOf(studyOf([stackOf('thorax')], { modalities: ['CT'] })));

describe('rules of kinds that only a later version of the program knows', () => {
  it('are kept as they came, through the store and back into a file', () => {
    expect(HangingProtocol.safeParse(later(true)).success).toBe(false);
    const read = HangingProtocol.parse(JSON.parse(JSON.stringify(setAside(later(true)))));
    expect(read.foreign?.map(({ list, at, must }) => [list, at, must])).toEqual([
      ['studies', 0, true],
      ['pictures', read.imageSets[0]?.rules.length, false],
    ]);
    expect(JSON.parse(JSON.stringify(putBack(read)))).toEqual(JSON.parse(JSON.stringify(later(true))));
    // What it knows is left as it is; what is of a known kind and broken is no rule of a later version.
    const plain = HangingProtocol.parse(protocolOf());
    expect(setAside(plain)).toBe(plain);
    expect(JSON.parse(JSON.stringify(putBack(plain)))).toEqual(JSON.parse(JSON.stringify(plain)));
    const broken = { ...plain, for: [{ attribute: 'modality', is: 'equals', weight: 1 }] };
    expect(HangingProtocol.safeParse(setAside(broken)).success).toBe(false);
  });

  it('are left out in words, and one that must hold lets the protocol hang nothing', () => {
    const [plain] = [HangingProtocol.parse(protocolOf())];
    expect(hang(plain).protocol?.id).toBe(plain.id);
    const ignored = hang(HangingProtocol.parse(setAside(later(false))));
    expect(ignored.protocol?.id).toBe(plain.id);
    const words = (ignored.candidates[0]?.rules ?? []).map((rule) => rule.words).join('\n');
    expect(words).toContain('a rule on “density” (between): not known to this version of the program, and left out');
    expect(words).toContain('a rule on “words” (sounds-like)');
    const refused = hang(HangingProtocol.parse(setAside(later(true))));
    expect([refused.protocol, refused.candidates[0]?.outcome]).toEqual([null, 'does-not-fit']);
    expect(refused.candidates[0]?.why).toMatch(/“density” \(between\) is not known .*hangs nothing$/u);
  });
});
