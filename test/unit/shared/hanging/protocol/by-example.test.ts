import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differsFromSeen, proposeByExample, protocolOf } from '../../../../../shared/hanging/protocol/by-example.ts';
import type { Proposal, Seen, SeenViewport } from '../../../../../shared/hanging/protocol/by-example.ts';
import type { HangingCase, HangingStack } from '../../../../../shared/hanging/protocol/case-facts.ts';
import { ProtocolMatcher } from '../../../../../shared/hanging/protocol/match.ts';
import { HangingProtocol } from '../../../../../shared/hanging/protocol/protocol.ts';
import { ruleWords } from '../../../../../shared/hanging/protocol/rules.ts';
import { caseOf, priorOf, stackOf, studyOf } from './cases.ts';

/** Viewports side by side on one screen. */
function beside(facts: HangingCase, stacks: readonly HangingStack[]): Seen {
  const width = 1 / stacks.length;
  const screen = stacks.map((stack, at): SeenViewport => {
    return { place: { x: at * width, y: 0, width, height: 1 }, stack, look: { picture: 'middle' } };
  });
  return { facts, screens: [screen], id: 'mine', name: 'Mine' };
}

function proposed(seen: Seen): Proposal {
  const proposal = proposeByExample(seen);
  if (!proposal) throw new Error('nothing was proposed');
  return proposal;
}

const hungBy = (protocol: HangingProtocol, facts: HangingCase): readonly (string | undefined)[] =>
  (new ProtocolMatcher([protocol]).hang(facts).stages[0]?.viewports ?? []).map(({ stack }) => stack?.seriesUid);

const brain = (names: readonly string[], change: Partial<Parameters<typeof studyOf>[1]> = {}): HangingCase => {
  const stacks = names.map((name, at) => stackOf(name, { modality: 'MR', seriesNumber: at + 1 }));
  return caseOf(studyOf(stacks, { regions: ['head'], ...change }));
};
const named = (facts: HangingCase, name: string): HangingStack => {
  const found = facts.study.stacks.find(({ seriesUid }) => seriesUid === name);
  if (!found) throw new Error(name);
  return found;
};

describe('a protocol by example', () => {
  const own = brain(['FLAIR axial', 'T2 TSE', 'T1 pre', 'DWI b1000']);
  const kept = proposed(beside(own, [named(own, 'T2 TSE'), named(own, 'FLAIR axial')]));

  it('asks for what the pictures are, not for what the series is called', () => {
    const rules = kept.sets.flatMap((set) => set.rules.filter(({ by }) => by !== 'needed'));
    expect(rules.map(({ by }) => by)).not.toContain('name');
    const t2 = kept.sets.find(({ stack }) => stack.seriesUid === 'T2 TSE');
    expect(t2?.rules.map(({ rule }) => ruleWords(rule))).toContain('kind of picture t2');
    expect(differsFromSeen(kept, HangingProtocol.parse(protocolOf(kept)))).toEqual([]);
  });

  it('hangs another patient of another site, where the series have other names and another order', () => {
    const other = brain(['ep2d diff b 800', 't2_tse_tra', 't1_se', 't2_tirm_tra_dark-fluid'], { studyUid: '1.9' });
    expect(hungBy(protocolOf(kept), other)).toEqual(['t2_tse_tra', 't2_tirm_tra_dark-fluid']);
  });

  it('is not for another region or modality', () => {
    expect(new ProtocolMatcher([protocolOf(kept)]).best(brain(['T2 TSE'], { regions: ['spine'] }))).toBeNull();
    expect(new ProtocolMatcher([protocolOf(kept)]).best(caseOf(studyOf([stackOf('T2')], { regions: ['head'] })))).toBeNull(); // prettier-ignore
  });

  it('says that only a name or a number tells two series apart', () => {
    const twins = [3, 4].map((seriesNumber) => stackOf(`s${seriesNumber}`, { seriesNumber, description: 'Axial' }));
    const facts = caseOf(studyOf([...twins, stackOf('s5', { seriesNumber: 5, description: 'Axial liver' })]));
    const grounds = (at: number): readonly string[] =>
      proposed(beside(facts, [facts.study.stacks[at] ?? stackOf('')])).sets[0]?.rules.map(({ by }) => by) ?? [];
    expect(grounds(1)).toContain('number');
    expect(grounds(2)).toContain('name');
    expect(grounds(2)).not.toContain('number');
  });

  it('asks for the prior as it was chosen', () => {
    const priors = [
      priorOf([stackOf('new')], { studyUid: '2.1', daysBefore: 30, relevance: 0.5 }),
      priorOf([stackOf('best')], { studyUid: '2.2', daysBefore: 200, relevance: 0.9 }),
      priorOf([stackOf('old')], { studyUid: '2.3', daysBefore: 900, relevance: 0.6 }),
    ];
    const facts = caseOf(studyOf([stackOf('now')]), priors);
    const words = priors.map(({ stacks: [stack = stackOf('')] }) => {
      const proposal = proposed(beside(facts, [...facts.study.stacks, stack]));
      expect(differsFromSeen(proposal, protocolOf(proposal))).toEqual([]);
      return proposal.sets[1]?.study;
    });
    expect(words).toEqual([
      'the latest earlier study of the same modality',
      'the most relevant earlier study of the same modality',
      'the oldest earlier study of the same modality',
    ]);
  });

  it('takes corrections, and says what would then hang otherwise', () => {
    const last = proposed(beside(own, [named(own, 'DWI b1000')]));
    expect(differsFromSeen(last, protocolOf(last))).toEqual([]);
    const out = new Set((last.sets[0]?.rules ?? []).map((_, at) => `current-1 ${at}`));
    const corrected = HangingProtocol.parse(protocolOf(last, out));
    expect(corrected.imageSets[0]?.rules.every(({ must }) => must === true)).toBe(true);
    expect(differsFromSeen(last, corrected)).toHaveLength(1);
  });

  it('is a document, and hangs its own example the same unless it says otherwise', () => {
    const stack = fc.record({
      description: fc.constantFrom('Axial', 'Lung', 'T2 TSE', 'b 800', 'Localizer', '2024 01', ''),
      modality: fc.constantFrom('CT', 'MR', 'MG', null),
      plane: fc.constantFrom('axial' as const, 'coronal' as const, 'oblique' as const, null),
      laterality: fc.constantFrom('L', 'R', null),
      view: fc.constantFrom('CC', 'MLO', null),
      images: fc.integer({ min: 1, max: 30 }),
      seriesNumber: fc.option(fc.nat(3)),
      kernel: fc.constantFrom('B30', 'B70', null),
      minor: fc.boolean(),
      cine: fc.boolean(),
    });
    const study = fc.array(stack, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(study, fc.array(study, { maxLength: 3 }), fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), (current, earlier, picks) => {
        const made = current.map((one, at) => stackOf(`c${at}`, one));
        const priors = earlier.map((stacks, at) =>
          priorOf(stacks.map((one, place) => stackOf(`p${at}-${place}`, one)), { studyUid: `9.${at}`, relevance: at / 3, daysBefore: at * 100 + 1 }),
        );
        const facts = caseOf(studyOf(made, { regions: ['head'] }), priors);
        const all = [...facts.study.stacks, ...priors.flatMap(({ stacks }) => stacks)];
        const seen = beside(facts, picks.flatMap((pick) => all[pick % all.length] ?? []));
        const proposal = proposed(seen);
        const protocol = HangingProtocol.parse(protocolOf(proposal));
        const isSure = proposal.sets.every(({ mistaken }) => mistaken.length === 0);
        if (isSure && proposal.sets[0]?.role === 'current') expect(differsFromSeen(proposal, protocol)).toEqual([]);
      }), // prettier-ignore
      { numRuns: 300 },
    );
  });
});
