import { TAG } from '../../../../../shared/dicom/tags.ts';
import { EXPLICIT_LITTLE, IMPLICIT_LITTLE } from '../../../../../shared/dicom/transfer-syntax.ts';
import { asAppError } from '../../../../../shared/errors/app-error.ts';
import { Attributes } from '../../../dicom/parse/attributes.ts';
import { asParseError } from '../../../dicom/parse/parse-dicom.ts';
import { walkDataSet } from '../../../dicom/parse/walk.ts';
import type { Key } from './key.ts';
import type { DataReader } from './line.ts';
import { LIMITS } from './limits.ts';
import { damaged } from './pdu.ts';

/** In these identifiers are written and read; big endian is not offered. */
export const IDENTIFIER_SYNTAXES: readonly string[] = [EXPLICIT_LITTLE, IMPLICIT_LITTLE];

/**
 * The data set of a query or retrieve. Text outside ASCII goes as Latin-1 where that holds it, which nearly every peer reads;
 * else as UTF-8. Either is named in (0008,0005).
 */
export function encodeIdentifier(keys: readonly Key[], transferSyntax: string): Buffer {
  const all = keys.map(({ value }) => value).join('');
  const plain = /^[ -~]*$/.test(all);
  const latin = /^[ -~\u00a0-\u00ff]*$/.test(all);
  const charset: readonly Key[] = plain
    ? []
    : [{ tag: TAG.specificCharacterSet[0], vr: 'CS', value: latin ? 'ISO_IR 100' : 'ISO_IR 192' }];
  const explicit = transferSyntax === EXPLICIT_LITTLE;
  const sorted = [...charset, ...keys].sort((a, b) => a.tag - b.tag);
  return Buffer.concat(sorted.map((one) => encodeKey(one, explicit, latin ? 'latin1' : 'utf8')));
}

function encodeKey({ tag, vr, value }: Key, explicit: boolean, encoding: 'latin1' | 'utf8'): Buffer {
  const bytes = Buffer.from(value, encoding);
  const pad = bytes.length % 2 === 0 ? Buffer.alloc(0) : Buffer.from(vr === 'UI' ? '\0' : ' ');
  const length = bytes.length + pad.length;
  const head = Buffer.alloc(8);
  head.writeUInt16LE(tag >>> 16, 0);
  head.writeUInt16LE(tag & 0xffff, 2);
  if (explicit) {
    head.write(vr, 4, 'latin1');
    head.writeUInt16LE(length, 6);
  } else {
    head.writeUInt32LE(length, 4);
  }
  return Buffer.concat([head, bytes, pad]);
}

/** Objects that a peer is to answer for (Part 4, table J.3-1). */
export function encodeReferences(
  transactionUid: string,
  objects: readonly { readonly sopUid: string; readonly sopClass: string }[],
  transferSyntax: string,
): Buffer {
  const explicit = transferSyntax === EXPLICIT_LITTLE;
  const uid = (tag: number, value: string): Buffer => encodeKey({ tag, vr: 'UI', value }, explicit, 'latin1');
  const items = objects.map(({ sopUid, sopClass }) => {
    const body = Buffer.concat([uid(0x00081150, sopClass), uid(0x00081155, sopUid)]);
    const head = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]);
    head.writeUInt32LE(body.length, 4);
    return Buffer.concat([head, body]);
  });
  const body = Buffer.concat(items);
  const head = Buffer.from([0x08, 0, 0x99, 0x11, ...(explicit ? [0x53, 0x51, 0, 0] : []), 0, 0, 0, 0]);
  head.writeUInt32LE(body.length, head.length - 4);
  return Buffer.concat([uid(0x00081195, transactionUid), head, body]);
}

/** The attributes of an answer. @throws AppError source/wrong-answer */
export function decodeIdentifier(bytes: Buffer, transferSyntax: string): Attributes {
  const form = { explicit: transferSyntax !== IMPLICIT_LITTLE, bigEndian: false };
  try {
    return new Attributes(walkDataSet(bytes, { start: 0, end: bytes.length }, form, new Set()));
  } catch (error) {
    throw damaged(`a data set that cannot be read (${asAppError(asParseError(error)).code})`);
  }
}

/** Collects a small data set in memory. @throws AppError source/wrong-answer above the limit */
export function identifierReader(onWhole: (bytes: Buffer) => void): DataReader {
  const pieces: Buffer[] = [];
  let length = 0;
  return {
    piece: (bytes) => {
      length += bytes.length;
      if (length > LIMITS.identifier) throw damaged('an identifier that is too long');
      pieces.push(Buffer.from(bytes));
    },
    end: () => onWhole(Buffer.concat(pieces)),
    lost: () => undefined,
  };
}
