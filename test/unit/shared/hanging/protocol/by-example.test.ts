import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  differsFromSeen,
  isByNameAlone,
  proposeByExample,
  protocolOf,
} from '../../../../../shared/hanging/protocol/by-example.ts';
import type { Proposal, Seen } from '../../../../../shared/hanging/protocol/by-example.ts';
import type { SeenAs, SeenViewport } from '../../../../../shared/hanging/protocol/seen-viewport.ts';
import { ONE_MONITOR } from '../../../../../shared/hanging/protocol/case-facts.ts';
import type { HangingCase, HangingMonitor, HangingStack } from '../../../../../shared/hanging/protocol/case-facts.ts';
import { ProtocolMatcher } from '../../../../../shared/hanging/protocol/match.ts';
import type { Rule } from '../../../../../shared/hanging/protocol/condition.ts';
import { forbidding, isForbidding } from '../../../../../shared/hanging/protocol/forbid.ts';
import { plainRule } from '../../../../../shared/hanging/protocol/plain-words.ts';
import { HangingProtocol } from '../../../../../shared/hanging/protocol/protocol.ts';
import { ruleWords } from '../../../../../shared/hanging/protocol/rules.ts';
import { caseOf, priorOf, stackOf, studyOf } from './cases.ts';

/** Viewports side by side on one screen. */
function beside(facts: HangingCase, stacks: readonly HangingStack[]): Seen {
  const width = 1 / stacks.length;
  const screen = stacks.map((stack, at): SeenViewport => {
    return { place: { x: at * width, y: 0, width, height: 1 }, stack, look: { picture: 'middle' } };
  });
  return { facts, screens: [screen], planes: false, id: 'mine', name: 'Mine', lost: [] };
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

  it('shuts out what must not be, in every shape that a rule has, and keeps to its schema', () => {
    const t2 = kept.sets.find(({ stack }) => stack.seriesUid === 'T2 TSE');
    const at = t2?.rules.findIndex(({ rule }) => ruleWords(rule) === 'kind of picture t2') ?? -1;
    const asked = t2?.rules[at]?.rule;
    if (!t2 || !asked) throw new Error('no such rule');
    const shut = forbidding(asked);
    expect([shut, shut && isForbidding(shut, asked), isForbidding(asked, asked)]).toEqual([
      { attribute: 'content', is: 'not-in', values: ['t2'], weight: asked.weight, must: true },
      ...[true, false],
    ]);
    const protocol = HangingProtocol.parse(protocolOf(kept, new Map([[`${t2.id} ${at}`, shut]])));
    expect(hungBy(protocol, own)).not.toContain('T2 TSE');
    const modality = kept.for.findIndex(({ attribute }) => attribute === 'modality');
    const noMr = new Map([[`for ${modality}`, forbidding(kept.for[modality] ?? asked)]]);
    expect(new ProtocolMatcher([HangingProtocol.parse(protocolOf(kept, noMr))]).best(own)).toBeNull();
    // What is asked for besides takes the place of the rule it came from, with none of its values.
    const [more] = t2.further;
    const opposite = more && forbidding(more.rule);
    expect(HangingProtocol.safeParse(protocolOf(kept, new Map([[`${t2.id} +0`, opposite ?? null]]))).success).toBe(
      true,
    );
    const words: Rule = { attribute: 'words', is: 'contains-word', words: ['scout'], weight: -20 };
    expect(forbidding(words)).toEqual({ ...words, is: 'without-word', weight: 20, must: true });
    expect(forbidding({ attribute: 'images', is: 'range', from: 3, weight: 1 })).toBeNull();
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

  const petCt = (studyUid: string, names: readonly [string, string, string]): HangingCase =>
    caseOf(
      studyOf(
        [
          stackOf(names[0], { thickness: 3, images: 200 }),
          stackOf(names[1], { modality: 'PT', images: 200 }),
          stackOf(names[2], { images: 2, imageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'], minor: true }),
        ],
        { studyUid, regions: ['chest', 'abdomen'] },
      ),
    );

  it('keeps planes, slabs and what lies over a picture, for another patient too', () => {
    const [first, other] = [petCt('1.2', ['CT', 'PET', 'Topo']), petCt('1.9', ['thin b30', 'ac pt', 'scout'])];
    const [ct = stackOf(''), pet = stackOf('')] = first.study.stacks;
    const plain = beside(first, [ct, ct, ct, pet, ct, ct]);
    const as: readonly (SeenAs | null)[] = [
      { kind: 'fusion', over: pet, opacity: 0.4 },
      { kind: 'mpr', plane: 'coronal' },
      { kind: 'slab', plane: 'coronal', mode: 'max', thickness: 12 },
      null,
      { kind: 'volume', preset: 'bone' },
      { kind: 'fusion', over: pet, opacity: 0.4, plane: 'coronal' },
    ];
    const screens = plain.screens.map((screen) =>
      screen.map((one, at): SeenViewport => {
        const shown = as[at];
        const look = shown?.kind === 'fusion' ? ({ ...one.look, colourMap: 'pet' } as const) : one.look;
        return { ...one, look, ...(shown ? { as: shown } : {}) };
      }),
    );
    const proposal = proposed({ ...plain, screens });
    const document = HangingProtocol.parse(protocolOf(proposal));
    expect(differsFromSeen(proposal, document)).toEqual([]);
    const { stages } = new ProtocolMatcher([document]).hang(other);
    expect(stages[0]?.viewports.map(({ kind, stack, over, display }) => [kind, stack?.seriesUid, over?.seriesUid, display && 'plane' in display ? display.plane : null])).toEqual([
      ['fusion', 'thin b30', 'ac pt', null],
      ['mpr', 'thin b30', undefined, 'coronal'],
      ['slab', 'thin b30', undefined, 'coronal'],
      ['stack', 'ac pt', undefined, null],
      ['volume', 'thin b30', undefined, null],
      ['fusion', 'thin b30', 'ac pt', 'coronal'],
    ]); // prettier-ignore
    expect(stages[0]?.viewports[0]?.look.colourMap).toBe('pet');
    expect(document.displaySets[2]).toMatchObject({ mode: 'max', thickness: 12 });
  });

  it('says what of the desk is lost, and where the reformat would hang in place of two planes', () => {
    const facts = petCt('1.2', ['CT', 'PET', 'Topo']);
    const [ct = stackOf('')] = facts.study.stacks;
    const plain = beside(facts, [ct, ct, ct]);
    const planes = ['axial', 'coronal', 'sagittal'] as const;
    const seen = (count: number): Seen => ({
      ...plain,
      lost: ['Viewport 1: the planes were turned, and are kept straight.'],
      planes: count === 3,
      screens: plain.screens.map((screen) =>
        screen
          .slice(0, count)
          .map((one, at): SeenViewport => ({ ...one, as: { kind: 'mpr', plane: planes[at] ?? 'axial' } })),
      ),
    });
    const whole = proposed(seen(3));
    expect(whole.lost).toHaveLength(1);
    expect(differsFromSeen(whole, protocolOf(whole))).toEqual([]);
    // The same twice hangs once.
    const twice = proposed(plain);
    expect(differsFromSeen(twice, protocolOf(twice))).toHaveLength(2);
    const two = proposed(seen(2));
    expect(differsFromSeen(two, protocolOf(two))).toEqual([
      'The three planes of the reformat would hang in place of these.',
    ]);
  });

  it('keeps which window a series stands in, and asks for as many windows', () => {
    const monitors = [...ONE_MONITOR, ...ONE_MONITOR];
    const prior = priorOf([stackOf('before')], { studyUid: '2.1' });
    const facts = caseOf(studyOf([stackOf('now')]), [prior], { monitors });
    const [now, before] = [facts.study, ...facts.priors].map(({ stacks: [stack = stackOf('')] }) => stack);
    const screens = [now, before].map((stack): readonly SeenViewport[] => [
      { place: { x: 0, y: 0, width: 1, height: 1 }, stack: stack ?? stackOf(''), look: {} },
    ]);
    const proposal = proposed({ ...beside(facts, facts.study.stacks), screens });
    const document = HangingProtocol.parse(protocolOf(proposal));
    expect(proposal.for.map(ruleWords)).toContain('number of monitors 2');
    expect(differsFromSeen(proposal, document)).toEqual([]);
    const { stages } = new ProtocolMatcher([document]).hang(facts);
    expect(stages[0]?.viewports.map(({ stack, place }) => [stack?.seriesUid, place.monitor])).toEqual([
      ['now', 0],
      ['before', 1],
    ]);
    // On a desk of several kinds each window keeps its kind, whatever their order is elsewhere.
    const kinds = (...roles: HangingMonitor['role'][]): HangingMonitor[] =>
      roles.map((role) => ({ role, orientation: 'landscape' }));
    const mixed = { ...facts, monitors: kinds('diagnostic', 'colour') };
    const ofKinds = HangingProtocol.parse(protocolOf(proposed({ ...beside(mixed, mixed.study.stacks), screens })));
    expect(ofKinds.stages[0]?.screens.map(({ on }) => on)).toEqual(['diagnostic', 'colour']);
    const elsewhere = new ProtocolMatcher([ofKinds]).hang({ ...facts, monitors: kinds('colour', 'diagnostic') });
    expect(elsewhere.stages[0]?.viewports.map(({ place }) => place.monitor)).toEqual([1, 0]);
  });

  it('takes corrections, and says what would then hang otherwise', () => {
    const last = proposed(beside(own, [named(own, 'DWI b1000')]));
    expect(differsFromSeen(last, protocolOf(last))).toEqual([]);
    const out = new Map((last.sets[0]?.rules ?? []).map((_, at) => [`current-1 ${at}`, null]));
    const corrected = HangingProtocol.parse(protocolOf(last, out));
    expect(corrected.imageSets[0]?.rules.every(({ must }) => must === true)).toBe(true);
    expect(differsFromSeen(last, corrected)).toHaveLength(1);
    // Its name alone, which was not needed: it hangs the same here, and the reader hears what it stands on.
    const [set] = last.sets;
    const at = set?.further.findIndex(({ by, rule }) => by === 'name' && rule.is === 'contains-word') ?? -1;
    const word = set?.further[at]?.rule;
    if (!set || !word) throw new Error('no word of its name is offered');
    const byName = new Map<string, Rule | null>([...out, [`current-1 +${at}`, { ...word, must: true }]]);
    expect(differsFromSeen(last, HangingProtocol.parse(protocolOf(last, byName)))).toEqual([]);
    expect([isByNameAlone(set, byName), isByNameAlone(set, new Map())]).toEqual([true, false]);
  });

  it('says each rule that it proposes in plain words', () => {
    const words = kept.sets.map(({ rules }) => rules.map(({ rule }) => plainRule(rule)));
    expect(kept.for.map(plainRule)).toEqual(['MR', 'of the head']);
    expect(words[0]).toEqual(expect.arrayContaining(['no scout and no map', 'FLAIR', 'rather not T2-weighted']));
    expect(plainRule({ attribute: 'images', is: 'range', from: 12, weight: 4 })).toBe('at least 12 pictures');
    expect(plainRule({ attribute: 'thickness', is: 'range', from: 2, to: 4, weight: 4 })).toBe('slices from 2 to 4 mm thick'); // prettier-ignore
    expect(plainRule({ attribute: 'region', is: 'in', values: ['chest', 'abdomen', 'pelvis'], weight: 1 })).toBe('of the chest, abdomen or pelvis'); // prettier-ignore
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
        // The same twice hangs once, and is said.
        const places = new Set(picks.map((pick) => pick % all.length));
        const seen = beside(facts, [...places].flatMap((place) => all[place] ?? []));
        const proposal = proposed(seen);
        const protocol = HangingProtocol.parse(protocolOf(proposal));
        const isSure = proposal.sets.every(({ mistaken }) => mistaken.length === 0);
        if (isSure && proposal.sets[0]?.role === 'current') expect(differsFromSeen(proposal, protocol)).toEqual([]);
      }), // prettier-ignore
      { numRuns: 300 },
    );
  });
});
