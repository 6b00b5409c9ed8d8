import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HangingCase, HangingStack, HangingStudy } from '../../../../../shared/hanging/protocol/case-facts.ts';
import { ProtocolMatcher } from '../../../../../shared/hanging/protocol/match.ts';
import type { Hanging } from '../../../../../shared/hanging/protocol/match.ts';
import type { HangingProtocol } from '../../../../../shared/hanging/protocol/protocol.ts';
import { caseOf, priorOf, protocolOf, stackOf, studyOf } from './cases.ts';

const hang = (of: HangingCase, ...protocols: readonly HangingProtocol[]): Hanging =>
  new ProtocolMatcher(protocols).hang(of);
/** "series or why not", by viewport of the first stage. */
const shown = ({ stages: [first] }: Hanging): readonly string[] =>
  (first?.viewports ?? []).map(({ stack, reason }) => stack?.seriesUid ?? `(${reason ?? 'blank'})`);

const ct = caseOf(studyOf([stackOf('axial')]));
const withPrior = caseOf(ct.study, [priorOf([stackOf('old')], { studyUid: '1.1' })]);

describe('matching of hanging protocols', () => {
  it('says of each rule what it was worth', () => {
    const mr = protocolOf({
      id: 'mr',
      for: [{ attribute: 'modality', is: 'in', values: ['MR'], weight: 10, must: true }],
    });
    const { candidates, protocol, name } = hang(withPrior, protocolOf(), mr);
    expect({ protocol: protocol?.id, name }).toEqual({ protocol: 'ct', name: 'CT' });
    expect(candidates.map(({ id, outcome, score }) => [id, outcome, score])).toEqual([
      ['ct', 'hangs', 18],
      ['mr', 'does-not-fit', 0],
    ]);
    expect(candidates.map(({ rules }) => rules.map(({ words }) => words))).toEqual([
      ['modality CT: needed, +10', 'CT: needed, found “axial”, +5', 'Prior CT: wanted, found “old”, +3'],
      ['modality MR: needed, it is CT, so it does not fit'],
    ]);
  });

  it('gives the place of what is missing to its neighbours, or keeps it with the reason', () => {
    expect(shown(hang(withPrior, protocolOf()))).toEqual(['axial', 'old']);
    const alone = hang(ct, protocolOf());
    expect(shown(alone)).toEqual(['axial']);
    expect(alone.stages[0]?.viewports[0]?.place).toMatchObject({ x: 0, width: 1 });
    const stages = protocolOf().stages.map((stage) => ({ ...stage, partial: 'MAINTAIN_LAYOUT' }));
    expect(shown(hang(ct, protocolOf({ stages })))).toEqual(['axial', '(Prior: no earlier study fits)']);
  });

  it('degrades as a display set says', () => {
    const [main, prior] = protocolOf().displaySets;
    const missing = (what: unknown): HangingProtocol =>
      protocolOf({ displaySets: [main, { ...prior, missing: what }] });
    expect(shown(hang(ct, missing({ do: 'message', text: 'Ask for the prior.' })))).toEqual([
      'axial',
      '(Ask for the prior.)',
    ]);
    expect(shown(hang(ct, missing({ do: 'next-best', set: 'main' })))).toEqual(['axial', 'axial']);
    const other = protocolOf({ id: 'other', for: [{ attribute: 'sex', is: 'present', weight: 1 }] });
    const better = protocolOf({ id: 'better', for: [{ attribute: 'sex', is: 'present', weight: 2 }] });
    const giving = { ...missing({ do: 'other-protocol', protocol: 'other' }), id: 'giving' };
    const gone = hang(ct, giving, better, other);
    expect(gone.protocol?.id).toBe('other');
    expect(gone.candidates.find(({ id }) => id === 'giving')).toMatchObject({
      outcome: 'gives-way',
      why: 'it gives way: Prior is not there',
    });
  });

  it('hangs the next best where a rule throws, and says so', () => {
    const study: HangingStudy = Object.defineProperty({ ...ct.study }, 'reason', {
      get(): never {
        throw new TypeError('of the facts');
      },
    });
    const asking = protocolOf({
      id: 'asking',
      for: [
        { attribute: 'reason', is: 'contains-word', words: ['stroke'], weight: 100 },
        { attribute: 'modality', is: 'equals', value: 'CT', weight: 10, must: true },
      ],
    });
    const { protocol, candidates } = hang(caseOf(study), asking, protocolOf());
    expect(protocol?.id).toBe('ct');
    expect(candidates.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['ct', 'hangs'],
      ['asking', 'failed'],
    ]);
    expect(hang(caseOf(study), asking)).toMatchObject({ protocol: null, name: 'CT' });
    expect(shown(hang(caseOf(study), asking))).toEqual(['axial']);
  });

  it('hangs the largest series without a protocol, and the reason without a picture', () => {
    expect(shown(hang(caseOf(studyOf([stackOf('scout', { images: 900, minor: true }), stackOf('axial')]))))).toEqual([
      'axial',
    ]);
    expect(shown(hang(caseOf(studyOf([stackOf('none', { images: 0 })])), protocolOf()))).toEqual([
      '(no series of this study has a picture to show)',
    ]);
    expect(shown(hang(caseOf(studyOf([]))))).toEqual(['(no series of this study has a picture to show)']);
  });

  it('takes the later scope and the higher version of an id, and the later scope at equal scores', () => {
    const user = protocolOf({ name: 'Mine', scope: 'user' });
    const site = protocolOf({ name: 'Site', scope: 'site', version: 9 });
    expect(hang(ct, user, site, protocolOf()).name).toBe('Mine');
    expect(hang(ct, site, protocolOf({ name: 'Old', scope: 'site', version: 8 })).name).toBe('Site');
    expect(hang(ct, protocolOf(), protocolOf({ id: 'zz', name: 'Group', scope: 'group' })).name).toBe('Group');
  });

  it('fuses, cuts and plays only what geometry and time allow, and says what it shows instead', () => {
    const [main] = protocolOf().displaySets;
    const asMpr = protocolOf({
      displaySets: [{ ...main, kind: 'mpr', plane: 'coronal' }, protocolOf().displaySets[1]],
    });
    expect(hang(ct, asMpr).stages[0]?.viewports[0]).toMatchObject({ kind: 'mpr', remark: null });
    const thin = caseOf(studyOf([stackOf('one', { images: 1 })]));
    expect(hang(thin, asMpr).stages[0]?.viewports[0]).toMatchObject({
      kind: 'stack',
      remark: 'as a stack: too few slices, or without a place in space',
    });
  });

  it('chooses one earlier study: by relevance, nearest, oldest, nth, of the same modality, of an age', () => {
    const priors = [
      priorOf([stackOf('a')], { studyUid: '1.a', relevance: 0.9, daysBefore: 400 }),
      priorOf([stackOf('b')], { studyUid: '1.b', relevance: 0.7, daysBefore: 30 }),
      priorOf([stackOf('c')], { studyUid: '1.c', relevance: 0.5, daysBefore: 4000 }),
      priorOf([stackOf('d', { modality: 'MR' })], { studyUid: '1.d', relevance: 0.95, daysBefore: 10 }),
      priorOf([stackOf('e')], { studyUid: '1.e', relevance: 0.1, daysBefore: 5 }),
    ];
    const chosen = (of: Readonly<Record<string, unknown>>): string | undefined => {
      const [main, prior] = protocolOf().imageSets;
      const imageSets = [main, { ...prior, of: { least: 0.4, pick: { by: 'relevance' }, ...of } }];
      return shown(hang(caseOf(ct.study, priors), protocolOf({ imageSets })))[1];
    };
    expect(chosen({})).toBe('a');
    expect(chosen({ pick: { by: 'nearest' } })).toBe('b');
    expect(chosen({ pick: { by: 'oldest' } })).toBe('c');
    expect(chosen({ pick: { by: 'nth', nth: 2 } })).toBe('b');
    expect(chosen({ age: { from: 500 } })).toBe('c');
    expect(chosen({ same: ['modality'] })).toBe('a');
    expect(chosen({ same: ['side'] })).toBeUndefined();
    expect(
      chosen({ rules: [{ attribute: 'modality', is: 'equals', value: 'PT', weight: 0, must: true }] }),
    ).toBeUndefined();
  });
});

describe('whatever the case', () => {
  const modality = fc.constantFrom('CT', 'MR', 'US');
  const stack = fc.record({
    modality,
    images: fc.integer({ min: 0, max: 4 }),
    thickness: fc.constantFrom(null, 1, 5),
    minor: fc.boolean(),
  });
  const stacks = fc
    .array(stack, { maxLength: 5 })
    .map((changes) => changes.map((change, at) => stackOf(`s${at}`, { ...change, seriesNumber: at })));
  const study = stacks.map((all) => studyOf(all));
  const prior = fc.tuple(stacks, fc.integer({ min: 0, max: 10 }), fc.option(fc.integer({ min: 0, max: 900 })));
  const priors = fc
    .array(prior, { maxLength: 4 })
    .map((all) =>
      all.map(([old, tenths, daysBefore], at) =>
        priorOf(old, { studyUid: `1.${at}`, relevance: tenths / 10, daysBefore }),
      ),
    );
  const missing = fc.constantFrom(
    { do: 'leave-out' },
    { do: 'message', text: 'none' },
    { do: 'next-best', set: 'main' },
    { do: 'other-protocol' },
  );
  const protocol = fc.record({
    of: modality,
    points: fc.integer({ min: 0, max: 3 }),
    missing,
    partial: fc.constantFrom('MAINTAIN_LAYOUT', 'ADAPT_LAYOUT'),
    must: fc.boolean(),
  });
  const protocols = fc.array(protocol, { minLength: 1, maxLength: 5 }).map((all) =>
    all.map(({ of, points, missing: what, partial, must }, at) => {
      const plain = protocolOf();
      return protocolOf({
        id: `p${at}`,
        for: [{ attribute: 'modality', is: 'equals', value: of, weight: points, must }],
        imageSets: plain.imageSets.map((set) => ({ ...set, must: must && set.id === 'main' })),
        displaySets: plain.displaySets.map((display) => ({ ...display, missing: what })),
        stages: plain.stages.map((stage) => ({ ...stage, partial })),
      });
    }),
  );

  it('every viewport shows a stack or says why not, and one at least is there', () => {
    fc.assert(
      fc.property(study, priors, protocols, (own, old, all) => {
        const hanging = hang(caseOf(own, old), ...all);
        for (const { viewports } of hanging.stages) {
          expect(viewports.length).toBeGreaterThan(0);
          for (const { stack: one, reason } of viewports) expect((one === null) !== (reason === null)).toBe(true);
        }
        const anything = own.stacks.some(({ images }) => images > 0);
        if (anything) expect(hanging.stages[0]?.viewports.some(({ stack: one }) => one !== null)).toBe(true);
        expect(new ProtocolMatcher(all).best(caseOf(own, old))).toBe(hanging.protocol?.id ?? null);
      }),
    );
  });

  it('the order of series, priors and protocols does not matter', () => {
    fc.assert(
      fc.property(study, priors, protocols, (own, old, all) => {
        const turned = caseOf(
          { ...own, stacks: own.stacks.toReversed() },
          old.map((one) => ({ ...one, stacks: one.stacks.toReversed() })).toReversed(),
        );
        expect(hang(turned, ...all.toReversed())).toEqual(hang(caseOf(own, old), ...all));
      }),
    );
  });

  it('a series that is missing degrades as declared, and the others stay', () => {
    const [main, prior] = protocolOf().displaySets;
    const partials = fc.constantFrom('MAINTAIN_LAYOUT', 'ADAPT_LAYOUT');
    const isCt = ({ modality: of, images }: HangingStack): boolean => of === 'CT' && images > 0;
    fc.assert(
      fc.property(study, missing, partials, (own, what, partial) => {
        fc.pre(own.stacks.some(isCt));
        const stages = protocolOf().stages.map((stage) => ({ ...stage, partial }));
        const protocol = protocolOf({ stages, displaySets: [main, { ...prior, missing: what }] });
        const whole = hang(caseOf(own, [priorOf([stackOf('old')], { studyUid: '1.1' })]), protocol);
        const lessened = hang(caseOf(own), protocol);
        const [first = ''] = shown(whole);
        expect(shown(whole)).toEqual([first, 'old']);
        if (what.do === 'other-protocol') {
          expect(lessened.candidates[0]?.outcome).toBe('gives-way');
          return;
        }
        const declared = {
          message: [first, '(none)'],
          'next-best': [first, first],
          'leave-out': partial === 'ADAPT_LAYOUT' ? [first] : [first, '(Prior: no earlier study fits)'],
        }[what.do as 'message'];
        expect(shown(lessened)).toEqual(declared);
      }),
    );
  });

  it('an unrelated study changes nothing', () => {
    fc.assert(
      fc.property(study, priors, protocols, fc.nat(4), (own, old, all, at) => {
        const unrelated = priorOf([stackOf('unrelated', { images: 500 })], {
          studyUid: '1.999',
          relevance: 0.1,
          daysBefore: 1,
        });
        const more = old.toSpliced(at, 0, unrelated);
        expect(hang(caseOf(own, more), ...all)).toEqual(hang(caseOf(own, old), ...all));
      }),
    );
  });
});
