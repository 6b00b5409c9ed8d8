import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ADMINISTRATION } from '../../../shared/contract/roles.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { ResultMapping } from '../../../shared/model/result-mapping.ts';
import { loadTemplates } from '../../station/reporting/load-templates.ts';
import type { Station } from '../../station/station.ts';
import { usage } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import { PROGRAM_FILES } from '../program-files.ts';

export const MESSAGE_ROLES = ADMINISTRATION;
export const MESSAGE_OPTIONS = { name: 'value', mapping: 'value', send: 'flag' } as const;
export const MESSAGE_HELP = `  message --name DESTINATION [--mapping FILE] [--send]
                                              { segments, charset, problems, answer }: the HL7 message that a made-up report of nobody
                                              gives for that receiver (MSH-11 is T), read back; --mapping tries settings that are not
                                              stored yet; --send sends it, and says what was answered`;

/** `report message`: what a receiver would be sent, and what it answers. */
export function isMessageAction({ positional }: Arguments): boolean {
  return positional[0] === 'message';
}

/** Throws wrong usage. */
export function checkMessageAction(args: Arguments): void {
  if (args.positional.length > 1) throw usage('report message takes --name, --mapping and --send');
  args.required('name');
}

export async function runMessage(station: Station, args: Arguments): Promise<unknown> {
  const { outbox, messages } = station.rooms.outgoing;
  const name = args.required('name').trim().toLowerCase();
  const destination = outbox.destinations.all().find((one) => one.name.toLowerCase() === name);
  if (destination === undefined) throw new AppError('outbox/unknown-destination', 'there is no such destination');
  if (destination.settings.kind !== 'hl7') throw usage('report message is for destinations of HL7');
  const file = args.value('mapping');
  const tried = file === null ? null : mappingOf(file);
  const template = loadTemplates(path.join(PROGRAM_FILES.resources, 'templates')).find(
    ({ templateId }) => templateId === 'general',
  );
  if (template === undefined) throw new AppError('internal/bug', 'the general template is missing');
  const { controlId, segments, charset, problems } = messages.look(template, destination.destinationId, tried);
  const sent = args.has('send') ? await messages.send(template, destination.destinationId, tried) : null;
  return { controlId: sent?.controlId ?? controlId, segments, charset, problems, answer: sent };
}

function mappingOf(file: string): ResultMapping {
  const read = ResultMapping.safeParse(json(file));
  if (read.success) return read.data;
  const places = read.error.issues.slice(0, 10).map((issue) => issue.path.join('.'));
  throw new AppError('request/bad', 'not a mapping', { context: { places } });
}

function json(file: string): unknown {
  try {
    return JSON.parse(readFileSync(path.resolve(file), 'utf8'));
  } catch (cause) {
    throw new AppError('request/bad', 'the file cannot be read as JSON', { cause });
  }
}
