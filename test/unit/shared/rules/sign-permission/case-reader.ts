import type { Credentials } from '../../../../../shared/model/credentials.ts';
import type {
  LeftOver,
  PayerRule,
  SigningPolicy,
  SubspecialtyRule,
} from '../../../../../shared/model/signing-policy.ts';
import type { OrderFacts, SignQuestion } from '../../../../../shared/rules/sign-permission/question.ts';

/** One line of the table, read. */
export interface Case {
  readonly question: SignQuestion;
  readonly allowed: string;
  /** Sorted, with their prefix. */
  readonly codes: readonly string[];
}

type Rewritable<T> = { -readonly [K in keyof T]: T[K] };

export const NOON = '2026-11-22T12:00:00Z';
export const NOTHING: SigningPolicy = {
  ...{ licence: null, privilege: null, places: null, payers: [], subspecialties: [], mammography: null },
};

/** Throws on a word that the table does not know: a line that says nothing tests nothing. */
export function readCase(line: string): Case {
  const [asked = '', answer = ''] = line.split(' => ');
  const [person = '', order = '', wants = '', when = ''] = asked.split(' | ').map((part) => part.trim());
  const [allowed = '', codes = ''] = answer.split(' : ');
  const question: Rewritable<SignQuestion> = {
    ...{ at: NOON, place: null, profileWanted: wants.endsWith('where one is wanted') },
    reader: person === 'nobody' ? null : readPerson(words(person)),
    order: readOrder(words(order)),
    profile: null,
  };
  let profile: Rewritable<NonNullable<SignQuestion['profile']>> | null = null;
  if (!wants.startsWith('no profile')) {
    profile = {
      ...{ validFrom: '2020-01-01T00:00:00Z', validUntil: '2040-01-01T00:00:00Z', revoked: false, zone: 'UTC' },
      policy: readPolicy(words(wants)),
    };
  }
  question.profile = profile;
  for (const word of words(when)) {
    const [verb = '', ...rest] = word.split(' ');
    const value = rest.join(' ');
    if (verb === 'at') question.at = value;
    else if (verb === 'from') question.place = value;
    else if (profile !== null && verb === 'zone') profile.zone = value === '?' ? null : value;
    else if (profile !== null && verb === 'since') profile.validFrom = value;
    else if (profile !== null && verb === 'until') profile.validUntil = value;
    else if (profile !== null && verb === 'revoked') profile.revoked = true;
    else throw new Error(`the table does not know: ${word}`);
  }
  return {
    question,
    allowed: allowed.trim(),
    codes: codes
      .split(', ')
      .map((code) => code.trim())
      .filter((code) => code !== '')
      .map((code) => `permission/${code}`)
      .sort(),
  };
}

function readPerson(parts: readonly string[]): Credentials {
  const reader = {
    ...{ licences: [] as Credentials['licences'], privileges: [] as Credentials['privileges'] },
    ...{ enrolments: [] as Credentials['enrolments'], subspecialties: [] as string[] },
    mammography: [] as Credentials['mammography'],
  };
  for (const part of parts) {
    const [kind, name = '', days = '..'] = part.split(' ');
    const [from = '', expires = ''] = days.split('..');
    const term = { from: from === '' ? null : from, expires: expires === '' ? null : expires };
    if (kind === 'L') reader.licences.push({ jurisdiction: name, number: `N${reader.licences.length}`, ...term });
    else if (kind === 'V') reader.privileges.push({ hospital: name, ...term });
    else if (kind === 'E') reader.enrolments.push({ payer: name, ...term });
    else if (kind === 'M') reader.mammography.push({ scheme: name, ...term });
    else if (kind === 'S') reader.subspecialties.push(name);
    else throw new Error(`the table does not know: ${part}`);
  }
  return reader;
}

function readOrder(parts: readonly string[]): OrderFacts {
  const order: Rewritable<OrderFacts> = {
    jurisdiction: null,
    hospital: null,
    payer: null,
    modalities: [],
    bodyParts: [],
  };
  for (const part of parts) {
    const [verb, value = ''] = part.split(' ');
    if (verb === 'in') order.jurisdiction = value;
    else if (verb === 'at') order.hospital = value;
    else if (verb === 'by') order.payer = value;
    else if (verb === 'mod') order.modalities = value.split(',');
    else if (verb === 'body') order.bodyParts = value.split(',');
    else throw new Error(`the table does not know: ${part}`);
  }
  return order;
}

function readPolicy(parts: readonly string[]): SigningPolicy {
  const policy: Rewritable<SigningPolicy> = { ...NOTHING, payers: [], subspecialties: [] };
  const accepted: NonNullable<SigningPolicy['licence']>['accepted'] = [];
  for (const part of parts) {
    const takes = /^(\S+) takes (\S+)$/.exec(part);
    const last = part.split(' ').at(-1) ?? '';
    const list = (part.split(' ')[1] ?? '').split(',');
    if (takes) accepted.push({ patientIn: takes[1] ?? '', licences: (takes[2] ?? '').split(',') });
    else if (part.startsWith('L else')) policy.licence = { accepted, without: left(last) };
    else if (part.startsWith('V else')) policy.privilege = { without: left(last) };
    else if (part.startsWith('P ')) policy.places = { final: list, elsewhere: left(last) };
    else if (part.startsWith('M ')) policy.mammography = { schemes: list, without: left(last) };
    else if (part.startsWith('Y ')) policy.payers = [...policy.payers, readPayer(part)];
    else if (part.startsWith('S ')) policy.subspecialties = [...policy.subspecialties, readSubspecialty(part)];
    else throw new Error(`the table does not know: ${part}`);
  }
  return policy;
}

function readPayer(part: string): PayerRule {
  const places = / P (\S+) else (\S+)/.exec(part);
  const enrolment = / E else (\S+)/.exec(part);
  if (!places && !enrolment) throw new Error(`the table does not know: ${part}`);
  return {
    payer: part.split(' ')[1] ?? '',
    places: places ? { final: (places[1] ?? '').split(','), elsewhere: left(places[2] ?? '') } : null,
    enrolment: enrolment ? { without: left(enrolment[1] ?? '') } : null,
  };
}

function readSubspecialty(part: string): SubspecialtyRule {
  const found = /^S (\S+)(?: for (\S+))?(?: of (\S+))? else (warning|preliminary|view)$/.exec(part);
  if (!found) throw new Error(`the table does not know: ${part}`);
  const [, anyOf = '', modalities, bodyParts, without] = found;
  return {
    anyOf: anyOf.split(','),
    modalities: modalities?.split(',') ?? [],
    bodyParts: bodyParts?.split(',') ?? [],
    without: without === 'warning' ? without : left(without ?? ''),
  };
}

function left(word: string): LeftOver {
  if (word === 'preliminary' || word === 'view') return word;
  throw new Error(`the table does not know: ${word}`);
}

function words(text: string): string[] {
  return text === '-' ? [] : text.split(';').map((word) => word.trim());
}
