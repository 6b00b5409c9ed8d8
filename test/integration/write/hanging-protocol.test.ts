import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readHangingObject } from '../../../electron/station/dicom/read/hanging-protocol.ts';
import { openObject } from '../../../electron/station/dicom/read/open-object.ts';
import { numbers, sequence, text } from '../../../electron/station/dicom/write/element.ts';
import type { DicomItem } from '../../../electron/station/dicom/write/element.ts';
import { buildHangingObject, HANGING_PROTOCOL_CLASS } from '../../../electron/station/dicom/write/hanging-protocol.ts';
import { writeDicomFile } from '../../../electron/station/dicom/write/write-file.ts';
import { loadProtocols } from '../../../electron/station/hanging/load-hanging.ts';
import { protocolIn } from '../../../electron/station/hanging/protocol-in-dicom.ts';
import type { ProtocolInDicom } from '../../../electron/station/hanging/protocol-in-dicom.ts';
import type { HangingProtocol } from '../../../shared/hanging/protocol/protocol.ts';
import { pydicom, violations } from '../../helpers/judges.ts';
import { hasPeer } from '../../helpers/peers.ts';
import { projectRoot } from '../../helpers/runtime.ts';

const FACTS = { sopUid: '2.25.7', creator: 'Ada Reader', at: '20261123030000' };
const shipped = loadProtocols(path.join(projectRoot, 'resources', 'hanging'));
const back = (bytes: Uint8Array): ProtocolInDicom => protocolIn(readHangingObject(openObject(bytes)));

/** Everything that a document can hold where DICOM holds it otherwise, or not at all. */
function everything(): HangingProtocol {
  const [first] = shipped;
  if (first === undefined) throw new Error('nothing is shipped');
  const [one, ...sets] = first.displaySets;
  if (one === undefined) throw new Error('nothing is shown');
  return {
    ...first,
    name: 'Größe \\ “quotes”, 名前, longer than sixteen',
    note: 'A note\\of two parts',
    scope: 'group',
    version: 12,
    for: [
      ...first.for,
      { attribute: 'procedureCode', is: 'in', values: ['RPID22^RADLEX', 'no scheme', '^'], weight: 5 },
      { attribute: 'reasonCode', is: 'equals', value: 'a-very-long-code-of-a-reason^99LOCAL', weight: 5 },
    ],
    displaySets: [
      {
        ...{ kind: 'cine', id: one.id, set: one.set, label: 'Ünï\\code', rate: 12.5, missing: one.missing },
        look: {
          window: { center: 40.5, width: 401 },
          sort: { by: 'time', descending: true },
          ...{ justify: 'left', invert: false, colourMap: 'rainbow', zoom: 'true-size', turn: '90' },
        },
      },
      ...sets,
    ],
  };
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nightjar-hanging-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!hasPeer('dciodvfy') || !hasPeer('pydicom'))('a DICOM Hanging Protocol object of ours', () => {
  it('passes dciodvfy and gives the identical document back, for everything that is shipped and more', () => {
    for (const protocol of [...shipped, everything()]) {
      const file = path.join(folder, `${protocol.id}-${protocol.scope}.dcm`);
      writeFileSync(file, buildHangingObject(protocol, FACTS));
      expect(violations(file, /HangingProtocol/), protocol.name).toEqual([]);
      expect(back(readFileSync(file)), protocol.name).toEqual({ document: protocol, ignored: [] });
    }
    expect(readdirSync(folder).length).toBe(shipped.length + 1);
  });

  it('is read by pydicom as it was meant, our own element too', () => {
    const file = path.join(folder, 'mr-brain-shipped.dcm');
    const said = pydicom(
      file,
      '[ds.HangingProtocolName, ds.HangingProtocolLevel, ds.HangingProtocolDefinitionSequence[0].Modality, ' +
        'ds.ImageSetsSequence[0].TimeBasedImageSetsSequence[0].ImageSetSelectorCategory, ' +
        'json.loads(ds.private_block(0x0071, "NIGHTJAR")[0x10].value)["id"]]',
    );
    expect(said).toEqual(['MR brain', 'MANUFACTURER', 'MR', 'RELATIVE_TIME', 'mr-brain']);
  });
});

describe('a DICOM Hanging Protocol object of others', () => {
  const selector = (tag: number, vr: 'CS' | 'LO', valueTag: number, value: string): DicomItem => [
    ...[text(0x00720024, 'CS', 'NO_MATCH'), numbers(0x00720026, 'AT', tag), numbers(0x00720028, 'US', 0)],
    ...[text(0x00720050, 'CS', vr), text(valueTag, vr, value)],
  ];
  const display = (number: number, set: number, position: readonly number[], more: DicomItem = []): DicomItem => [
    ...[numbers(0x00720202, 'US', number), numbers(0x00720204, 'US', 1), numbers(0x00720032, 'US', set)],
    sequence(0x00720300, [
      ...[numbers(0x00720302, 'US', 1), numbers(0x00720108, 'FD', ...position), text(0x00720304, 'CS', 'STACK')],
    ]),
    ...more,
  ];
  const foreign = (displays: readonly DicomItem[], more: DicomItem = []): Uint8Array =>
    writeDicomFile([
      ...[text(0x00080005, 'CS', 'ISO_IR 192'), text(0x00080016, 'UI', HANGING_PROTOCOL_CLASS)],
      ...[text(0x00080018, 'UI', '1.2.3'), text(0x00720002, 'SH', 'Chest PA'), text(0x00720004, 'LO', 'of a PACS')],
      sequence(0x0072000c, [
        text(0x00080060, 'CS', 'CR'),
        sequence(0x00081032, [text(0x00080100, 'SH', 'XRC'), text(0x00080102, 'SH', 'L'), text(0x00080104, 'LO', 'x')]),
      ]),
      sequence(
        0x00720020,
        [
          sequence(
            0x00720022,
            selector(0x00185101, 'CS', 0x00720062, 'PA'),
            selector(0x00181400, 'LO', 0x00720066, 'LUNG'),
          ),
          sequence(0x00720030, [
            ...[numbers(0x00720032, 'US', 1), text(0x00720034, 'CS', 'RELATIVE_TIME')],
            ...[numbers(0x00720038, 'US', 0, 0), text(0x0072003a, 'CS', 'SECONDS'), text(0x00720040, 'LO', 'PA')],
          ]),
        ],
        [
          sequence(0x00720022, selector(0x00185101, 'CS', 0x00720062, 'PA')),
          sequence(0x00720030, [
            ...[numbers(0x00720032, 'US', 2), text(0x00720034, 'CS', 'ABSTRACT_PRIOR')],
            ...[numbers(0x0072003c, 'SS', 1, 3), text(0x00720040, 'LO', 'PA before')],
          ]),
        ],
      ),
      ...[numbers(0x00720100, 'US', 2), sequence(0x00720200, ...displays), text(0x00720208, 'CS', 'ADAPT_LAYOUT')],
      ...more,
    ]);

  it('hangs as far as it is understood, and says in words what is left out', () => {
    const { document, ignored } = back(
      foreign([
        display(1, 1, [0, 1, 0.5, 0], [text(0x00720702, 'CS', 'LUNG'), text(0x00720706, 'CS', 'YES')]),
        display(2, 2, [0.5, 1, 1, 0], [text(0x00720702, 'CS', 'SINUS')]),
        display(3, 2, [0.6, 0.9, 0.9, 0.1]),
        display(4, 9, [0, 1, 1, 0]),
        display(5, 2, [0.5, 0.2, 0.1, 0.9]),
      ]),
    );
    expect(document).toMatchObject({
      ...{ id: 'dicom-chest-pa', name: 'Chest PA', note: 'of a PACS', scope: 'user', version: 1 },
      for: [
        { attribute: 'modality', is: 'in', values: ['CR'], must: true },
        { attribute: 'procedureCode', is: 'in', values: ['XRC^L'], must: true },
      ],
      imageSets: [
        { label: 'PA', of: 'current', rules: [{ attribute: 'view', is: 'in', values: ['PA'], must: true }] },
        { label: 'PA before', of: { least: 0, pick: { by: 'nearest' } } },
      ],
      stages: [
        {
          partial: 'ADAPT_LAYOUT',
          screens: [
            { boxes: [{ x: 0, y: 0, width: 1, height: 1, show: 'show-1' }] },
            { boxes: [{ x: 0, y: 0, width: 1, height: 1, show: 'show-2' }] },
          ],
        },
      ],
    });
    expect(document.displaySets[0]).toMatchObject({ kind: 'stack', look: { window: 'lung', invert: true } });
    expect(ignored).toEqual([
      'PA: the rule on (0018,1400)',
      'PA before: earlier studies 1 to 3; the first of them is taken',
      ...['display set 4: its image set is not there', 'display set 3: it lies over another'],
      ...['display set 5: it lies at no place of the screen', 'Display set 2: the window SINUS'],
    ]);
  });

  it('counts by the standard where our own element does not agree with it, or is none of ours', () => {
    const displays = [display(1, 1, [0, 1, 1, 0])];
    const own = (value: string): DicomItem => [text(0x00710010, 'LO', 'NIGHTJAR'), text(0x00711010, 'UT', value)];
    const [brain] = shipped;
    for (const value of [JSON.stringify(brain), '{"schema":1}', '[[[', 'x'.repeat(300_000)]) {
      const { document, ignored } = back(foreign(displays, own(value)));
      expect(document.name).toBe('Chest PA');
      expect(ignored[0]).toMatch(/another program changed/);
    }
  });

  it('is refused with a code where nothing of it can hang, or it is too much', () => {
    const refused = { code: 'hanging/bad-file' };
    const over = Array.from({ length: 300 }, (_, at) => display(at + 1, 1, [0, 1, 1, 0]));
    const failing: readonly (() => unknown)[] = [
      () => back(foreign([])),
      () => back(foreign([display(1, 1, [])])),
      () => back(foreign(over)),
    ];
    for (const work of failing) expect(work).toThrowError(expect.objectContaining(refused) as Error);
  });
});
