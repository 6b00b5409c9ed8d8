import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { siteOrderCalls } from '../../../shared/contract/site-orders.ts';
import { CLINICAL } from '../../../shared/contract/roles.ts';
import type { CallRoles } from '../../../shared/contract/roles.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { readAck } from '../../../shared/hl7/ack.ts';
import { MllpFramer } from '../../../shared/hl7/framing.ts';
import { OrderFeeds, OrderPeer, withoutSecrets } from '../../../shared/model/order-feeds.ts';
import { usage } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import type { Verb, VerbContext } from '../verb.ts';

/** Bytes of a file with messages or settings. */
const MAX_FILE_BYTES = 16 * 1024 * 1024;
const MAX_LISTED = 1000;

const ACTIONS: ReadonlyMap<string, { readonly file: boolean; readonly roles: CallRoles }> = new Map([
  ['list', { file: false, roles: CLINICAL }],
  ['receive', { file: true, roles: siteOrderCalls['siteOrders.setFeeds'].roles }],
  ['feeds', { file: false, roles: siteOrderCalls['siteOrders.feeds'].roles }],
  ['set', { file: true, roles: siteOrderCalls['siteOrders.setFeeds'].roles }],
]);

export const imagingOrdersVerb: Verb = {
  name: 'imaging-orders',
  usage: 'imaging-orders list|receive|feeds|set …',
  help: `What sites want to be imaged and read: orders by HL7 v2 (ORM^O01, OMI^O23, OMG^O19, ADT) or FHIR.
  list                        { orders: [{ orderId, site, status, priority, procedure, reason, accessions, dueAt, … }] }
  receive FILE --site NAME    { messages: [{ controlId, code, error, outcome, orders }] }; HL7 messages of a file, as if the site had sent
                              them. --trusted: it may merge and correct patients. --zone NAME: the clock of times without an offset
  feeds                       { listener, fhir }; where orders come from, without what is secret
  set FILE                    { feeds: [{ name, kind, state, port, error }] }; the same as JSON, from now on. A secret that is said to be
                              "hidden" stays as it was`,
  options: { site: 'value', zone: 'value', trusted: 'flag' },
  takesWords: true,
  listKey: 'orders',
  roles: (args) => actionOf(args).roles,
  check(args) {
    if (args.positional[0] === 'receive') args.required('site');
    actionOf(args);
  },
  run: (context) => act(context),
};

async function act({ station, args }: VerbContext): Promise<unknown> {
  const { list, intake } = station.rooms.imagingOrders;
  switch (args.positional[0]) {
    case 'list': {
      const orders = list.facts(MAX_LISTED);
      await station.rooms.audit.searches.listed('', orders.length);
      return { orders };
    }
    case 'receive':
      return receive(station, args);
    case 'feeds':
      return withoutSecrets(intake.feeds());
    default: {
      const read = OrderFeeds.safeParse(json(await fileOf(args)));
      if (read.success) return { feeds: await intake.set(read.data) };
      // The places alone: what stands there may be a secret.
      const places = read.error.issues.slice(0, 10).map((issue) => issue.path.join('.'));
      throw new AppError('request/bad', 'not settings of senders of orders', { context: { places } });
    }
  }
}

async function receive(station: VerbContext['station'], args: Arguments): Promise<unknown> {
  const peer = OrderPeer.safeParse({
    ...{ name: 'file', address: '127.0.0.1', site: args.required('site'), trusted: args.has('trusted') },
    zone: args.value('zone'),
  });
  if (!peer.success) throw usage('--site needs a name, and --zone the name of a time zone');
  const { intake } = station.rooms.imagingOrders;
  const messages: unknown[] = [];
  for (const bytes of messagesIn(await fileOf(args))) {
    const { answer, taken, refused } = await intake.receive(bytes, intake.terms(peer.data));
    const { code, controlId } = readAck(answer);
    const [outcome, orders] = [taken?.outcome ?? null, taken?.orderIds.length ?? 0];
    messages.push({ controlId, code, error: refused?.code ?? null, outcome, orders });
  }
  return { messages };
}

/** Messages in their frames, or one after another, each from its MSH on. */
function messagesIn(bytes: Uint8Array): Uint8Array[] {
  if (bytes[0] === 0x0b) {
    return new MllpFramer().push(bytes).flatMap((event) => (event.kind === 'message' ? [event.bytes] : []));
  }
  // Byte by byte, since the character set is that of each message.
  const text = Buffer.from(bytes).toString('latin1');
  return text.split(/[\r\n]+(?=MSH[^A-Za-z0-9])/).map((one) => Buffer.from(one, 'latin1'));
}

async function fileOf(args: Arguments): Promise<Buffer> {
  const file = path.resolve(args.positional[1] ?? '');
  try {
    const { size } = await stat(file);
    if (size > MAX_FILE_BYTES) throw new AppError('request/too-large', 'the file is too long');
    return await readFile(file);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('disk/not-found', 'the file cannot be read', { cause });
  }
}

function json(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new AppError('request/bad', 'the file is no JSON', { cause });
  }
}

function actionOf(args: Arguments): { readonly file: boolean; readonly roles: CallRoles } {
  const [name = '', ...rest] = args.positional;
  const action = ACTIONS.get(name);
  if (action === undefined) throw usage(`imaging-orders needs one action: ${[...ACTIONS.keys()].join(', ')}`);
  if (rest.length !== (action.file ? 1 : 0))
    throw usage(`imaging-orders ${name} takes ${action.file ? 'one' : 'no'} file`);
  return action;
}
