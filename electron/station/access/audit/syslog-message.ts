/** Facility 10: security and authorisation. */
const FACILITY = 10;
/** What a syslog receiver knows DICOM audit messages by. */
const MESSAGE_ID = 'DICOM+RFC3881';
const BOM = '\uFEFF';
/** RFC 5424, 7.3.1: after this the number begins again with 1. */
const LARGEST_SEQUENCE = 2_147_483_647;

export interface SyslogHeader {
  /** Of the event: UTC, ISO 8601. */
  readonly at: string;
  readonly outcome: 0 | 4 | 8 | 12;
  readonly host: string;
  readonly processId: string;
  /** Number of the record in the trail, from 1. A receiver that got a record twice knows it by this. */
  readonly seq: number;
}

/** RFC 5424: header, the sequence number as registered structured data, the text as UTF-8 with its mark. */
export function syslogMessage(header: SyslogHeader, text: string): string {
  const priority = FACILITY * 8 + severityOf(header.outcome);
  const sequence = ((header.seq - 1) % LARGEST_SEQUENCE) + 1;
  const words = [
    `<${priority}>1`,
    header.at,
    printable(header.host, 255),
    'nightjar',
    printable(header.processId, 128),
    MESSAGE_ID,
    `[meta sequenceId="${sequence}"]`,
  ];
  return `${words.join(' ')} ${BOM}${text}`;
}

/** RFC 5425: the length in bytes, a blank, the message. */
export function octetCounted(message: string): Buffer {
  const bytes = Buffer.from(message, 'utf8');
  return Buffer.concat([Buffer.from(`${bytes.length} `, 'ascii'), bytes]);
}

/** 5 notice, 4 warning, 3 error, 2 critical. */
function severityOf(outcome: SyslogHeader['outcome']): number {
  switch (outcome) {
    case 0:
      return 5;
    case 4:
      return 4;
    case 8:
      return 3;
    case 12:
      return 2;
  }
}

/** PRINTUSASCII of RFC 5424 without blanks; nothing left is the nil value. */
function printable(text: string, longest: number): string {
  const clean = text.replace(/[^\x21-\x7e]/g, '').slice(0, longest);
  return clean === '' ? '-' : clean;
}
