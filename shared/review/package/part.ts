import { AppError } from '../../errors/app-error.ts';

/** Bytes of a package in one object of a DICOM node: it fits into memory, and a line that broke has little to send again. */
export const PART_BYTES = 32 * 1024 * 1024;
/** Objects of one package: what the largest package comes to. */
export const MOST_PARTS = 2100;
/** Raw Data Storage (Part 3, A.37): archives keep it, and none of them tries to show it. */
export const PART_CLASS = '1.2.840.10008.5.1.4.1.1.66';
/** What a mailbox is named: no patient has such an id. */
const MAILBOX = /^NJR-[0-9A-F]{20}$/;
/** What a part is, in the object that holds it. */
export const PART_MIME = 'application/x-nightjar-review-part';
const MAGIC = 'NJREVPRT';
const ID_BYTES = 16;
/** MAGIC, package id, number of the part (from 0), how many there are (32 bit, big-endian). */
export const PART_HEAD = MAGIC.length + ID_BYTES + 8;

export interface PartPlace {
  /** As the header of the package has it, hex. */
  readonly packageId: string;
  readonly index: number;
  readonly count: number;
}

export function writePartHead({ packageId, index, count }: PartPlace): Uint8Array {
  const head = new Uint8Array(PART_HEAD);
  for (let at = 0; at < MAGIC.length; at += 1) head[at] = MAGIC.charCodeAt(at);
  for (let at = 0; at < ID_BYTES; at += 1) head[MAGIC.length + at] = parseInt(packageId.slice(2 * at, 2 * at + 2), 16);
  const view = new DataView(head.buffer);
  view.setUint32(MAGIC.length + ID_BYTES, index);
  view.setUint32(MAGIC.length + ID_BYTES + 4, count);
  return head;
}

/** Whether an object is a part of a package by what it says of itself, whoever it is for. */
export function isPart(sopClass: string | null, patientId: string | null): boolean {
  return sopClass === PART_CLASS && MAILBOX.test(patientId ?? '');
}

/** Which part of which package it is; its bytes follow behind PART_HEAD. @throws AppError package/not-a-package */
export function readPartHead(bytes: Uint8Array): PartPlace {
  const magic = String.fromCharCode(...bytes.subarray(0, MAGIC.length));
  if (bytes.length < PART_HEAD || magic !== MAGIC) throw notOurs();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const index = view.getUint32(MAGIC.length + ID_BYTES);
  const count = view.getUint32(MAGIC.length + ID_BYTES + 4);
  if (count < 1 || count > MOST_PARTS || index >= count) throw notOurs();
  const id = bytes.subarray(MAGIC.length, MAGIC.length + ID_BYTES);
  return { packageId: Array.from(id, (byte) => byte.toString(16).padStart(2, '0')).join(''), index, count };
}

function notOurs(): AppError {
  return new AppError('package/not-a-package', 'the object holds no part of a review package');
}
