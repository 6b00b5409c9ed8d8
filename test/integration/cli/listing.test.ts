import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import dicomParser from 'dicom-parser';
import { describe, expect, it } from 'vitest';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { runCli } from '../helpers/run-cli.ts';
import { fileHash, sharedStore } from './cli-store.ts';
import { InstancesDocument, SeriesDocument, StudiesDocument, StudyLine } from './shapes.ts';

const HEAD = ['ct-head-tilt-ge'];
const headFiles = (): string[] => readdirSync(testdata(...HEAD)).filter((name) => name.endsWith('.dcm'));

/** Position of a plane along the normal of its own orientation, mm; up is towards the head. */
function along(file: string): number {
  const data = dicomParser.parseDicom(readFileSync(file), { untilTag: 'x7fe00010' });
  const numbers = (tag: string): number[] => (data.string(tag) ?? '').split('\\').map(Number);
  const [rx = NaN, ry = NaN, rz = NaN, cx = NaN, cy = NaN, cz = NaN] = numbers('x00200037');
  const [x = NaN, y = NaN, z = NaN] = numbers('x00200032');
  const normal = [ry * cz - rz * cy, rz * cx - rx * cz, rx * cy - ry * cx] as const;
  return x * normal[0] + y * normal[1] + z * normal[2];
}

describe.skipIf(!hasTestdata())('nightjar studies, series and instances', () => {
  // Names that say nothing of the order: reversed, and the even ones first.
  const store = sharedStore((out) => {
    const folder = path.join(out, 'shuffled');
    mkdirSync(folder);
    for (const [at, name] of headFiles().sort().reverse().entries()) {
      copyFileSync(testdata(...HEAD, name), path.join(folder, `${at % 2}-${name}`));
    }
    return [folder, testdata('us', 'us-echo-jpll.dcm'), testdata('mr-brain-mf', 'BRTUM001')];
  });

  it('list studies in their exact shape, by name when searched', async () => {
    const { studies } = await store.document(StudiesDocument, 'studies');
    expect(studies).toHaveLength(3);
    const head = studies.find(({ modalities }) => modalities.includes('CT'));
    expect(head).toMatchObject({ series: 1, instances: headFiles().length, expected: null, description: 'HEAD' });
    const found = await store.document(StudiesDocument, 'studies', '--search', head?.patientName ?? '-');
    expect(found.studies).toContainEqual(head);
    expect(await store.document(StudiesDocument, 'studies', '--search', 'nobody of this name')).toEqual({
      studies: [],
    });
  });

  it('write one study a line with --lines, and change nothing with --json', async () => {
    const { documents, code } = await runCli(['studies', '--lines', '--json', '--data', store.dir]);
    expect(code).toBe(0);
    expect(documents.map((line) => StudyLine.parse(line))).toHaveLength(3);
  });

  it('list the objects of a series in display order, whatever the files are called', async () => {
    const { studies } = await store.document(StudiesDocument, 'studies', '--search', 'HEAD');
    const [study] = studies.filter(({ modalities }) => modalities.includes('CT'));
    const { series } = await store.document(SeriesDocument, 'series', '--study', study?.studyUid ?? '');
    expect(series).toMatchObject([{ modality: 'CT', instances: headFiles().length }]);
    const { instances } = await store.document(InstancesDocument, 'instances', '--series', series[0]?.seriesUid ?? '');
    const placeOf = new Map(
      headFiles().map((name) => [fileHash(testdata(...HEAD, name)), along(testdata(...HEAD, name))]),
    );
    const expected = [...placeOf].sort(([, a], [, b]) => b - a).map(([hash]) => hash);
    // Axial planes run from head to feet: downwards along the normal.
    expect(instances.map(({ sha256 }) => sha256)).toEqual(expected);
    expect(instances.every(({ frames, conflict }) => frames === 1 && !conflict)).toBe(true);
  });

  it.each([
    ['series', '--study', 'archive/unknown-study'],
    ['instances', '--series', 'archive/unknown-series'],
  ])('%s names what the store does not have', async (verb, option, code) => {
    expect((await store.error(verb, option, '1.2.3.4.5.6')).code).toBe(code);
  });
});
