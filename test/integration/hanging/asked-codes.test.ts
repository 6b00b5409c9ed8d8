import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCaseTables } from '../../../electron/station/hanging/load-hanging.ts';
import { openCase } from '../../../electron/station/hanging/open-case.ts';
import type { HangingCase } from '../../../shared/hanging/protocol/case-facts.ts';
import { ONE_MONITOR } from '../../../shared/hanging/protocol/case-facts.ts';
import { ProtocolMatcher } from '../../../shared/hanging/protocol/match.ts';
import { HangingProtocol } from '../../../shared/hanging/protocol/protocol.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import type { BuiltElement } from '../../helpers/dicom-builder.ts';
import { projectRoot } from '../../helpers/runtime.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { importBench } from '../import/import-fixture.ts';

const code = (value: string, scheme: string): readonly BuiltElement[] => [
  ...[element(0x00080100, 'SH', value), element(0x00080102, 'SH', scheme), element(0x00080104, 'LO', 'words')],
];
const PROTOCOL = HangingProtocol.parse({
  ...{ schema: 1, id: 'by-code', name: 'By code', version: 1, scope: 'user' },
  for: [
    { attribute: 'procedureCode', is: 'equals', value: 'RPID22^RADLEX', weight: 10, must: true },
    { attribute: 'reasonCode', is: 'in', values: ['R05', 'R06'], weight: 5 },
  ],
  imageSets: [
    {
      ...{ id: 'ct', label: 'CT', of: 'current', weight: 1 },
      rules: [{ attribute: 'modality', is: 'equals', value: 'CT', weight: 1 }],
    },
  ],
  displaySets: [{ kind: 'stack', id: 'ct', label: 'CT', set: 'ct', missing: { do: 'leave-out' } }],
  stages: [
    {
      ...{ id: 'one', name: 'One', partial: 'MAINTAIN_LAYOUT' },
      screens: [{ boxes: [{ x: 0, y: 0, width: 1, height: 1, show: 'ct' }] }],
    },
  ],
});

describe('codes of what was asked for', () => {
  it('come from the header through the index to the rules of protocols; without them the explanation says so', async () => {
    const bench = await importBench();
    const folder = await tempDir();
    const asked = [
      element(0x00081032, 'SQ', [code('RPID22', 'RADLEX')]),
      element(0x00400275, 'SQ', [
        [
          element(0x00321064, 'SQ', [code('XR1', 'L')]),
          element(0x0040100a, 'SQ', [code('R05', 'I10'), code('', 'I10')]),
        ],
      ]),
    ];
    const uids = (study: string): BuiltElement[] => [
      ...[element(0x0020000d, 'UI', study), element(0x0020000e, 'UI', `${study}.1`)],
      element(0x00080018, 'UI', `${study}.1.1`),
    ];
    writeFileSync(path.join(folder, 'a.dcm'), ctImage([...uids('1.2.3.4'), ...asked]));
    writeFileSync(path.join(folder, 'b.dcm'), ctImage(uids('1.2.3.5')));
    expect(await bench.import([folder])).toMatchObject({ imported: 2 });
    const tables = loadCaseTables(path.join(projectRoot, 'resources'));
    const caseOf = async (studyUid: string): Promise<HangingCase> => {
      const [id] = bench.archive.idsOf(studyUid);
      if (id === undefined) throw new Error('the study was not imported');
      return (await openCase(bench.archive, id, tables, { reader: null, monitors: ONE_MONITOR })).facts;
    };
    const coded = await caseOf('1.2.3.4');
    expect(coded.study.procedureCodes).toEqual(['RPID22', 'RPID22^RADLEX', 'XR1', 'XR1^L']);
    expect(coded.study.reasonCodes).toEqual(['R05', 'R05^I10']);
    const matcher = new ProtocolMatcher([PROTOCOL]);
    expect(matcher.hang(coded).protocol).toMatchObject({ id: 'by-code' });
    const none = matcher.hang(await caseOf('1.2.3.5'));
    expect(none.protocol).toBeNull();
    expect(none.candidates[0]?.rules[0]?.words).toBe(
      'procedure code RPID22^RADLEX: needed, nobody says, so it does not fit',
    );
  });
});
