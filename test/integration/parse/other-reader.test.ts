import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openDataSet } from '../../../electron/station/dicom/parse/parse-dicom.ts';
import { hasPeer } from '../../helpers/peers.ts';
import { hasTestdata, parseTable, testdata } from '../../helpers/testdata.ts';

const FOLDERS =
  /^(ct-abd|ct-prior|ct-head|mr-|us|xa|xr|mg|sr|enh|nm|pt|rt|seg|ts-small|charset|derived\/(odd|ps|ko|cad))/;

/** Tag, representation as written (null where it is not) and length (null where it has none). */
type Line = readonly [tag: string, vr: string | null, length: number | null];

/** Top-level elements of a file as dcmdump lists them. It ends with an error where the file is cut: what it listed counts. */
function dumped(file: string): readonly Line[] {
  const { stdout } = spawnSync('dcmdump', ['-q', file], { encoding: 'latin1', maxBuffer: 1 << 28 });
  const lines = stdout.matchAll(/^\(([0-9a-f]{4}),([0-9a-f]{4})\) (\S\S) .*# +(u\/l|\d+), *\d+ /gm);
  return [...lines]
    .filter(([, group]) => group !== '0002' && group !== 'fffe')
    .map(([, group, element, vr, length]) => [
      `${group}${element}`,
      vr ?? '',
      length === 'u/l' ? null : Number(length),
    ]);
}

/** Where DCMTK names things otherwise: offsets of a DICOMDIR are "up", encapsulated pixels always OB, odd lengths padded. */
function alike(ours: Line, theirs: Line): boolean {
  const [tag, vr, length] = theirs;
  const encapsulated = tag === '7fe00010' && length === null;
  const sameVr = ours[1] === null || ours[1] === (vr === 'up' ? 'UL' : vr) || encapsulated;
  return sameVr && (ours[2] === null ? length === null : ours[2] + (ours[2] % 2) === length);
}

function read(file: string): ReadonlyMap<string, Line> {
  const { dataSet } = openDataSet(readFileSync(file), { dataSetSha256: '' }, new Set());
  const lines = [...dataSet.elements.values()].map((one): Line => {
    const tag = one.tag.toString(16).padStart(8, '0');
    return [tag, one.vr, one.undefinedLength ? null : one.length];
  });
  return new Map(lines.map((line) => [line[0], line]));
}

describe.skipIf(!hasTestdata() || !hasPeer('dcmdump'))('elements of the test data', () => {
  const paths = parseTable(readFileSync(testdata('MANIFEST.tsv'), 'utf8')).map((row) => row['path'] ?? '');

  // The headers are read by a library that half the tools of the field share: DCMTK shares nothing with it.
  it('are those that DCMTK finds, with their representation and length', () => {
    const wrong: string[] = [];
    let compared = 0;
    for (const path of paths.filter((one) => FOLDERS.test(one))) {
      const ours = read(testdata(path));
      for (const theirs of dumped(testdata(path))) {
        compared += 1;
        const one = ours.get(theirs[0]);
        if (one === undefined || !alike(one, theirs)) wrong.push(`${path} ${theirs.join(' ')}: ${one?.join(' ')}`);
      }
    }
    expect(compared).toBeGreaterThan(10_000);
    expect(wrong).toEqual([]);
  });
});
