import { canonicalJson } from '../../report/canonical.ts';

type Fields = Readonly<Record<string, unknown>>;

/** By what an entry of a list is known again, by the name of the list. Lists that are not here go by what they hold. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  hospitals: ['code'],
  sources: ['name'],
  codeMaps: ['name'],
  entries: ['from'],
  templates: ['templateId'],
  protocols: ['protocolId'],
  sections: ['sectionId'],
  fields: ['fieldId'],
  contacts: ['contactId'],
  onCall: ['category', 'step'],
  serviceLevels: ['priority', 'modality'],
  criticalCategories: ['code'],
  checks: ['code'],
  receivers: ['destination'],
  events: ['event'],
  readers: ['name', 'personId'],
  licences: ['jurisdiction', 'number'],
  privileges: ['hospital'],
  enrolments: ['payer'],
  mammography: ['scheme'],
  accepted: ['patientIn'],
  payers: ['payer'],
};
const LONGEST = 120;

/** What changed in a value of JSON, a sentence each. @param path in words @param list name of the property that holds it */
export function valueChanges(path: string, list: string, before: unknown, after: unknown): string[] {
  if (canonicalJson(before) === canonicalJson(after)) return [];
  if (Array.isArray(after) && (before === null || Array.isArray(before))) {
    return listChanges(path, list, before ?? [], after);
  }
  if (isFields(before) && isFields(after)) {
    return Object.keys({ ...before, ...after })
      .sort()
      .flatMap((name) => valueChanges(`${path}, ${inWords(name)}`, name, before[name] ?? null, after[name] ?? null));
  }
  return [`${path}: was ${wordsOf(before)}, now ${wordsOf(after)}.`];
}

function listChanges(path: string, list: string, before: readonly unknown[], after: readonly unknown[]): string[] {
  const old = keyed(list, before);
  const fresh = keyed(list, after);
  const found: string[] = [];
  for (const [key, value] of old)
    if (!fresh.has(key)) found.push(`${path}: ${key} removed${beside(value, key, 'was ')}.`);
  for (const [key, value] of fresh) {
    const former = old.get(key);
    if (former === undefined) found.push(`${path}: ${key} added${beside(value, key, '')}.`);
    else found.push(...valueChanges(`${path} ${key}`, list, former, value));
  }
  // Nothing and an empty list are the same list.
  return found.length > 0 || after.length === 0 ? found : [`${path}: the order changed.`];
}

/** What the entries of a list are called. */
export function keysOf(list: string, entries: readonly unknown[]): string[] {
  return [...keyed(list, entries).keys()];
}

/** Two entries with one key are told apart by their place. */
function keyed(list: string, entries: readonly unknown[]): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const entry of entries) {
    const key = keyOf(list, entry);
    let name = key;
    for (let n = 2; found.has(name); n += 1) name = `${key} (${n})`;
    found.set(name, entry);
  }
  return found;
}

function keyOf(list: string, entry: unknown): string {
  const names = KEYS[list];
  if (!isFields(entry) || names === undefined) return wordsOf(entry);
  const parts = names.map((name) => entry[name]).filter((part) => part !== null && part !== undefined);
  return parts.length === 0 ? 'any' : parts.map((part) => wordsOf(part)).join(' ');
}

/** What an entry says beside its key; nothing for a plain word. */
function beside(value: unknown, key: string, lead: string): string {
  const words = wordsOf(value);
  return words === key ? '' : ` (${lead}${words})`;
}

/** A value in words, cut where it is long. */
export function wordsOf(value: unknown): string {
  const words = allWords(value);
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}… (${words.length} characters)` : words;
}

function allWords(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value === '' ? 'nothing' : value;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.map((entry) => allWords(entry)).join(', ');
  if (!isFields(value)) return '';
  return Object.entries(value)
    .map(([name, entry]) => `${inWords(name)} ${allWords(entry)}`)
    .join('; ');
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** "afterDeliveryDays" is read as "after delivery days". */
function inWords(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, (_, end: string, begin: string) => `${end} ${begin.toLowerCase()}`);
}
