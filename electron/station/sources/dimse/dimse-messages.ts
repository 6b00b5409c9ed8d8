import { z } from 'zod';
import { WireError } from '../../../../shared/errors/app-error.ts';
import { FoundInstance, FoundSeries, FoundStudy } from '../../../../shared/model/source.ts';

const Id = z.number().int().nonnegative();
const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const Uid = z.string().max(64);
const Count = z.number().int().nonnegative();
const Ms = z.number().int().positive();

/** PEM throughout. `authorities` stand beside those whom the computer trusts. */
const Tls = z.strictObject({
  authorities: z.string().nullable(),
  certificate: z.string().nullable(),
  privateKey: z.string().nullable(),
});

/** Whom to call, and as whom. */
export const Peer = z.strictObject({
  host: z.string(),
  port: z.number().int(),
  called: z.string(),
  calling: z.string(),
  tls: Tls.nullable(),
  identity: z.strictObject({ user: z.string(), passcode: z.string().nullable() }).nullable(),
  connectMs: Ms,
  answerMs: Ms,
  idleMs: Ms,
});
export type Peer = z.infer<typeof Peer>;

const Key = z.strictObject({ tag: Id, vr: z.string().length(2), value: z.string() });

export const Level = z.enum(['PATIENT', 'STUDY', 'SERIES', 'IMAGE']);
export type Level = z.infer<typeof Level>;

/** One C-GET or C-MOVE. */
const Unit = z.strictObject({ level: Level, keys: z.array(Key) });

/** An object that a C-STORE is to send. */
const StoreObject = z.strictObject({ sopUid: z.string(), sopClass: z.string(), transferSyntax: z.string() });

/** A listener of our own: who may speak to it, and how much. */
export const ListenSettings = z.strictObject({
  /** Address of one interface of this computer. */
  host: z.string(),
  /** 0: any that is free. */
  port: z.number().int(),
  /** Title by which we have to be called. */
  aeTitle: z.string(),
  tls: z
    .strictObject({ certificate: z.string(), privateKey: z.string(), authorities: z.string().nullable() })
    .nullable(),
  /** Only these are heard; an AE title alone proves nothing. */
  peers: z.array(
    z.strictObject({ name: z.string(), address: z.string(), aeTitle: z.string(), maxAssociations: z.number().int() }),
  ),
  /** Connections in all, those that did not say yet who they are included. */
  maxConnections: z.number().int(),
  /** Longest wait for an association after a connection, and between two pieces of what is sent. */
  requestMs: Ms,
  idleMs: Ms,
  /** Longest time that an association may last. */
  lifeMs: Ms,
  maxObjectBytes: z.number().int(),
});
export type ListenSettings = z.infer<typeof ListenSettings>;

export const Task = z.discriminatedUnion('kind', [
  /** As far as `until`; 'association' proposes the classes and answers with what was accepted, then asks for an echo. */
  z.strictObject({
    kind: z.literal('reach'),
    peer: Peer,
    until: z.enum(['name', 'port', 'association']),
    classes: z.array(z.string()),
    echo: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('find'), peer: Peer, level: Level, keys: z.array(Key), limit: z.number().int() }),
  /** One request after another on one association. */
  z.strictObject({
    kind: z.literal('get'),
    peer: Peer,
    units: z.array(Unit),
    /** Storage classes that may come, likeliest first. */
    classes: z.array(z.string()),
  }),
  z.strictObject({
    kind: z.literal('move'),
    peer: Peer,
    units: z.array(Unit),
    destination: z.string(),
    /** Of every request, one after another: by it the receiver knows whose objects come. */
    messageId: z.number().int().min(1).max(0xffff),
  }),
  z.strictObject({ kind: z.literal('store'), peer: Peer, objects: z.array(StoreObject) }),
  /** Asks for storage commitment; what comes of it is told to our own listener. */
  z.strictObject({
    kind: z.literal('commit'),
    peer: Peer,
    transactionUid: Uid,
    objects: z.array(z.strictObject({ sopUid: Uid, sopClass: Uid })),
  }),
  z.strictObject({ kind: z.literal('listen'), settings: ListenSettings }),
]);
export type Task = z.infer<typeof Task>;

export const ToDimse = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('ping') }),
  /** Listen there for the one who has the token; what is said afterwards goes that way. */
  z.strictObject({ t: z.literal('side'), path: z.string(), token: Bytes }),
  z.strictObject({ t: z.literal('start'), job: Id, task: Task }),
  z.strictObject({ t: z.literal('cancel'), job: Id }),
  /**
   * What became of objects that came: so many bytes were taken, and what they are answered with where the listener waits for that. Several
   * at once: a message between processes costs more than what it says.
   */
  z.strictObject({
    t: z.literal('taken'),
    credits: z.array(z.strictObject({ object: Id, bytes: Count })),
    answers: z.array(z.strictObject({ object: Id, status: Id })),
  }),
  /** Bytes of an object to send, in order; `end`: all came, or it cannot be read. */
  z.strictObject({ t: z.literal('data'), job: Id, index: Id, bytes: Bytes }),
  z.strictObject({ t: z.literal('end'), job: Id, index: Id, whole: z.boolean() }),
]);
export type ToDimse = z.infer<typeof ToDimse>;

/** Who sent an object to our listener, as far as the listener proved it. */
const Sender = z.strictObject({
  peer: z.string(),
  address: z.string(),
  callingAe: z.string(),
  /** Title and message id of the C-MOVE that caused it, as the peer says. */
  originator: z.string().nullable(),
  originatorId: z.number().int().nullable(),
});
export type Sender = z.infer<typeof Sender>;

/** A patient as a source describes one. */
export const FoundPatient = FoundStudy.pick({
  issuer: true,
  patientId: true,
  patientName: true,
  birthDate: true,
  sex: true,
});
export type FoundPatient = z.infer<typeof FoundPatient>;

export const Found = z.discriminatedUnion('level', [
  z.strictObject({ level: z.literal('PATIENT'), found: FoundPatient }),
  z.strictObject({ level: z.literal('STUDY'), found: FoundStudy }),
  z.strictObject({ level: z.literal('SERIES'), found: FoundSeries }),
  z.strictObject({ level: z.literal('IMAGE'), found: FoundInstance }),
]);
export type Found = z.infer<typeof Found>;

export const Outcome = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('reach'),
    addresses: z.array(z.string()),
    /** Version of TLS, null where plain. */
    tls: z.string().nullable(),
    implementation: z.string().nullable(),
    accepted: z.array(z.string()),
  }),
  z.strictObject({ kind: z.literal('find'), count: Count, complete: z.boolean() }),
  z.strictObject({
    kind: z.literal('retrieve'),
    announced: Count.nullable(),
    failed: z.array(z.strictObject({ sopUid: z.string().nullable(), status: z.string() })),
    warnings: Count,
  }),
  z.strictObject({ kind: z.literal('nothing') }),
]);
export type Outcome = z.infer<typeof Outcome>;

export const Receipt = z.strictObject({
  index: Id,
  state: z.enum(['stored', 'refused', 'failed']),
  status: z.string(),
});
export type Receipt = z.infer<typeof Receipt>;

/** What a storage commitment came to, object by object. */
export const Commitment = z.strictObject({
  transactionUid: Uid,
  committed: z.array(Uid),
  failed: z.array(z.strictObject({ sopUid: Uid, status: z.string() })),
});
export type Commitment = z.infer<typeof Commitment>;

export const FromDimse = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('pong') }),
  /** It listens for the station's side line; or it cannot, and goes on with messages. */
  z.strictObject({ t: z.literal('side'), listens: z.boolean() }),
  z.strictObject({ t: z.literal('found'), job: Id, records: z.array(Found) }),
  z.strictObject({
    t: z.literal('begin'),
    job: Id,
    object: Id,
    sopUid: z.string().nullable(),
    sender: Sender.nullable(),
  }),
  z.strictObject({ t: z.literal('chunk'), object: Id, bytes: Bytes }),
  z.strictObject({ t: z.literal('ended'), object: Id, error: WireError.nullable() }),
  /** Bytes of this object are wanted, so many more than before. */
  z.strictObject({ t: z.literal('want'), job: Id, index: Id, bytes: Count }),
  z.strictObject({ t: z.literal('receipt'), job: Id, receipt: Receipt }),
  z.strictObject({ t: z.literal('listening'), job: Id, port: z.number().int() }),
  /** Somebody was turned away: `why` is one of our own words, the rest is what they said. */
  z.strictObject({
    t: z.literal('turned-away'),
    job: Id,
    address: z.string(),
    callingAe: z.string().nullable(),
    why: z.string(),
  }),
  z.strictObject({
    ...{ t: z.literal('commitment'), job: Id, address: z.string(), peer: z.string(), commitment: Commitment },
  }),
  z.strictObject({ t: z.literal('done'), job: Id, outcome: Outcome }),
  z.strictObject({ t: z.literal('failed'), job: Id, error: WireError }),
]);
export type FromDimse = z.infer<typeof FromDimse>;
