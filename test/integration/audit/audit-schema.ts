/*
 * The schema of DICOM PS3.15 A.5.1 as a table of ours: what each element may hold, in its order, and which attributes it has.
 * "?" may be missing, "*" any number, "+" at least one; "|" either.
 */
interface Rule {
  readonly children: readonly string[];
  readonly attributes: Readonly<Record<string, RegExp>>;
  readonly text?: RegExp;
}

const ANY = /^[^]*$/;
const TOKEN = /^[^]+$/;
const ROLE = /^(?:[1-9]|1\d|2[0-6])$/;
const CODED = { 'csd-code': TOKEN, codeSystemName: TOKEN, originalText: TOKEN, 'displayName?': TOKEN };
const coded: Rule = { children: [], attributes: CODED };
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const RULES: Readonly<Record<string, Rule>> = {
  AuditMessage: {
    children: [
      ...['EventIdentification', 'ActiveParticipant+', 'AuditSourceIdentification'],
      'ParticipantObjectIdentification*',
    ],
    attributes: {},
  },
  EventIdentification: {
    children: ['EventID', 'EventTypeCode*', 'EventOutcomeDescription?'],
    attributes: {
      'EventActionCode?': /^[CRUDE]$/,
      EventDateTime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/,
      EventOutcomeIndicator: /^(?:0|4|8|12)$/,
    },
  },
  EventID: coded,
  EventTypeCode: coded,
  EventOutcomeDescription: { children: [], attributes: {}, text: ANY },
  ActiveParticipant: {
    children: ['RoleIDCode*', 'MediaIdentifier?'],
    attributes: {
      UserID: ANY,
      'AlternativeUserID?': ANY,
      'UserName?': ANY,
      UserIsRequestor: /^(?:true|false)$/,
      'NetworkAccessPointID?': TOKEN,
      'NetworkAccessPointTypeCode?': /^[1-5]$/,
    },
  },
  RoleIDCode: coded,
  MediaIdentifier: { children: ['MediaType'], attributes: {} },
  MediaType: coded,
  AuditSourceIdentification: {
    children: ['AuditSourceTypeCode*'],
    attributes: { 'AuditEnterpriseSiteID?': TOKEN, AuditSourceID: TOKEN },
  },
  AuditSourceTypeCode: { children: [], attributes: { 'csd-code': /^[1-9]$/ } },
  ParticipantObjectIdentification: {
    children: [
      ...['ParticipantObjectIDTypeCode', 'ParticipantObjectName|ParticipantObjectQuery'],
      ...['ParticipantObjectDetail*', 'ParticipantObjectDescription*'],
    ],
    attributes: {
      ParticipantObjectID: TOKEN,
      'ParticipantObjectTypeCode?': /^[1-4]$/,
      'ParticipantObjectTypeCodeRole?': ROLE,
      'ParticipantObjectDataLifeCycle?': /^(?:[1-9]|1[0-5])$/,
      'ParticipantObjectSensitivity?': TOKEN,
    },
  },
  ParticipantObjectIDTypeCode: coded,
  ParticipantObjectName: { children: [], attributes: {}, text: ANY },
  ParticipantObjectQuery: { children: [], attributes: {}, text: BASE64 },
  ParticipantObjectDetail: { children: [], attributes: { type: TOKEN, value: BASE64 } },
  ParticipantObjectDescription: {
    children: [...['MPPS*', 'Accession*', 'SOPClass*', 'ParticipantObjectContainsStudy?', 'Encrypted?', 'Anonymized?']],
    attributes: {},
  },
  Accession: { children: [], attributes: { Number: TOKEN } },
  SOPClass: { children: ['Instance*'], attributes: { 'UID?': /^[\d.]+$/, NumberOfInstances: /^\d+$/ } },
};

/** What an audit message has that the schema does not allow; empty for a valid one. */
export function auditSchemaFaults(element: Element): readonly string[] {
  if (element.ownerDocument.documentElement === element && element.localName !== 'AuditMessage') {
    return [`the root is ${element.localName}: ${element.textContent.slice(0, 80)}`];
  }
  const rule = RULES[element.localName];
  if (rule === undefined) return [`${element.localName} is no element of an audit message`];
  const children = [...element.children];
  return [
    ...attributeFaults(element, rule),
    ...orderFaults(element, rule),
    ...(rule.text === undefined && [...element.childNodes].some((node) => node.nodeType === 3)
      ? [`${element.localName} holds text`]
      : []),
    ...(rule.text !== undefined && !rule.text.test(element.textContent) ? [`${element.localName} holds bad text`] : []),
    ...children.flatMap((child) => auditSchemaFaults(child)),
  ];
}

function attributeFaults(element: Element, { attributes }: Rule): readonly string[] {
  const known = new Map(Object.entries(attributes).map(([name, shape]) => [name.replace('?', ''), shape]));
  const strange = [...element.attributes].filter(({ name, value }) => known.get(name)?.test(value) !== true);
  const missing = Object.keys(attributes).filter((name) => !name.endsWith('?') && !element.hasAttribute(name));
  return [
    ...strange.map(({ name, value }) => `${element.localName} ${name}="${value}"`),
    ...missing.map((name) => `${element.localName} lacks ${name}`),
  ];
}

function orderFaults(element: Element, { children }: Rule): readonly string[] {
  const parts = children.map((part) => {
    const [, names = '', count = ''] = /^([^?*+]+)([?*+]?)$/.exec(part) ?? [];
    return `(?:(?:${names}),)${count}`;
  });
  const found = [...element.children].map(({ localName }) => `${localName},`).join('');
  return new RegExp(`^${parts.join('')}$`).test(found) ? [] : [`${element.localName} holds ${found}`];
}
