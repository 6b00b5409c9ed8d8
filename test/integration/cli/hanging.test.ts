import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { sharedStore } from './cli-store.ts';
import { StudiesDocument } from './shapes.ts';

const text = z.string();
const ListDocument = z.strictObject({
  protocols: z.array(z.strictObject({ id: text, name: text, scope: text, version: z.number(), note: text.nullable() })),
});
const ExplainDocument = z.strictObject({
  protocol: text.nullable(),
  name: text,
  candidates: z.array(
    z.strictObject({
      id: text,
      name: text,
      score: z.number(),
      outcome: text,
      why: text.nullable(),
      rules: z.array(text),
    }),
  ),
  stages: z.array(z.strictObject({ id: text, name: text, viewports: z.number() })),
  viewports: z.array(
    z.strictObject({
      ...{ label: text, kind: text, role: text, studyUid: text.nullable(), seriesUid: text.nullable() },
      ...{ description: text.nullable(), stack: text.nullable(), objectId: text.nullable(), images: z.number() },
      ...{ document: text.nullable(), reason: text.nullable(), remark: text.nullable(), monitor: z.number() },
      ...{ x: z.number(), y: z.number(), width: z.number(), height: z.number() },
    }),
  ),
  fault: text.nullable(),
});
const DryRunDocument = z.strictObject({
  studies: z.number(),
  differently: z.number(),
  protocols: z.array(z.strictObject({ id: text.nullable(), cases: z.number() })),
  otherwise: z.array(z.strictObject({ why: text, viewports: z.number() })),
  cases: z.array(
    z.looseObject({ studyUid: text, protocol: text.nullable(), viewports: z.array(text), otherwise: z.array(text) }),
  ),
});

describe.skipIf(!hasTestdata())('nightjar hanging', () => {
  const BRAIN = ['BRTUM001', 'BRTUM003', 'BRTUM004'];
  const store = sharedStore(() => [
    ...BRAIN.map((name) => testdata('mr-brain-mf', name)),
    testdata('us', 'us-echo-jpll.dcm'),
    testdata('derived', 'ecg', 'ecg-12lead.dcm'),
  ]);

  it('says of a brain what hangs and why, and of every study in a dry run', async () => {
    const { protocols } = await store.document(ListDocument, 'hanging', 'list');
    expect(protocols).toContainEqual(expect.objectContaining({ id: 'mr-brain', name: 'MR brain', scope: 'shipped' }));
    const { studies } = await store.document(StudiesDocument, 'studies');
    const brain = studies.find(({ modalities }) => modalities.includes('MR'));
    const explained = await store.document(ExplainDocument, 'hanging', 'explain', '--study', brain?.studyUid ?? '');
    expect(explained).toMatchObject({ protocol: 'mr-brain', fault: null });
    expect(explained.candidates[0]).toMatchObject({ id: 'mr-brain', outcome: 'hangs' });
    expect(explained.candidates[0]?.rules).toContain('modality MR: needed, +10');
    expect(explained.viewports.map(({ label, description }) => [label, description])).toEqual([
      ['FLAIR', '* FLAIR AXIAL'],
      ['T2', '* T2 FSE AXIAL'],
    ]);
    const ecg = studies.find(({ modalities }) => modalities.includes('ECG'));
    const curves = await store.document(ExplainDocument, 'hanging', 'explain', '--study', ecg?.studyUid ?? '');
    expect(curves).toMatchObject({ protocol: null, fault: null, viewports: [{ document: 'waveform', reason: null }] });
    const run = await store.document(DryRunDocument, 'hanging', 'dry-run', '--monitors', '2');
    // Nobody hung any of them yet.
    expect(run).toMatchObject({ studies: studies.length, differently: 0 });
    expect(run.cases.every(({ viewports }) => viewports.length > 0 && viewports.every((one) => one !== '()'))).toBe(
      true,
    );
    const otherwise = run.cases.reduce((sum, one) => sum + one.otherwise.length, 0);
    expect(run.otherwise.reduce((sum, { viewports }) => sum + viewports, 0)).toBe(otherwise);
    expect(run.protocols.reduce((sum, { cases }) => sum + cases, 0)).toBe(run.studies);
    expect((await store.error('hanging', 'explain', '--study', '1.2.3')).code).toBe('archive/unknown-study');
  });
});
