import { describe, expect, it } from 'vitest';
import type { OutgoingContent } from '../../../../../../electron/station/transfer/outbox/connector.ts';
import { withPageBeside } from '../../../../../../electron/station/transfer/outbox/page-beside.ts';
import { ResultMapping } from '../../../../../../shared/model/result-mapping.ts';

const wants = ResultMapping.parse({ page: 'ED' });
const wantsNone = ResultMapping.parse({});
const message = (pdf: Uint8Array | null): OutgoingContent => ({
  ...{ format: 'hl7', key: 'NJ1', bytes: new Uint8Array(), studyUid: '', seriesUid: '', object: null },
  page: { read: () => Promise.resolve(pdf), signedAt: '2026-03-01T02:00:00.000Z' },
});
const SOON = '2026-03-01T02:01:00.000Z';

describe('a message whose receiver wants the page', () => {
  it('waits for it, and goes without when it does not come: the text waits for no printer', async () => {
    await expect(withPageBeside(message(null), wants, SOON)).rejects.toMatchObject({
      ...{ code: 'report/pdf-needs-runtime', retry: 'later' },
    });
    expect((await withPageBeside(message(null), wants, '2026-03-01T02:11:00.000Z')).pdf).toBeNull();
  });

  it('has it when it is made, and nobody else does', async () => {
    const pdf = new Uint8Array([1]);
    expect((await withPageBeside(message(pdf), wants, SOON)).pdf).toBe(pdf);
    expect((await withPageBeside(message(pdf), wantsNone, SOON)).pdf).toBeUndefined();
  });
});
