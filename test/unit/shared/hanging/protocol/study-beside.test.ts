import { describe, expect, it } from 'vitest';
import { ONE_MONITOR } from '../../../../../shared/hanging/protocol/case-facts.ts';
import { hangingCase } from '../../../../../shared/hanging/protocol/case-of-study.ts';
import { ProtocolMatcher } from '../../../../../shared/hanging/protocol/match.ts';
import { extraShown } from '../../../../../shared/hanging/protocol/extras.ts';
import { besideKind, besideOf } from '../../../../../shared/hanging/protocol/study-beside.ts';
import type { BesideParts } from '../../../../../shared/hanging/protocol/study-beside.ts';
import type { ObjectContent } from '../../../../../shared/model/dicom-object.ts';
import type { NamedFrame } from '../../../../../shared/model/study-beside.ts';
import type { StudyForReading } from '../../../../../shared/model/study.ts';
import { shippedPriorRules } from '../../../../helpers/prior-rules.ts';
import { STACK_RULES } from '../../../../../renderer/hanging/index.ts';
import { objectId, seriesOf, studyOf, volume } from '../studies.ts';
import { caseOf, priorOf, protocolOf, stackOf, studyOf as factsOf } from './cases.ts';

const NONE: BesideParts = { marked: [], measured: [], objects: [] };
const slices = (name: string) => {
  const series = volume(name, 'CT', 9);
  return { ...series, images: series.images.map((image, at) => ({ ...image, sopUid: `1.9.${name}.${at}` })) };
};
const [thick, thin] = [slices('thick'), slices('thin')];
const study = studyOf(1, [thick, thin]);
const at = ({ images }: ReturnType<typeof slices>, place: number): NamedFrame => ({
  objectId: images[place]?.objectId ?? objectId('none'),
  frame: 1,
});
const named = (name: string, place: number) => ({
  ...{ studyUid: '1', seriesUid: '2', sopUid: `1.9.${name}.${place}`, sopClass: '1.2.840.10008.5.1.4.1.1.2' },
  frame: null,
});

function keyObject(code: string, places: readonly (readonly [string, number])[]): ObjectContent {
  const title = { value: code, scheme: 'DCM', meaning: 'Of Interest' };
  const said = { title, modifier: null, note: '', observer: null, date: null, time: null, others: [] };
  const references = places.map(([name, place]) => named(name, place));
  return { kind: 'key-images', title: 'Of Interest', keyObject: { ...said, references } };
}

function cad(name: string, place: number | null): ObjectContent {
  const finding = { label: 'Nodule', optional: false, certainty: null, figures: [], algorithm: null };
  const image = { sopUid: `1.9.${name}.${place ?? 0}`, sopClass: '1.2', frames: [] };
  const mark = {
    shape: 'POINT' as const,
    label: '',
    place: { in: 'image' as const, image },
    points: [1, 1],
    finding: 0,
  };
  return {
    ...{
      kind: 'report',
      title: 'CAD',
      code: null,
      completion: null,
      verification: null,
      lines: [],
      dose: [],
      cut: false,
    },
    marks: place === null ? [] : [mark],
    detection: {
      algorithms: [],
      outcome: 'done',
      failures: [],
      findings: place === null ? [] : [finding],
      withheld: 0,
    },
  };
}

function segmentation(algorithm: 'AUTOMATIC' | 'MANUAL', pixels: readonly (number | undefined)[]): ObjectContent {
  const common = { category: null, type: null, algorithmName: null, lab: null, trackingId: null, trackingUid: null };
  const frames = pixels.map((count, place) => ({
    ...{ segment: 1, sources: [{ sopUid: `1.9.thin.${place}`, sopClass: '1.2', frame: null }] },
    ...{ position: null, orientation: null, pixelSpacing: null },
    ...(count === undefined ? {} : { pixels: count }),
  }));
  const segments = [{ number: 1, label: 'Liver', algorithm, ...common }];
  const plain = {
    label: null,
    frameOfReference: null,
    maximumFractional: null,
    fractionalType: null,
    background: null,
  };
  return { kind: 'segmentation', title: 'S', segmentation: { kind: 'BINARY', rows: 8, columns: 8, segments, frames, ...plain } }; // prettier-ignore
}

const text = (title: string): ObjectContent => ({
  ...{ kind: 'report', title, code: null, completion: null, verification: null, lines: [], dose: [], cut: false },
  ...{ marks: [], detection: null },
});
const besideWith = (...contents: readonly ObjectContent[]) =>
  besideOf(study, {
    ...NONE,
    objects: contents.map((content, place) => ({ objectId: objectId(`o${place}`), content })),
  });

describe('what a study has beside its pictures', () => {
  it('has the key images of readers and key objects, each once, in the order of the pictures; not those taken back', () => {
    const marked = [at(thin, 4), at(thick, 7)];
    const content = keyObject('113000', [['thick', 2], ['thin', 4], ['gone', 1]]); // prettier-ignore
    const objects = [{ objectId: objectId('k'), content }];
    expect(besideOf(study, { ...NONE, marked, objects }).keyImages).toEqual([at(thick, 2), at(thick, 7), at(thin, 4)]);
    expect(besideWith(keyObject('113001', [['thick', 2]])).keyImages).toEqual([]);
  });

  it('knows a report that was written here or came, and no measurement or detection as one', () => {
    expect(besideWith().report).toBe(false);
    expect(besideOf({ ...study, study: { ...study.study, reportState: 'final' } }, NONE)).toMatchObject({
      report: true,
    });
    expect(besideWith(text('Radiology report'))).toMatchObject({ report: true, reports: [objectId('o0')] });
    const pdf = (title: string): ObjectContent => ({ kind: 'document', title, mime: 'application/pdf', bytes: 9, lines: null, cut: false }); // prettier-ignore
    expect([besideWith(pdf('Befund CT')).report, besideWith(pdf('Consent')).report]).toEqual([true, false]);
    expect(besideWith(cad('thin', 3)).report).toBe(false);
  });

  it('knows which series a program speaks of; one without a mark speaks of all, a segmentation by hand is of none', () => {
    expect(besideWith(cad('thin', 3)).ai).toEqual([{ objectId: objectId('o0'), series: [thin.seriesUid] }]);
    expect(besideWith(cad('thin', null)).ai[0]?.series).toEqual([thick.seriesUid, thin.seriesUid]);
    expect(besideWith(segmentation('AUTOMATIC', [1])).ai[0]?.series).toEqual([thin.seriesUid]);
    expect(besideWith(segmentation('MANUAL', [1])).ai).toEqual([]);
  });

  it('knows where something was found, the surest first: key images, measurements, marks, the largest of a segmentation', () => {
    const contents = [
      cad('thin', 6),
      keyObject('113000', [['thin', 1]]),
      segmentation('MANUAL', [4, 90, undefined, 7]),
    ];
    const objects = contents.map((content, place) => ({ objectId: objectId(`o${place}`), content }));
    const measured = [at(thick, 5)];
    expect(besideOf(study, { ...NONE, measured, objects }).findings).toEqual([
      { kind: 'key-image', ...at(thin, 1) },
      { kind: 'measurement', ...at(thick, 5) },
      { kind: 'ai-mark', ...at(thin, 6) },
      ...[1, 3, 0].map((place) => ({ kind: 'largest-segment', ...at(thin, place) })),
    ]);
  });

  it('is asked of objects by their class; what was taken back is not', () => {
    const kind = (sopClass: string) => besideKind({ sopClass, rejected: undefined } as never);
    expect(
      ['88.59', '88.50', '66.4', '88.33', '104.1', '2'].map((end) => kind(`1.2.840.10008.5.1.4.1.1.${end}`)),
    ).toEqual(['key-object', 'detection', 'segmentation', 'document', 'document', null]);
    expect(besideKind({ sopClass: '1.2.840.10008.5.1.4.1.1.88.59', rejected: 'quality' } as never)).toBeNull();
  });
});

describe('display sets of what a study has beside its pictures', () => {
  const tables = { priors: shippedPriorRules(), stacks: STACK_RULES };
  const facts = (of: StudyForReading) => hangingCase(of, [], tables, { reader: null, monitors: ONE_MONITOR }).study;
  const [, prior] = protocolOf().displaySets;
  const hang = (display: object, of: ReturnType<typeof caseOf>) => {
    const displaySets = [{ id: 'main', label: 'D', set: 'main', missing: { do: 'leave-out' }, ...display }, prior];
    const stages = protocolOf().stages.map((stage) => ({ ...stage, partial: 'MAINTAIN_LAYOUT' }));
    const [first] = new ProtocolMatcher([protocolOf({ displaySets, stages })]).hang(of).stages;
    const one = first?.viewports.find(({ label }) => label === 'D');
    return one && [one.kind, one.stack?.seriesUid ?? null, one.reason, one.remark, one.keyImages ?? null];
  };
  const plain = caseOf(factsOf([stackOf('axial')]), [priorOf([stackOf('old')], { studyUid: '1.1' })]);
  const having = (change: object) => ({ ...plain, study: { ...plain.study, ...change } });

  it('are told of an opened study', () => {
    const beside = { ...besideWith(keyObject('113000', [['thin', 1]]), cad('thin', 2)), report: true };
    expect(facts({ ...study, beside })).toMatchObject({
      ...{ extras: ['report', 'key-images', 'ai-result'], keyImages: 1, aiSeries: [thin.seriesUid] },
    });
    expect(facts(study).extras).toEqual([]);
    const capture = seriesOf('AI result', 'OT', thin.images.map((image) => ({ ...image, sopClass: '1.2.840.10008.5.1.4.1.1.7' }))); // prettier-ignore
    expect(facts(studyOf(2, [capture])).extras).toEqual(['ai-result']);
  });

  it('hang, or are missing as declared', () => {
    const kinds = [['key-images', 'key images'], ['report', 'report'], ['ai-result', 'AI result']] as const; // prettier-ignore
    for (const [kind, words] of kinds) {
      const there = having({ extras: [kind], keyImages: 3, aiSeries: ['axial'] });
      const count = kind === 'key-images' ? 3 : null;
      expect(hang({ kind }, there), kind).toEqual([kind, 'axial', null, null, count]);
      expect(hang({ kind }, plain), kind).toEqual([kind, null, `D: the study has no ${words}`, null, null]);
      const said = { do: 'message', text: 'None yet.' };
      expect(hang({ kind, missing: said }, plain), kind).toEqual([kind, null, 'None yet.', null, null]);
      const next = { do: 'next-best', set: 'prior' };
      expect(hang({ kind, missing: next }, plain), kind).toEqual([
        'stack',
        'old',
        null,
        'Prior CT in place of D',
        null,
      ]);
      const away = protocolOf({ displaySets: [{ id: 'main', label: 'D', kind, set: 'main', missing: { do: 'other-protocol' } }, prior] }); // prettier-ignore
      expect(new ProtocolMatcher([away]).hang(plain).protocol, kind).toBeNull();
      expect(new ProtocolMatcher([away]).hang(there).protocol?.id, kind).toBe('ct');
    }
  });

  it('show what a program found where it is: on the pictures asked for, as its own pictures, on others', () => {
    const study = factsOf([stackOf('axial'), stackOf('bone', { images: 20 }), stackOf('AI result', { sopClass: '1.2.840.10008.5.1.4.1.1.7', images: 3 })]); // prettier-ignore
    const of = (change: object) => hang({ kind: 'ai-result' }, caseOf({ ...study, extras: ['ai-result'], ...change }));
    expect(of({ aiSeries: ['axial'] })?.slice(1, 4)).toEqual(['axial', null, null]);
    expect(of({ aiSeries: ['bone'] })?.slice(1, 4)).toEqual(['AI result', null, null]);
    const without = { stacks: study.stacks.slice(0, 2), aiSeries: ['bone'] };
    expect(of(without)?.slice(1, 4)).toEqual(['bone', null, 'the program speaks of “bone”']);
    const gone = { ...study, ...without, extras: ['ai-result' as const], aiSeries: ['gone'] };
    expect(extraShown('ai-result', gone, study.stacks[0] ?? null).why).toBe('its marks lie on no picture that is here');
  });
});
