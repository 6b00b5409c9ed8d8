import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ObjectId } from '../../../shared/model/ids.ts';
import { dicomFile, element } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { drawnInto, textStrips } from '../../helpers/text-strips.ts';
import { OwnDecoder } from '../../faults/decode/decoding.ts';
import { drawn, as, opened, practice } from './practice.ts';

const columns = 240;
const rows = 120;

/** An ultrasound picture with a name above it and, where `inside`, one in it. Its device names the picture: 20 to 219, 40 to 109. */
function ultrasound(instance: number, inside: boolean): Uint8Array {
  const strip = textStrips().find(({ size, smooth, font }) => size === 12 && !smooth && font === 'Helvetica');
  if (strip === undefined) throw new Error('no such strip');
  const values = Float32Array.from({ length: columns * rows }, (_, at) => {
    const [x, y] = [at % columns, Math.floor(at / columns)];
    return x >= 20 && x < 220 && y >= 40 && y < 110 ? 60 + 40 * Math.sin(x / 9) * Math.sin(y / 7) : 0;
  });
  const heading = drawnInto({ columns, rows, values }, strip, [5, 5], 255);
  const picture = inside ? drawnInto(heading, strip, [40, 60], 255) : heading;
  return dicomFile([
    element(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.6.1'),
    element(0x00080018, 'UI', `1.2.826.77.3.${instance}`),
    element(0x00080020, 'DA', '20240102'),
    element(0x00080050, 'SH', 'ACC-9931'),
    element(0x00080060, 'CS', 'US'),
    element(0x00100010, 'PN', 'VANTERPOOL^ELOISE'),
    element(0x00100020, 'LO', 'Q-771'),
    element(0x00186011, 'SQ', [
      [
        ...[element(0x00186012, 'US', 1), element(0x00186014, 'US', 1), element(0x00186016, 'UL', 0)],
        ...[element(0x00186018, 'UL', 20), element(0x0018601a, 'UL', 40), element(0x0018601c, 'UL', 219)],
        ...[element(0x0018601e, 'UL', 109), element(0x00186024, 'US', 3), element(0x00186026, 'US', 3)],
        ...[element(0x0018602c, 'FD', [0.05]), element(0x0018602e, 'FD', [0.05])],
      ],
    ]),
    element(0x0020000d, 'UI', '1.2.826.77.1'),
    element(0x0020000e, 'UI', '1.2.826.77.8'),
    element(0x00200013, 'IS', `${instance}`),
    element(0x00280002, 'US', 1),
    element(0x00280004, 'CS', 'MONOCHROME2'),
    element(0x00280010, 'US', rows),
    element(0x00280011, 'US', columns),
    element(0x00280100, 'US', 8),
    element(0x00280101, 'US', 8),
    element(0x00280102, 'US', 7),
    element(0x00280103, 'US', 0),
    element(0x7fe00010, 'OB', Uint8Array.from(picture.values)),
  ]);
}

it('ultrasound is copied for blind reading with its surround black, and left out where a name stands in its picture', async () => {
  const { station, people } = await practice(async (at) => {
    const folder = await tempDir();
    writeFileSync(path.join(folder, 'clear'), ultrasound(11, false));
    writeFileSync(path.join(folder, 'named'), ultrasound(12, true));
    const { jobs } = at.access.requireStore();
    await jobs.wait(at.rooms.startImport({ paths: [folder], site: 'North' }));
  });
  await as(station, people.cora);
  const { reviewId } = await drawn(station);
  await as(station, people.ben);
  const copyId = await opened(station, reviewId);
  const { index } = station.access.requireStore();
  const copied = index
    .prepare("SELECT object_id FROM object JOIN series USING (series_id) WHERE study_id = ? AND modality = 'US'")
    .pluck()
    .all(copyId);
  expect(copied).toHaveLength(1);
  const { copy } = station.rooms.review.see(reviewId);
  expect(copy?.leftOut).toEqual([{ what: '1 × US', why: 'deidentify/text-in-pixels' }]);
  const file = await station.rooms.archive.readFile(ObjectId.parse(copied[0]));
  const { data, header } = await new OwnDecoder().frame(file, 1, 'display');
  expect([header.columns, header.rows, header.samples]).toEqual([columns, rows, 1]);
  const isLit = (y: number): boolean => data.subarray(y * columns, (y + 1) * columns).some((value) => value > 0);
  expect(Array.from({ length: rows }, (_, y) => y).filter(isLit)).toEqual(Array.from({ length: 70 }, (_, y) => y + 40));
});
