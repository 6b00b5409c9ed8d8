/**
 * What Part 15, Table E.1-1 (2024b) has the Basic Application Level Confidentiality Profile do with the attributes of the groups that
 * `dictionary.ts` knows. An action that depends on the type of an attribute in its class is taken as the one that keeps every class
 * valid: X/Z empties, X/D and Z/D and X/Z/D put a dummy value, X/Z/U* keeps the sequence with new UIDs; dates of presentation states,
 * which the table removes and their class demands, get dummies. Groups that are not here
 * (0012, 0014, 0016, 0032, 0034, 0038, 003A, 0042, 0044, 0064, 006A, 0072, 0074, 0088, 0100, 0400, 2100, 2200, 300A to 3010, 4000, 4008,
 * FFFA, FFFC, 50xx and 60xx) go as a whole.
 */
export type ProfileAction = 'remove' | 'empty' | 'dummy' | 'uid';

const TABLE: Readonly<Record<ProfileAction, Readonly<Record<string, string>>>> = {
  remove: {
    '0008':
      '0015 0024 0025 0034 0035 0054 0055 0081 0092 0094 0096 009d 0201 1000 1040 1041 1048 1049 1050 1052 1060 1062 1080 ' +
      '1084 1088 1120 2111 4000 ' +
      // X/Z and X/Z/D of types 3 and 1C in every class that goes out: removed rather than filled with dummies.
      '0080 0082 1010 1070 1072 1110 1111',
    '0010':
      '0021 0032 0050 0101 0102 1000 1001 1002 1005 1010 1020 1030 1040 1050 1060 1080 1081 1090 1100 2000 2110 2150 2152 ' +
      '2154 2155 2160 2180 21a0 21b0 21c0 21d0 21f0 2203 2297 2299 4000',
    '0018':
      '0027 0035 1004 1005 1007 1008 1009 100a 1012 1014 1042 1043 1072 1073 1078 1079 1200 1201 1202 1204 1205 4000 5011 ' +
      '9185 9373 937b 937f 9424 9937 a002 a003',
    '0020': '0027 3401 3403 3405 3406 4000 9158',
    '0028': '4000',
    '0040':
      '0001 0002 0003 0004 0005 0006 0007 0009 000b 0010 0011 0012 0241 0242 0243 0244 0245 0250 0251 0253 0254 0275 0280 ' +
      '0310 050a 051a 0600 0602 06fa 1001 1002 1004 1005 100a 1010 1011 1102 1103 1104 1400 2001 2004 2005 2008 2009 2010 ' +
      '2011 2400 3001 4005 4008 4010 4011 4025 4027 4028 4030 4034 4035 4036 4037 4050 4051 4052 a023 a024 a033 a078 a07a ' +
      'a07c a110 a112 a192 a193 a307 a352 a353 a354 a358 db06 db07 e004',
    '0050': '001b 0020 0021',
    '0070': '0086',
  },
  empty: {
    '0008': '0020 0022 0030 0032 0050 0090 009c',
    '0010': '0030 0040',
    '0018': '1203',
    '0020': '0010',
    '0040': '0513 0555 0562 0610 2016 2017 a082 a088',
  },
  dummy: {
    '0008': '0012 0013 0021 0023 002a 0031 0033 0106 0107',
    '0010': '0010 0020',
    '0018': '0010 1000 1030 11bb 1400 700a 700c 700e 9074 9151 9367 9369 936a 9371 9516 9517 9623 9701 9804 9919',
    '0040': '0512 0551 1101 a027 a030 a032 a073 a075 a120 a121 a122 a123 a13a',
    '0070': '0082 0083 0084',
  },
  uid: {
    '0008': '0014 0017 0018 0019 0058 1155 1195 3010',
    '0018': '1002 100b 2042',
    '0020': '000d 000e 0052 0200 9161 9164',
    '0028': '1199 1214',
    '0040': '0554 4023 a124 a171 a172 a402 db0c db0d',
    '0062': '0021',
    '0070': '031a 1101 1102',
  },
};

const ACTIONS: ReadonlyMap<number, ProfileAction> = new Map(
  (['remove', 'empty', 'dummy', 'uid'] as const).flatMap((action) =>
    Object.entries(TABLE[action]).flatMap(([group, elements]) =>
      elements.split(' ').map((element) => [Number.parseInt(group + element, 16), action] as const),
    ),
  ),
);

/** Null: the table does not name the attribute. */
export function profileAction(tag: number): ProfileAction | null {
  return ACTIONS.get(tag) ?? null;
}

/** Dates and times that the option "modified dates" (113107) shifts and keeps where the profile itself takes them away. */
const LONGITUDINAL = new Set(
  (
    '00080012 00080013 00080020 00080021 00080022 00080023 0008002a 00080030 00080031 00080032 00080033 00181072 00181073 ' +
    '00181078 00181079 00189074 00189151 00189369 0018936a 00189516 00189517 00189701 00189804 00700082 00700083'
  )
    .split(' ')
    .map((tag) => Number.parseInt(tag, 16)),
);

export function isLongitudinal(tag: number): boolean {
  return LONGITUDINAL.has(tag);
}

/** Age, sex, size and weight: kept by the option "patient characteristics" (113108). */
export const CHARACTERISTICS: ReadonlySet<number> = new Set([0x00100040, 0x00101010, 0x00101020, 0x00101030]);
