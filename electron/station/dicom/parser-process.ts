import { asAppError, toWire } from '../../../shared/errors/app-error.ts';
import type { WireError } from '../../../shared/errors/app-error.ts';
import { assertNever } from '../../../shared/lib/assert-never.ts';
import { deidentifyObject, deidentifyStart } from '../deidentify/deidentify-object.ts';
import type { DeidentifiedStart, DeidentifyRequest } from '../deidentify/deidentify-object.ts';
import { serveChild } from '../kernel/child-channel.ts';
import type { Reply } from '../kernel/child-channel.ts';
import { ArchiveReader } from './parse/archive-reader.ts';
import { differingTags } from './parse/compare.ts';
import { bytesOutcome, isArchive, readFileOutcome, readFileStart, readSpoolOutcome } from './parse/read-file.ts';
import { asParseError, DIRECTORY_SOP_CLASS, parseStart } from './parse/parse-dicom.ts';
import { boundedContent } from './read/bounded-content.ts';
import type { HangingObject } from '../../../shared/model/hanging-object.ts';
import { innerDocument } from './read/document.ts';
import { readHangingObject } from './read/hanging-protocol.ts';
import { openObject } from './read/open-object.ts';
import { readObject } from './read/read-object.ts';
import type { ParsedObject } from './parsed-object.ts';
import { ToParser } from './parser-messages.ts';
import type { FileOutcome, FromParser } from './parser-messages.ts';

/** Entries a message, so that a list of a million does not travel as one. */
const LIST_CHUNK = 2000;

/**
 * Entry of the killable process that reads bytes which we did not write. One request at a time; each file is answered as
 * soon as it is understood, so that the pool knows how far a process came that dies.
 */
class ParserProcess {
  #archive: ArchiveReader | null = null;
  #queue = Promise.resolve();

  take(request: ToParser, reply: (message: FromParser) => void): void {
    this.#queue = this.#queue
      .then(() => this.#answer(request, reply))
      .catch((error: unknown) => reply({ t: 'failed', id: request.id, error: toWire(error) }));
  }

  async #answer(message: ToParser, reply: (message: FromParser) => void): Promise<void> {
    const { id } = message;
    switch (message.t) {
      case 'ping':
        reply({ t: 'pong', id });
        return;
      case 'files':
        for (const [index, path] of message.paths.entries()) {
          const outcome = message.whole ? readFileOutcome(path) : readFileStart(path);
          reply({ t: 'outcome', id, index, outcome, content: null });
        }
        break;
      case 'bytes':
        for (const [index, content] of message.contents.entries()) {
          reply({ t: 'outcome', id, index, outcome: bytesOutcome(content, message.hashes), content: null });
        }
        break;
      case 'starts':
        reply({ t: 'starts', id, parsed: message.starts.map(({ head, bytes }) => startOf(head, bytes)) });
        break;
      case 'spools':
        for (const [index, spool] of message.spools.entries()) {
          reply({ t: 'outcome', id, index, outcome: readSpoolOutcome(spool), content: null });
        }
        break;
      case 'archive': {
        const entries = (await this.#open(message.path)).list();
        for (let at = 0; at < entries.length; at += LIST_CHUNK) {
          reply({ t: 'listed', id, entries: entries.slice(at, at + LIST_CHUNK) });
        }
        break;
      }
      case 'entries': {
        const archive = await this.#open(message.path);
        for (const [index, entry] of message.indexes.entries()) {
          reply({ t: 'outcome', id, index, ...(await entryOutcome(archive, entry)) });
        }
        break;
      }
      case 'compare':
        reply({ t: 'compared', id, tags: compare(message.first, message.second) });
        break;
      case 'content':
        reply({ t: 'content', id, read: boundedContent(readObject(message.content)) });
        break;
      case 'document':
        reply({ t: 'document', id, ...documentIn(message.content) });
        break;
      case 'hanging':
        reply({ t: 'hanging', id, said: hangingIn(message.content) });
        break;
      case 'deidentify':
        reply({ t: 'deidentified', id, bytes: deidentified(message.content, message.request) });
        break;
      case 'deidentify-starts': {
        const starts = message.starts.map(({ head, bytes, request }) => startWithoutNames(head, bytes, request));
        reply({ t: 'deidentified-starts', id, starts });
        break;
      }
      default:
        assertNever(message);
    }
    reply({ t: 'done', id });
  }

  /** The last archive stays open: its entries are asked for in batches. */
  async #open(path: string): Promise<ArchiveReader> {
    if (this.#archive?.path === path) return this.#archive;
    this.#archive?.close();
    this.#archive = null;
    this.#archive = await ArchiveReader.open(path);
    return this.#archive;
  }
}

function startOf(head: Uint8Array, bytes: number): ParsedObject | null {
  if (isArchive(head)) return null;
  const parsed = parseStart(head, bytes);
  return parsed?.sopClass === DIRECTORY_SOP_CLASS ? null : parsed;
}

async function entryOutcome(
  archive: ArchiveReader,
  index: number,
): Promise<{ readonly outcome: FileOutcome; readonly content: Uint8Array | null }> {
  try {
    const bytes = await archive.read(index);
    const outcome = bytesOutcome(bytes, 'none');
    return { outcome, content: outcome.kind === 'object' ? bytes : null };
  } catch (error) {
    return { outcome: { kind: 'refused', error: toWire(asAppError(error)) }, content: null };
  }
}

function compare(first: Uint8Array, second: Uint8Array): string[] {
  try {
    return differingTags(first, second);
  } catch (error) {
    throw asParseError(error);
  }
}

function documentIn(content: Uint8Array): { readonly mime: string; readonly bytes: Uint8Array } {
  try {
    return innerDocument(openObject(content));
  } catch (error) {
    throw asParseError(error);
  }
}

function hangingIn(content: Uint8Array): HangingObject {
  try {
    return readHangingObject(openObject(content));
  } catch (error) {
    throw asParseError(error);
  }
}

function deidentified(content: Uint8Array, request: DeidentifyRequest): Uint8Array {
  try {
    return deidentifyObject(content, request);
  } catch (error) {
    throw asParseError(error);
  }
}

/** One that must not go out says so; the others of its group are none the worse. */
function startWithoutNames(
  head: Uint8Array,
  bytes: number,
  request: DeidentifyRequest,
): DeidentifiedStart | { readonly refused: WireError } | null {
  try {
    return deidentifyStart(head, bytes, request);
  } catch (error) {
    return { refused: toWire(asParseError(error)) };
  }
}

const parser = new ParserProcess();
serveChild((message: unknown, reply: Reply) => parser.take(ToParser.parse(message), reply));
