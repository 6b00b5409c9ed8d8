import { trimUid } from '../../../../../shared/dicom/uid.ts';
import { damaged } from './pdu.ts';

/** Command fields (Part 7, E.1); the answer to one has 0x8000 added. */
export const COMMAND = Object.freeze({
  cStore: 0x0001,
  cGet: 0x0010,
  cFind: 0x0020,
  cMove: 0x0021,
  cEcho: 0x0030,
  nEventReport: 0x0100,
  nAction: 0x0130,
  cCancel: 0x0fff,
});
export const ANSWER = 0x8000;

/** A command set (Part 7, 6.3.1). What is not there is left out. */
export interface Command {
  readonly field: number;
  readonly messageId?: number | undefined;
  readonly respondingTo?: number | undefined;
  readonly hasData: boolean;
  readonly affectedClass?: string | undefined;
  readonly requestedClass?: string | undefined;
  readonly affectedInstance?: string | undefined;
  readonly requestedInstance?: string | undefined;
  readonly priority?: number | undefined;
  readonly status?: number | undefined;
  readonly destination?: string | undefined;
  readonly remaining?: number | undefined;
  readonly completed?: number | undefined;
  readonly failed?: number | undefined;
  readonly warning?: number | undefined;
  /** Of a C-STORE that a C-MOVE caused: title of who asked, and the message id of the C-MOVE. */
  readonly originator?: string | undefined;
  readonly originatorId?: number | undefined;
  readonly eventType?: number | undefined;
  readonly actionType?: number | undefined;
}

type Value = Exclude<keyof Command, 'hasData'>;

/** Element numbers of group 0000, in rising order, with what they hold. */
const ELEMENTS: readonly (readonly [number, Value, 'uid' | 'title' | 'number'])[] = [
  [0x0002, 'affectedClass', 'uid'],
  [0x0003, 'requestedClass', 'uid'],
  [0x0100, 'field', 'number'],
  [0x0110, 'messageId', 'number'],
  [0x0120, 'respondingTo', 'number'],
  [0x0600, 'destination', 'title'],
  [0x0700, 'priority', 'number'],
  [0x0900, 'status', 'number'],
  [0x1000, 'affectedInstance', 'uid'],
  [0x1001, 'requestedInstance', 'uid'],
  [0x1002, 'eventType', 'number'],
  [0x1008, 'actionType', 'number'],
  [0x1020, 'remaining', 'number'],
  [0x1021, 'completed', 'number'],
  [0x1022, 'failed', 'number'],
  [0x1023, 'warning', 'number'],
  [0x1030, 'originator', 'title'],
  [0x1031, 'originatorId', 'number'],
];
const DATA_SET_TYPE = 0x0800;
const NO_DATA_SET = 0x0101;
const HEAD = 8;

/** Implicit VR little endian, with its group length. */
export function encodeCommand(command: Command): Buffer {
  const parts: Buffer[] = [];
  let wroteType = false;
  const type = (): void => {
    if (!wroteType) parts.push(element(DATA_SET_TYPE, short(command.hasData ? 0x0001 : NO_DATA_SET)));
    wroteType = true;
  };
  for (const [number, name, kind] of ELEMENTS) {
    if (number > DATA_SET_TYPE) type();
    const value = command[name];
    if (value === undefined) continue;
    parts.push(element(number, typeof value === 'number' ? short(value) : padded(value, kind === 'uid' ? '\0' : ' ')));
  }
  type();
  const body = Buffer.concat(parts);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return Buffer.concat([element(0x0000, length), body]);
}

/** @throws AppError source/wrong-answer */
export function decodeCommand(bytes: Buffer): Command {
  const values = new Map<number, Buffer>();
  let at = 0;
  while (at + HEAD <= bytes.length) {
    const stop = at + HEAD + bytes.readUInt32LE(at + 4);
    if (bytes.readUInt16LE(at) !== 0 || stop > bytes.length) throw damaged('a command set that makes no sense');
    values.set(bytes.readUInt16LE(at + 2), bytes.subarray(at + HEAD, stop));
    at = stop;
  }
  if (at !== bytes.length) throw damaged('a command set that is cut short');
  const found: Record<string, number | string> = {};
  for (const [number, name, kind] of ELEMENTS) {
    const value = values.get(number);
    if (value === undefined) continue;
    const read = kind === 'number' ? numberOf(value) : textOf(value, kind);
    if (read !== null) found[name] = read;
  }
  const type = values.get(DATA_SET_TYPE);
  const { field, ...rest } = found;
  if (typeof field !== 'number') throw damaged('a command set without a command');
  return { ...rest, field, hasData: type !== undefined && numberOf(type) !== NO_DATA_SET };
}

function numberOf(value: Buffer): number | null {
  return value.length < 2 ? null : value.readUInt16LE(0);
}

function textOf(value: Buffer, kind: 'uid' | 'title'): string | null {
  const text = value.subarray(0, 64).toString('latin1');
  return kind === 'uid' ? trimUid(text) : text.replace(/[^ -~]/g, ' ').trim();
}

function element(number: number, value: Buffer): Buffer {
  const head = Buffer.alloc(HEAD);
  head.writeUInt16LE(number, 2);
  head.writeUInt32LE(value.length, 4);
  return Buffer.concat([head, value]);
}

function short(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value & 0xffff);
  return bytes;
}

function padded(text: string, pad: string): Buffer {
  return Buffer.from(text.length % 2 === 0 ? text : text + pad, 'latin1');
}
