import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../../../../shared/errors/app-error.ts';
import {
  decodeAccept,
  decodeRequest,
  encodeAccept,
  encodeData,
  encodeReject,
  encodeReleaseRequest,
  encodeRequest,
  PDU,
} from '../../../../../../../electron/station/sources/dimse/wire/pdu.ts';
import type { AssociateRequest } from '../../../../../../../electron/station/sources/dimse/wire/pdu.ts';
import { PduReader } from '../../../../../../../electron/station/sources/dimse/wire/pdu-reader.ts';
import { decodeCommand, encodeCommand } from '../../../../../../../electron/station/sources/dimse/wire/command-set.ts';
import { codeThrown } from '../../../../../../helpers/app-errors.ts';

const REQUEST: AssociateRequest = {
  called: 'PEER',
  calling: 'NIGHTJAR',
  maxPdu: 131_072,
  implementation: { uid: '1.2.3', name: 'TEST' },
  roles: [{ sopClass: '1.2.840.10008.5.1.4.1.1.2', user: false, provider: true }],
  contexts: [
    { id: 1, abstractSyntax: '1.2.840.10008.1.1', transferSyntaxes: ['1.2.840.10008.1.2', '1.2.840.10008.1.2.1'] },
    { id: 3, abstractSyntax: '1.2.840.10008.5.1.4.1.1.2', transferSyntaxes: ['1.2.840.10008.1.2.4.90'] },
  ],
  identity: null,
};

/** What was heard, in words that do not depend on how the bytes were cut. */
function heard(chunks: readonly Buffer[]): readonly string[] {
  const said: string[] = [];
  let fragment: Buffer[] = [];
  const reader = new PduReader({
    control: (type, body) => said.push(`${type}:${body.toString('hex')}`),
    piece: (_id, _isCommand, bytes) => fragment.push(bytes),
    fragmentEnd: (id, isCommand, isLast) => {
      said.push(`${id}/${isCommand}/${isLast}:${Buffer.concat(fragment).toString('hex')}`);
      fragment = [];
    },
  });
  for (const chunk of chunks) reader.push(chunk);
  return said;
}

function cut(bytes: Buffer, sizes: readonly number[]): readonly Buffer[] {
  const chunks: Buffer[] = [];
  let at = 0;
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

const STREAM = Buffer.concat([
  encodeRequest(REQUEST),
  encodeData(1, true, true, Buffer.from('a command')),
  encodeData(3, false, false, Buffer.from('some data')),
  encodeData(3, false, true, Buffer.alloc(0)),
  encodeReject(1, 1, 7),
  encodeReleaseRequest(),
]);

describe('PduReader', () => {
  it('hears the same however the bytes are cut', () => {
    const whole = heard([STREAM]);
    expect(whole).toHaveLength(6);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }), (sizes) => {
        expect(heard(cut(STREAM, sizes))).toEqual(whole);
      }),
    );
  });

  it('takes several fragments in one PDU', () => {
    const one = encodeData(1, true, true, Buffer.from('ab')).subarray(6);
    const two = encodeData(1, false, true, Buffer.from('cd')).subarray(6);
    const head = Buffer.from([PDU.data, 0, 0, 0, 0, one.length + two.length]);
    expect(heard([Buffer.concat([head, one, two])])).toEqual(['1/true/true:6162', '1/false/true:6364']);
  });

  it.each([
    ['a type that there is not', [8, 0, 0, 0, 0, 4]],
    ['a request without an end', [PDU.associateRequest, 0, 0xff, 0xff, 0xff, 0xff]],
    ['data longer than was agreed on', [PDU.data, 0, 0, 3, 0, 0]],
    ['a fragment longer than its PDU', [PDU.data, 0, 0, 0, 0, 10, 0, 0, 0, 9, 1, 3]],
    ['a fragment without its own header', [PDU.data, 0, 0, 0, 0, 10, 0, 0, 0, 1, 1, 3]],
    ['a PDU that ends inside the header of a fragment', [PDU.data, 0, 0, 0, 0, 3, 0, 0, 0]],
    ['a release of another length', [PDU.releaseRequest, 0, 0, 0, 0, 5]],
  ])('refuses %s at its header', (_name, bytes) => {
    expect(codeThrown(() => heard([Buffer.from(bytes)]))).toBe('source/wrong-answer');
  });

  it('F31: says nothing but coded errors to random and to spoilt bytes, for a second', () => {
    const until = performance.now() + 1000;
    let rounds = 0;
    while (performance.now() < until) {
      const seed = rounds % 2 === 0 ? spoilt(STREAM, rounds) : noise(rounds);
      expect(outcomeOf(seed)).toMatch(/^(ok|source\/wrong-answer)$/);
      rounds += 1;
    }
    expect(rounds).toBeGreaterThan(100);
  });
});

/** A whole reading of bytes as the association does it. */
function outcomeOf(bytes: Buffer): string {
  try {
    const reader = new PduReader({
      control: (type, body) => {
        if (type === PDU.associateRequest) decodeRequest(body);
        if (type === PDU.associateAccept) decodeAccept(body);
      },
      piece: (_id, isCommand, piece) => {
        if (isCommand) decodeCommand(Buffer.from(piece));
      },
      fragmentEnd: () => undefined,
    });
    for (const chunk of cut(bytes, [1 + (bytes[0] ?? 0), 7, 100])) reader.push(chunk);
    return 'ok';
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

/** The same bytes for the same number: a failure can be seen again. */
function random(seed: number): () => number {
  let state = (seed + 1) * 0x9e3779b1;
  return () => {
    state = Math.imul(state ^ (state >>> 15), 0x85ebca6b) ^ (state << 5);
    return (state >>> 8) & 0xffff;
  };
}

function noise(seed: number): Buffer {
  const next = random(seed);
  const bytes = Buffer.from(Array.from({ length: 300 }, () => next() & 0xff));
  bytes.writeUInt8(1 + (next() % 7), 0);
  bytes.writeUInt32BE(next() % 400, 2);
  return bytes;
}

function spoilt(bytes: Buffer, seed: number): Buffer {
  const next = random(seed);
  const copy = Buffer.from(bytes);
  for (let change = 0; change < 4; change += 1) copy.writeUInt8(next() & 0xff, next() % copy.length);
  return copy;
}

describe('association PDUs', () => {
  it('say what they were made of', () => {
    expect(decodeRequest(encodeRequest(REQUEST).subarray(6))).toEqual(REQUEST);
    const { identity, ...common } = REQUEST;
    expect(identity).toBeNull();
    const accept = { ...common, contexts: [{ id: 1, result: 0, transferSyntax: '1.2.840.10008.1.2' }] };
    expect(decodeAccept(encodeAccept(accept).subarray(6))).toEqual(accept);
  });

  it('hold a user with and without a passcode', () => {
    const named = encodeRequest({ ...REQUEST, identity: { user: 'reader', passcode: null } });
    const proved = encodeRequest({ ...REQUEST, identity: { user: 'reader', passcode: 'secret' } });
    expect(named.includes(Buffer.from([0x58, 0, 0, 12, 1, 0, 0, 6]))).toBe(true);
    expect(proved.includes(Buffer.from([0x58, 0, 0, 18, 2, 0, 0, 6]))).toBe(true);
    expect(named.includes('reader')).toBe(true);
    expect(proved.includes('secret')).toBe(true);
  });
});

describe('command sets', () => {
  it('say what they were made of', () => {
    fc.assert(
      fc.property(
        fc.record({
          field: fc.integer({ min: 1, max: 0xffff }),
          messageId: fc.integer({ min: 1, max: 0xffff }),
          affectedClass: fc.constantFrom('1.2.3', '1.2.34'),
          affectedInstance: fc.constantFrom('2.25.1', '2.25.12'),
          destination: fc.constantFrom('A', 'LONG TITLE'),
          status: fc.integer({ min: 0, max: 0xffff }),
          hasData: fc.boolean(),
        }),
        (command) => {
          expect(decodeCommand(encodeCommand(command))).toEqual(command);
        },
      ),
    );
  });

  it('are refused where they are cut short or hold something else', () => {
    const whole = encodeCommand({ field: 1, messageId: 1, hasData: false });
    expect(codeThrown(() => decodeCommand(whole.subarray(0, -1)))).toBe('source/wrong-answer');
    expect(codeThrown(() => decodeCommand(Buffer.from('00080005000000', 'hex')))).toBe('source/wrong-answer');
    expect(codeThrown(() => decodeCommand(Buffer.alloc(0)))).toBe('source/wrong-answer');
  });
});
