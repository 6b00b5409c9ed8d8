import { describe, expect, it } from 'vitest';
import { parseArguments, wholeNumber } from '../../../../electron/cli/arguments.ts';

const table = { data: 'value', lines: 'flag' } as const;

describe('parseArguments', () => {
  it('splits positional words, flags and values in either form', () => {
    const args = parseArguments(['a', '--data', 'x', 'b', '--lines', '--', '--data'], table);
    expect(args.positional).toEqual(['a', 'b', '--data']);
    expect(args.value('data')).toBe('x');
    expect(args.has('lines')).toBe(true);
    expect(parseArguments(['--data=y=z'], table).value('data')).toBe('y=z');
  });

  it('takes the last of a repeated option', () => {
    expect(parseArguments(['--data', 'a', '--data', 'b'], table).value('data')).toBe('b');
  });

  it.each([
    [['--nope'], 'unknown option --nope'],
    [['--data'], '--data needs a value'],
    [['--lines=1'], '--lines takes no value'],
    [['--constructor', 'x'], 'unknown option --constructor'],
  ])('refuses %j as wrong usage', (words, message) => {
    expect(() => parseArguments(words, table)).toThrow(expect.objectContaining({ code: 'request/usage', message }));
  });

  it('names a required option that is missing', () => {
    expect(() => parseArguments([], table).required('data')).toThrow('--data is missing');
  });
});

describe('wholeNumber', () => {
  it('takes whole numbers from the least allowed on', () => {
    expect(wholeNumber('3', 'frame', 1)).toBe(3);
  });

  it.each(['0', '-1', '1.5', '1e3', '', 'x', '99999999999999999999'])('refuses %j', (text) => {
    expect(() => wholeNumber(text, 'frame', 1)).toThrow('--frame must be a whole number');
  });
});
