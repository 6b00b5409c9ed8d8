import fc from 'fast-check';

/** One change to some bytes. Places are parts of a millionth of the whole, so that they fit every file. */
export interface Mutation {
  readonly kind: 'set' | 'number' | 'cut' | 'repeat' | 'insert' | 'drop' | 'move';
  readonly at: number;
  readonly from: number;
  readonly count: number;
  readonly value: number;
}

const MILLION = 1_000_000;
/** Lengths and counts that break things. */
const NUMBERS: readonly number[] = [
  0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
];

/** Half of the places lie in the first hundredth of a file, where headers are. */
const place = fc.oneof(fc.nat({ max: MILLION - 1 }), fc.nat({ max: MILLION / 100 }));

export const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('set', 'set', 'set', 'number', 'number', 'cut', 'repeat', 'insert', 'drop', 'move'),
    at: place,
    from: place,
    count: fc.integer({ min: 1, max: 200 }),
    value: fc.nat({ max: 255 }),
  }),
  { minLength: 1, maxLength: 6 },
);

export function mutated(seed: Uint8Array, changes: readonly Mutation[]): Uint8Array {
  let bytes = Buffer.from(seed);
  for (const change of changes) bytes = applied(bytes, change);
  return bytes;
}

function applied(bytes: Buffer<ArrayBuffer>, change: Mutation): Buffer<ArrayBuffer> {
  const at = Math.floor((change.at * bytes.length) / MILLION);
  const from = Math.floor((change.from * bytes.length) / MILLION);
  const rest = (place: number): Buffer<ArrayBuffer> => bytes.subarray(place);
  const part = bytes.subarray(from, from + change.count);
  switch (change.kind) {
    case 'set':
      if (at < bytes.length) bytes[at] = change.value;
      return bytes;
    case 'number': {
      const value = NUMBERS[change.value % NUMBERS.length] ?? 0;
      if (at + 4 <= bytes.length) bytes.writeUInt32LE(value, at);
      return bytes;
    }
    case 'cut':
      return Buffer.from(bytes.subarray(0, at));
    case 'drop':
      return Buffer.concat([bytes.subarray(0, at), rest(at + change.count)]);
    case 'insert':
      return Buffer.concat([bytes.subarray(0, at), Buffer.alloc(change.count, change.value), rest(at)]);
    case 'repeat':
      return Buffer.concat([
        bytes.subarray(0, at),
        ...Array.from({ length: change.count }, () => part.subarray(0, 16)),
        rest(at),
      ]);
    case 'move':
      return Buffer.concat([bytes.subarray(0, at), part, rest(at + part.length)]);
  }
}
