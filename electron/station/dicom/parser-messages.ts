import { z } from 'zod';
import { WireError } from '../../../shared/errors/app-error.ts';
import { ReadObject } from '../../../shared/model/dicom-object.ts';
import { HangingObject } from '../../../shared/model/hanging-object.ts';
import { DeidentifyRequest } from '../deidentify/deidentify-object.ts';
import { ParsedObject } from './parsed-object.ts';

/** What one file turned out to be. */
export const FileOutcome = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('object'), parsed: ParsedObject }),
  /** A DICOMDIR: the files it names, as relative paths with forward slashes, as written. */
  z.strictObject({ kind: z.literal('directory'), references: z.array(z.string()) }),
  /** A ZIP archive, not opened yet. */
  z.strictObject({ kind: z.literal('archive') }),
  z.strictObject({ kind: z.literal('refused'), error: WireError }),
]);
export type FileOutcome = z.infer<typeof FileOutcome>;

/** One entry of an archive. `refused` says why it will not be read; directories are not listed. */
export const ArchiveEntry = z.strictObject({
  index: z.number().int().nonnegative(),
  /** For the report only: never a path to write to or read from. */
  name: z.string(),
  bytes: z.number(),
  refused: WireError.nullable(),
});
export type ArchiveEntry = z.infer<typeof ArchiveEntry>;

const Id = z.number().int();
const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

export const ToParser = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('ping'), id: Id }),
  /** `whole`: with every hash, which needs all of each file; else from their beginnings, where those are enough. */
  z.strictObject({ t: z.literal('files'), id: Id, paths: z.array(z.string()), whole: z.boolean() }),
  z.strictObject({ t: z.literal('archive'), id: Id, path: z.string() }),
  z.strictObject({ t: z.literal('entries'), id: Id, path: z.string(), indexes: z.array(z.number().int()) }),
  /** Whole files that lie in the store: they are never written to the disk in the clear. `hashes`: with all of them, or with none. */
  z.strictObject({ t: z.literal('bytes'), id: Id, contents: z.array(Bytes), hashes: z.enum(['all', 'none']) }),
  /** Beginnings of files in memory, with the length of each whole file. */
  z.strictObject({
    t: z.literal('starts'),
    id: Id,
    starts: z.array(z.strictObject({ head: Bytes, bytes: z.number().int() })),
  }),
  /** Large files on their way in, sealed on the disk. */
  z.strictObject({
    t: z.literal('spools'),
    id: Id,
    spools: z.array(z.strictObject({ path: z.string(), key: Bytes, bytes: z.number().int() })),
  }),
  z.strictObject({
    t: z.literal('compare'),
    id: Id,
    first: Bytes,
    second: Bytes,
  }),
  /** What an object without a picture says. */
  z.strictObject({ t: z.literal('content'), id: Id, content: Bytes }),
  /** The document inside an object. */
  z.strictObject({ t: z.literal('document'), id: Id, content: Bytes }),
  /** What a hanging protocol says. */
  z.strictObject({ t: z.literal('hanging'), id: Id, content: Bytes }),
  /** The object without its patient. */
  z.strictObject({ t: z.literal('deidentify'), id: Id, content: Bytes, request: DeidentifyRequest }),
  /** The same from beginnings of objects in memory, with the length of each whole file. */
  z.strictObject({
    t: z.literal('deidentify-starts'),
    id: Id,
    starts: z.array(z.strictObject({ head: Bytes, bytes: z.number().int(), request: DeidentifyRequest })),
  }),
]);
export type ToParser = z.infer<typeof ToParser>;

/** What a beginning became: null where it is not enough. */
export const CleanedStart = z.union([
  z.strictObject({
    /** Of the object without its patient; these bytes of the whole file stand behind it. */
    head: Bytes,
    pixels: z.strictObject({ offset: z.number().int().nonnegative(), length: z.number().int().nonnegative() }),
  }),
  z.strictObject({ refused: WireError }),
  z.null(),
]);
export type CleanedStart = z.infer<typeof CleanedStart>;

export const FromParser = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('pong'), id: Id }),
  /** `index`: place in the request. `content`: what an archive entry holds, for those worth keeping. */
  z.strictObject({
    t: z.literal('outcome'),
    id: Id,
    index: z.number().int(),
    outcome: FileOutcome,
    content: Bytes.nullable(),
  }),
  /** Of all that were asked for, in order; null: the beginning is not enough. One message: each costs more than its reading. */
  z.strictObject({ t: z.literal('starts'), id: Id, parsed: z.array(ParsedObject.nullable()) }),
  z.strictObject({ t: z.literal('listed'), id: Id, entries: z.array(ArchiveEntry) }),
  z.strictObject({ t: z.literal('compared'), id: Id, tags: z.array(z.string()) }),
  z.strictObject({ t: z.literal('content'), id: Id, read: ReadObject }),
  z.strictObject({ t: z.literal('document'), id: Id, mime: z.string(), bytes: Bytes }),
  z.strictObject({ t: z.literal('hanging'), id: Id, said: HangingObject }),
  z.strictObject({ t: z.literal('deidentified'), id: Id, bytes: Bytes }),
  /** Of all that were asked for, in order; null: the beginning is not enough. */
  z.strictObject({
    t: z.literal('deidentified-starts'),
    id: Id,
    starts: z.array(CleanedStart),
  }),
  /** The request is answered in full. */
  z.strictObject({ t: z.literal('done'), id: Id }),
  z.strictObject({ t: z.literal('failed'), id: Id, error: WireError }),
]);
export type FromParser = z.infer<typeof FromParser>;
