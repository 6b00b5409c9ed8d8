import { IMPLEMENTATION_NAME, IMPLEMENTATION_UID } from '../../../dicom/write/write-file.ts';

/**
 * Preamble and group 2 (Part 10, 7.1) of an object that came by the network: its data set follows as it was sent. What the
 * command said is written as it is, whether or not the standard allows it.
 */
export function fileHead(facts: {
  readonly sopClass: string;
  readonly sopUid: string;
  readonly transferSyntax: string;
}): Buffer {
  const rest = Buffer.concat([
    Buffer.from([2, 0, 1, 0, 0x4f, 0x42, 0, 0, 2, 0, 0, 0, 0, 1]),
    element(0x0002, 'UI', facts.sopClass),
    element(0x0003, 'UI', facts.sopUid),
    element(0x0010, 'UI', facts.transferSyntax),
    element(0x0012, 'UI', IMPLEMENTATION_UID),
    element(0x0013, 'SH', IMPLEMENTATION_NAME),
  ]);
  const preamble = Buffer.alloc(132);
  preamble.write('DICM', 128, 'latin1');
  const length = Buffer.from([2, 0, 0, 0, 0x55, 0x4c, 4, 0, 0, 0, 0, 0]);
  length.writeUInt32LE(rest.length, 8);
  return Buffer.concat([preamble, length, rest]);
}

function element(number: number, vr: string, text: string): Buffer {
  const value = Buffer.from(text.length % 2 === 0 ? text : text + (vr === 'UI' ? '\0' : ' '), 'latin1');
  const head = Buffer.alloc(8);
  head.writeUInt16LE(2, 0);
  head.writeUInt16LE(number, 2);
  head.write(vr, 4, 'latin1');
  head.writeUInt16LE(value.length, 6);
  return Buffer.concat([head, value]);
}
