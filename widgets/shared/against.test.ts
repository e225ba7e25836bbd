import { describe, expect, it } from 'vitest';
import { against } from './against.ts';

describe('a count against the one before', () => {
  it('says by how much, in percent where there was something', () => {
    expect(against(112, 100).text).toBe('+12%');
    expect(against(96, 100).text).toBe('−4%');
    expect(against(100, 100).text).toBe('0%');
    expect(against(7, 0).text).toBe('+7');
    expect(against(0, 0).text).toBe('');
    expect(against(2400, 100).text).toBe('×24');
    expect(against(5, undefined)).toEqual({ text: '', way: 'same' });
  });
  it('tells a change from chance: twice of little is nothing, a quarter more of much is', () => {
    expect(against(6, 3).way).toBe('same');
    expect(against(2000, 1500).way).toBe('up');
    expect(against(2000, 1900).way).toBe('same');
    expect(against(10, 60).way).toBe('down');
    expect(against(40, 0).way).toBe('up');
  });
});
