import { AppError } from '../../../../../shared/errors/app-error.ts';
import { trimUid } from '../../../../../shared/dicom/uid.ts';
import { LIMITS } from './limits.ts';
import { APPLICATION_CONTEXT } from './uids.ts';

/** Types of PDU (Part 8, 9.3.1). */
export const PDU = Object.freeze({
  associateRequest: 1,
  associateAccept: 2,
  associateReject: 3,
  data: 4,
  releaseRequest: 5,
  releaseReply: 6,
  abort: 7,
});

/** A presentation context as it is proposed. */
export interface ProposedContext {
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntaxes: readonly string[];
}

/** The answer to one: 0 accepted, 1 and 2 refused, 3 class unknown, 4 no transfer syntax in common (Part 8, table 9-18). */
export interface AnsweredContext {
  readonly id: number;
  readonly result: number;
  readonly transferSyntax: string;
}

export interface Role {
  readonly sopClass: string;
  /** Who asked for the association may use the class, or provide it. */
  readonly user: boolean;
  readonly provider: boolean;
}

/** User identity (Part 7, D.3.3.7): a name, with a passcode where there is one. */
export interface UserIdentity {
  readonly user: string;
  readonly passcode: string | null;
}

export interface AssociatePdu {
  readonly called: string;
  readonly calling: string;
  /** Longest PDU that the writer takes; 0: any. */
  readonly maxPdu: number;
  readonly implementation: { readonly uid: string; readonly name: string };
  readonly roles: readonly Role[];
}

export interface AssociateRequest extends AssociatePdu {
  readonly contexts: readonly ProposedContext[];
  readonly identity: UserIdentity | null;
}

export interface AssociateAccept extends AssociatePdu {
  readonly contexts: readonly AnsweredContext[];
}

const HEAD = 68;

export function encodeRequest(request: AssociateRequest): Buffer {
  const contexts = request.contexts.map((context) =>
    item(
      0x20,
      Buffer.of(context.id, 0, 0, 0),
      textItem(0x30, context.abstractSyntax),
      ...context.transferSyntaxes.map((uid) => textItem(0x40, uid)),
    ),
  );
  return associate(PDU.associateRequest, request, contexts, request.identity);
}

export function encodeAccept(accept: AssociateAccept): Buffer {
  const contexts = accept.contexts.map((context) =>
    item(0x21, Buffer.of(context.id, 0, context.result, 0), textItem(0x40, context.transferSyntax)),
  );
  return associate(PDU.associateAccept, accept, contexts, null);
}

/** @param result 1 for good, 2 for now; source and reason as Part 8, table 9-21 has them */
export function encodeReject(result: number, source: number, reason: number): Buffer {
  return pdu(PDU.associateReject, Buffer.of(0, result, source, reason));
}

export const encodeReleaseRequest = (): Buffer => pdu(PDU.releaseRequest, Buffer.alloc(4));
export const encodeReleaseReply = (): Buffer => pdu(PDU.releaseReply, Buffer.alloc(4));

/** @param source 0: the user of the service, 2: its provider */
export function encodeAbort(source: 0 | 2, reason: number): Buffer {
  return pdu(PDU.abort, Buffer.of(0, 0, source, reason));
}

/** One P-DATA-TF PDU that holds one fragment. */
export function encodeData(contextId: number, isCommand: boolean, isLast: boolean, bytes: Uint8Array): Buffer {
  const buffer = Buffer.allocUnsafe(12 + bytes.length);
  buffer.writeUInt8(PDU.data, 0);
  buffer.writeUInt8(0, 1);
  buffer.writeUInt32BE(bytes.length + 6, 2);
  buffer.writeUInt32BE(bytes.length + 2, 6);
  buffer.writeUInt8(contextId, 10);
  buffer.writeUInt8((isCommand ? 1 : 0) | (isLast ? 2 : 0), 11);
  buffer.set(bytes, 12);
  return buffer;
}

/** @throws AppError source/wrong-answer */
export function decodeRequest(body: Buffer): AssociateRequest {
  const contexts: ProposedContext[] = [];
  const common = readAssociate(body, (type, content) => {
    if (type !== 0x20) return;
    if (contexts.length === LIMITS.contexts) throw damaged('too many presentation contexts');
    let abstractSyntax = '';
    const transferSyntaxes: string[] = [];
    for (const [inner, value] of items(content, 4)) {
      if (inner === 0x30) abstractSyntax = uidText(value);
      if (inner === 0x40 && transferSyntaxes.length < LIMITS.transferSyntaxes) transferSyntaxes.push(uidText(value));
    }
    contexts.push({ id: content.readUInt8(0), abstractSyntax, transferSyntaxes });
  });
  return { ...common, contexts, identity: null };
}

/** @throws AppError source/wrong-answer */
export function decodeAccept(body: Buffer): AssociateAccept {
  const contexts: AnsweredContext[] = [];
  const common = readAssociate(body, (type, content) => {
    if (type !== 0x21) return;
    if (contexts.length === LIMITS.contexts) throw damaged('too many presentation contexts');
    const syntax = items(content, 4).find(([inner]) => inner === 0x40);
    contexts.push({
      id: content.readUInt8(0),
      result: content.readUInt8(2),
      transferSyntax: syntax ? uidText(syntax[1]) : '',
    });
  });
  return { ...common, contexts };
}

function associate(
  type: number,
  common: AssociatePdu,
  contexts: readonly Buffer[],
  identity: UserIdentity | null,
): Buffer {
  const head = Buffer.alloc(HEAD);
  head.writeUInt16BE(1, 0);
  head.write(common.called.padEnd(16), 4, 16, 'latin1');
  head.write(common.calling.padEnd(16), 20, 16, 'latin1');
  const maxPdu = Buffer.alloc(4);
  maxPdu.writeUInt32BE(common.maxPdu);
  const user = item(
    0x50,
    item(0x51, maxPdu),
    textItem(0x52, common.implementation.uid),
    ...common.roles.map(roleItem),
    textItem(0x55, common.implementation.name),
    ...(identity === null ? [] : [identityItem(identity)]),
  );
  return pdu(type, head, textItem(0x10, APPLICATION_CONTEXT), ...contexts, user);
}

function roleItem(role: Role): Buffer {
  const uid = Buffer.from(role.sopClass, 'latin1');
  return item(0x54, lengthed(uid), Buffer.of(role.user ? 1 : 0, role.provider ? 1 : 0));
}

function identityItem({ user, passcode }: UserIdentity): Buffer {
  const name = lengthed(Buffer.from(user, 'utf8'));
  const secret = lengthed(Buffer.from(passcode ?? '', 'utf8'));
  return item(0x58, Buffer.of(passcode === null ? 1 : 2, 0), name, secret);
}

function lengthed(bytes: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function pdu(type: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(6);
  head.writeUInt8(type, 0);
  head.writeUInt32BE(body.length, 2);
  return Buffer.concat([head, body]);
}

function item(type: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  if (body.length > 0xffff) throw new AppError('internal/bug', 'an item of an association request is too long');
  return Buffer.concat([Buffer.of(type, 0), lengthed(body)]);
}

function textItem(type: number, text: string): Buffer {
  return item(type, Buffer.from(text, 'latin1'));
}

function readAssociate(body: Buffer, onItem: (type: number, content: Buffer) => void): AssociatePdu {
  if (body.length < HEAD) throw damaged('the association PDU is too short');
  let maxPdu = 0;
  let implementation = { uid: '', name: '' };
  const roles: Role[] = [];
  for (const [type, content] of items(body, HEAD)) {
    if (type === 0x20 || type === 0x21) {
      if (content.length < 4) throw damaged('a presentation context is too short');
      onItem(type, content);
    }
    if (type !== 0x50) continue;
    for (const [inner, value] of items(content, 0)) {
      if (inner === 0x51 && value.length >= 4) maxPdu = value.readUInt32BE(0);
      else if (inner === 0x52) implementation = { ...implementation, uid: uidText(value) };
      else if (inner === 0x55) implementation = { ...implementation, name: plainText(value) };
      else if (inner === 0x54) roles.push(readRole(value));
    }
  }
  return {
    called: plainText(body.subarray(4, 20)),
    calling: plainText(body.subarray(20, 36)),
    maxPdu,
    implementation,
    roles,
  };
}

function readRole(value: Buffer): Role {
  const length = value.length < 4 ? Number.POSITIVE_INFINITY : value.readUInt16BE(0);
  if (2 + length + 2 > value.length) throw damaged('a role item is too short');
  const sopClass = uidText(value.subarray(2, 2 + length));
  return { sopClass, user: value[2 + length] === 1, provider: value[3 + length] === 1 };
}

/** Items from a place to the end: type and content. Their lengths are two bytes, so each is bounded. */
function items(bytes: Buffer, start: number): readonly (readonly [number, Buffer])[] {
  const found: [number, Buffer][] = [];
  let at = start;
  while (at + 4 <= bytes.length) {
    const stop = at + 4 + bytes.readUInt16BE(at + 2);
    if (stop > bytes.length) throw damaged('an item is longer than its PDU');
    found.push([bytes.readUInt8(at), bytes.subarray(at + 4, stop)]);
    at = stop;
  }
  return found;
}

/** Plain printable text, at most 64 characters: it may come to a log. */
function plainText(bytes: Uint8Array): string {
  const text = Array.from(bytes.subarray(0, 64), (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ' ',
  );
  return text.join('').trim();
}

function uidText(bytes: Uint8Array): string {
  return trimUid(plainText(bytes)) ?? '';
}

export function damaged(what: string): AppError {
  return new AppError('source/wrong-answer', `the peer does not keep to the protocol: ${what}`);
}
