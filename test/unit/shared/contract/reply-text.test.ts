import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnyEnvelope } from '../../../../shared/contract/index.ts';
import { packReply, unpackReply } from '../../../../shared/contract/reply-text.ts';

describe('a reply with an entry for every image', () => {
  it('travels as text and is the same envelope again', () => {
    fc.assert(
      fc.property(fc.constantFrom('study.open', 'worklist.list', 'access.state'), fc.jsonValue(), (name, value) => {
        const envelope = { ok: true, value } as const;
        const packed = packReply(name, envelope);
        expect(packed !== null && typeof packed === 'object' && 'text' in packed).toBe(name !== 'access.state');
        // JSON has one zero.
        expect(JSON.stringify(AnyEnvelope.parse(unpackReply(packed)))).toBe(JSON.stringify(envelope));
      }),
    );
  });

  it('is an envelope still when it is a refusal, and anything else stays what it is', () => {
    const refusal = { ok: false, error: { code: 'access/locked', message: '', context: {}, retry: 'never' } } as const;
    expect(packReply('study.open', refusal)).toBe(refusal);
    for (const odd of [null, 7, 'text', { ok: true, text: 7 }]) expect(unpackReply(odd)).toBe(odd);
    expect(AnyEnvelope.safeParse(unpackReply({ ok: true, text: '{}', more: 1 })).success).toBe(false);
  });
});
