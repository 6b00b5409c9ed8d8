import { describe, expect, it } from 'vitest';
import { detectionLine, detectionObjects, DetectionMarks } from '../../../../renderer/objects/detection-marks.ts';
import type { DetectionContent } from '../../../../renderer/objects/detection-marks.ts';
import { countWords, outcomeWarning } from '../../../../renderer/objects/detection-words.ts';
import { pictureFinder } from '../../../../renderer/objects/mark-pictures.ts';
import { objectLayer, partsOf } from '../../../../renderer/objects/object-layers.ts';
import { createObjectsStore } from '../../../../renderer/objects/objects-store.ts';
import type { GlassMark } from '../../../../renderer/viewer/layers/glass-layer.ts';
import type { Detection, DetectionReport, RegionMark } from '../../../../shared/model/dicom-object.ts';
import type { ImageInfo } from '../../../../shared/model/image.ts';
import type { ObjectId } from '../../../../shared/model/ids.ts';
import type { StudyForReading } from '../../../../shared/model/study.ts';
import { objectId, seriesOf, studyOf } from '../../shared/hanging/studies.ts';
import { imageOf } from '../../shared/rules/image-fixture.ts';

const CHEST_CAD = '1.2.840.10008.5.1.4.1.1.88.65';
const ONE = 'one' as ObjectId;

const picture = (name: string): ImageInfo =>
  imageOf({ size: [100, 100], image: { objectId: objectId(name), sopUid: `1.2.${name}`, sopClass: '1' } });
const found = (own: Partial<Detection> = {}): Detection => ({
  ...{ label: 'Nodule', optional: false, certainty: null, figures: [], algorithm: null },
  ...own,
});
const report = (own: Partial<DetectionReport> = {}): DetectionReport => ({
  ...{ algorithms: [{ name: 'Finder', version: '2' }], outcome: 'done', failures: [], findings: [], withheld: 0 },
  ...own,
});
const mark = (finding: number, name: string, points: number[], shape: RegionMark['shape'] = 'POINT'): RegionMark => ({
  ...{ shape, label: 'Nodule', points, finding },
  place: { in: 'image', image: { sopUid: `1.2.${name}`, sopClass: '1', frames: [] } },
});
const content = (marks: readonly RegionMark[], detection: DetectionReport): DetectionContent => ({
  ...{ kind: 'report', title: 'Chest CAD Report', code: null, completion: null, verification: null, lines: [] },
  ...{ dose: [], cut: false, marks: [...marks], detection },
});

describe('what a detection program says of its work', () => {
  it('"no findings" stands only where all of it was done', () => {
    expect([countWords(report()), outcomeWarning(report())]).toEqual(['no findings', null]);
    for (const outcome of ['partly', 'failed', 'not-attempted', 'unsaid'] as const) {
      expect(countWords(report({ outcome }))).toBe('no marks');
      expect(outcomeWarning(report({ outcome }))).not.toBeNull();
    }
    expect(outcomeWarning(report({ outcome: 'failed', failures: ['Nodule (Finder 2)'] }))).toBe(
      'The detection failed: Nodule (Finder 2). This is not the same as no findings.',
    );
  });

  it('marks, optional ones, ones that are not for presentation, and ones without a picture here are counted apart', () => {
    const detection = report({ findings: [found(), found(), found({ optional: true })], withheld: 2 });
    const marks = [mark(0, 'a', [10, 10]), mark(0, 'a', [12, 12]), mark(1, 'away', [5, 5]), mark(2, 'a', [9, 9])];
    const find = pictureFinder([{ series: [{ images: [picture('a')] }] }]);
    expect(detectionLine(content(marks, detection), find)).toMatchObject({
      words: 'CAD Finder 2: 2 marks, 1 optional, 2 not for presentation',
      warnings: ['Marks: 1 of 3 on pictures that are not here: not drawn.'],
    });
  });
});

describe('marks of a detection program', () => {
  const detection = report({
    findings: [found({ certainty: { name: 'Certainty of Finding', text: '78 %' } }), found({ optional: true })],
  });
  const marks = [mark(0, 'a', [20, 20]), mark(0, 'a', [20, 20, 30, 20], 'CIRCLE'), mark(1, 'a', [80, 80])];
  const drawn = (partId: string, at: { finding: number; words: string } | null): readonly GlassMark[] => {
    const said = content(marks, detection);
    const part = partsOf(said).find(({ id }) => id === partId);
    if (!part) throw new Error('no such part');
    const source = { image: () => picture('a'), decoded: () => undefined, prefetch: () => Promise.resolve() };
    const layer = objectLayer({ objectId: ONE, content: said, part, source: source as never, at });
    return layer.of({ objectId: objectId('a'), frame: 1 }) ?? [];
  };

  it('are diamonds and dashed lines, one name a finding, beside it and not over it', () => {
    const [point, text, outline, ...more] = drawn('marks', null);
    expect(more).toEqual([]);
    expect(point).toEqual({ kind: 'point', at: [19.5, 19.5], diamond: true });
    expect(outline).toMatchObject({ kind: 'line', dashed: true, closed: true });
    expect(text).toMatchObject({ kind: 'text', text: 'Nodule · certainty of finding 78 %' });
    if (text?.kind !== 'text') throw new Error('no words');
    expect(text.at[0]).toBeCloseTo(29.5);
    expect(text.at[1]).toBeCloseTo(9.5);
  });

  it('that are optional are a part of their own; the one that the reader is at is strong and says its number', () => {
    expect(drawn('optional', null)).toMatchObject([
      { kind: 'point', at: [79.5, 79.5] },
      // Near the right edge the words stand on its left.
      { kind: 'text', text: 'Nodule', box: { align: 'right' } },
    ]);
    const [point, text] = drawn('marks', { finding: 0, words: '1 of 2' });
    expect(point).toMatchObject({ strong: true });
    expect(text).toMatchObject({ text: '1 of 2 · Nodule · certainty of finding 78 %' });
  });
});

describe('the marks of a case', () => {
  const cad = imageOf({ sopClass: CHEST_CAD, image: { objectId: ONE, picture: { shown: false, why: 'report' } } });
  const study: StudyForReading = studyOf(1, [
    seriesOf('pictures', 'CT', [picture('a'), picture('b')]),
    seriesOf('marks', 'SR', [cad]),
  ]);
  const detection = report({ findings: [found(), found(), found({ optional: true }), found()] });
  const marks = [mark(0, 'b', [1, 1]), mark(1, 'a', [1, 1]), mark(2, 'a', [2, 2]), mark(3, 'away', [1, 1])];
  const room = () => {
    const store = createObjectsStore();
    const state = { status: 'read', content: content(marks, detection) } as const;
    const shown: string[] = [];
    const acts = new DetectionMarks({
      ...{ store, studies: () => [study], token: () => 0 },
      read: () => {
        store.setState({ read: { [ONE]: state } });
        return Promise.resolve(state);
      },
      show: () => shown.push([...store.getState().drawn].join(' ')),
    });
    return { store, acts, shown };
  };

  it('come with one press, without the optional ones, and go with the next', async () => {
    const { acts, shown } = room();
    expect(detectionObjects([study])).toHaveLength(1);
    expect(await acts.toggle()).toMatchObject({
      objects: 1,
      isOn: true,
      warnings: [/* one is away */ expect.any(String)],
    });
    expect(await acts.toggle()).toMatchObject({ isOn: false });
    expect(shown).toEqual(['one/marks', '']);
  });

  it('are gone through in the order of the pictures, round and round; one without a picture here is passed over', async () => {
    const { store, acts } = room();
    const places: unknown[] = [];
    for (const by of [1, 1, 1, -1] as const) {
      const ref = await acts.step(by);
      places.push([ref === null || ref === 'none' ? ref : [ref.ref.objectId, ref.from], store.getState().mark?.words]);
    }
    expect(places).toEqual([
      [[objectId('a'), -1], '1 of 2'],
      [[objectId('b'), 0], '2 of 2'],
      [[objectId('a'), 1], '1 of 2'],
      [[objectId('b'), 0], '2 of 2'],
    ]);
    expect(store.getState().drawn.has('one/marks')).toBe(true);
  });
});
